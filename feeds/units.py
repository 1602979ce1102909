"""Units and counting words as cells write them: which spellings say the same."""

# One line a unit: every spelling says the same, none needs converting.
_SAME = (
    ("毫米", "mm", "㎜"),
    ("厘米", "cm", "㎝", "公分"),
    ("米", "m"),
    ("公里", "千米", "km", "㎞"),
    ("海里", "nm", "nmile", "浬"),
    ("平方米", "m2", "m²", "㎡"),
    ("平方公里", "平方千米", "km2", "km²"),
    ("公顷", "ha"),
    ("立方米", "m3", "m³", "方"),
    ("万立方米", "万m3", "万m³", "万方"),
    ("米/秒", "m/s"),
    ("公里/小时", "千米/小时", "km/h"),
    ("小时", "h"),
    ("分钟", "min"),
    ("天", "日"),
    ("百帕", "hpa"),
    ("度", "°"),
    ("公斤", "千克", "kg"),
    ("吨", "t"),
    ("人", "名", "位"),
)
# Counting words, each meaning only itself: 175人次 are not 175人.
_ALONE = (
    *(
        "个",
        "处",
        "座",
        "台",
        "件",
        "家",
        "组",
        "条",
        "只",
        "艘",
        "辆",
        "套",
        "顶",
        "箱",
        "袋",
        "间",
        "项",
        "户",
        "号",
    ),
    *("人次", "点次", "处点次", "班次", "航次", "级", "亩", "升", "元", "万元", "千瓦"),
)
# Boats are counted with all three words in Zhoushan; the other way round a 条 may be a route, a 只 a sandbag.
_ALSO = {"艘": ("条", "只")}
_SPELLINGS = {word: frozenset(group) for group in _SAME for word in group}
_SPELLINGS |= {word: frozenset((word, *_ALSO.get(word, ()))) for word in _ALONE}


def accepts(expected: str, word: str) -> bool:
    """Whether `word` says the unit `expected`, in any of its spellings."""
    expected, word = _plain(expected), _plain(word)
    return word == expected or word in _SPELLINGS.get(expected, ())


def is_unit(word: str) -> bool:
    """Whether `word` is a unit or a counting word at all."""
    return _plain(word) in _SPELLINGS


def _plain(word: str) -> str:
    return word.replace(" ", "").casefold()
