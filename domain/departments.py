"""The bodies that own feeds and tasks."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """A body with its Chinese and English name."""

    id: str
    zh: str
    en: str


DEPARTMENTS: dict[str, Department] = {
    department.id: department
    for department in (
        Department("fishery", "海洋与渔业局", "Ocean and Fishery Bureau"),
        Department("msa", "舟山海事局", "Zhoushan Maritime Safety Administration"),
        Department("transport", "交通运输局", "Transport Bureau"),
        Department("industry", "经信局", "Economy and Information Technology Bureau"),
        Department("water", "水利局", "Water Resources Bureau"),
        Department("natural_resources", "自然资源和规划局", "Natural Resources and Planning Bureau"),
        Department("housing", "住建局", "Housing and Construction Bureau"),
        Department("emergency", "应急管理局", "Emergency Management Bureau"),
        Department("tourism", "文广旅体局", "Culture, Tourism and Sports Bureau"),
        Department("civil_affairs", "民政局", "Civil Affairs Bureau"),
        Department("county", "县(区)政府", "County and district governments"),
        Department("observatory", "市气象台", "Municipal Meteorological Observatory"),
        Department("hq", "市防指", "Municipal flood, drought and typhoon control headquarters"),
        Department("any", "各单位", "Any department"),
    )
}

_BY_NAME = {
    name.casefold(): department.id
    for department in DEPARTMENTS.values()
    for name in (department.id, department.zh, department.en)
}


def title(id: str, lang: str) -> str:
    """A department's name in zh or en; KeyError for an unknown id."""
    department = DEPARTMENTS[id]
    return department.zh if lang == "zh" else department.en


def find(text: str | None) -> str | None:
    """The id of a department written by id or by name, 市 before it allowed; none if unknown."""
    name = unicodedata.normalize("NFKC", text or "").strip().casefold()
    return _BY_NAME.get(name) or _BY_NAME.get(name.removeprefix("舟山市").removeprefix("市"))
