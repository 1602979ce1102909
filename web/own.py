"""What is somebody's own of what everybody's is shown together."""

import pandas as pd

from access.identity import Identity
from access.table import operations


def sees_all(identity: Identity, operation: str) -> bool:
    """Whether he may do it everywhere, by a role that is bound to no forms and units."""
    who = operations()[operation].who
    return any(who.get(role) == "all" for role in identity.roles)


def own_rows(identity: Identity, frame: pd.DataFrame, operation: str = "rows.read") -> pd.DataFrame:
    """The rows of a picture that lie in his units; a form whose rows have no district is one to all who have the form."""
    if sees_all(identity, operation) or identity.scope.is_whole or "district" not in frame:
        return frame
    return frame[frame["district"].isin(identity.scope.districts)]
