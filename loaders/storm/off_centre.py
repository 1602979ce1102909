"""A wind circle that an agency gives as its longest radius with a direction and its shortest: four named quadrants of it.

The longest and the shortest radius lie opposite each other and make the circle's diameter: it has radius
(longest + shortest) / 2, and its centre lies (longest - shortest) / 2 away from the storm's in the longest's direction.
A quadrant is given the farthest reach within it, as radii of quadrants are defined (maximum extent in the quadrant), so
that no place inside the circle lies outside the quadrants.
"""

import math

from domain import geo
from loaders.storm.figures import refusal
from loaders.storm.point import Quadrants

DERIVED = "四象限由最长、最短半径按偏心圆推算，取各象限最远处"
CIRCLE = 9
DEGREES_PER_DIRECTION = 45


def directed(
    direction: float | None, longest_km: float | None, shortest_km: float | None, row: int
) -> tuple[Quadrants | None, str]:
    """The circle of the JMA's direction digit (0 none, 1 NE, 2 E … 8 N, 9 all round) in km, and a remark where it is derived.

    Raises Refused("file.circle_at_odds", row): shortest above longest, no such direction, 9 with two radii.
    Source: JMA, Format of RSMC Best Track Data.
    """
    if not direction or not longest_km:
        return None, ""
    shortest_km = shortest_km or 0.0
    lopsided = shortest_km != longest_km
    if direction not in range(1, 10) or shortest_km > longest_km or (direction == CIRCLE and lopsided):
        raise refusal("file.circle_at_odds", row, f"{direction:g} / {longest_km:g} km / {shortest_km:g} km")
    if not lopsided:
        return Quadrants(longest_km, longest_km, longest_km, longest_km), ""
    return off_centre(direction * DEGREES_PER_DIRECTION, longest_km, shortest_km), DERIVED


def off_centre(heading_deg: float, longest_km: float, shortest_km: float) -> Quadrants:
    """The farthest reach in each quadrant in km, 0.1 exact; heading_deg: where the longest radius points."""
    reaches = {}
    for position, name in enumerate(geo.QUADRANTS):
        middle = 45 + 90 * position
        away = abs((heading_deg - middle + 180) % 360 - 180)
        # The reach falls all the way from the longest radius round to the shortest: its greatest lies nearest to it.
        reaches[f"{name}_km"] = round(_reach(max(0.0, away - 45), longest_km, shortest_km), 1) or None
    return Quadrants(**reaches)


def _reach(turn_deg: float, longest_km: float, shortest_km: float) -> float:
    radius, shift = (longest_km + shortest_km) / 2, (longest_km - shortest_km) / 2
    across = shift * math.sin(math.radians(turn_deg))
    return shift * math.cos(math.radians(turn_deg)) + math.sqrt(radius**2 - across**2)
