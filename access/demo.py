"""The people of a demo, who need no password: it runs on its own machine only, under its badge."""

from access.account import Account
from access.identity import EVERYTHING, Scope

_ALL = frozenset([EVERYTHING])

_PEOPLE = (
    Account("duty", "值班员 陈海生", frozenset(["duty_officer"])),
    Account("liaison", "市防指信息员 王海燕", frozenset(["liaison", "viewer"]), Scope(_ALL, _ALL)),
    Account("fishery", "渔业局联络员 林渔", frozenset(["liaison"]), Scope(frozenset(["fishing_vessels"]), _ALL)),
    Account("putuo", "普陀区联络员 张建国", frozenset(["liaison"]), Scope(_ALL, frozenset(["putuo"]))),
    Account("approver", "带班领导 刘岱山", frozenset(["approver"])),
    Account("leader", "市领导 周定海", frozenset(["viewer"])),
    Account("administrator", "系统管理员", frozenset(["administrator"])),
)  # fmt: skip
# In the order of the sign-in page.
DEMO = {account.name: account for account in _PEOPLE}
