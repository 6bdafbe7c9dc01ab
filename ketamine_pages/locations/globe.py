"""Distances on the globe, as plain arithmetic that any database can do.

A point is kept as its position in space, so that the distance of two points follows from the
straight line (chord) between them, right at the poles and at the antimeridian. A grid of numbered
cells says which rows a query has to look at. Latitudes and longitudes are in degrees (WGS 84),
positive to the north and to the east; lengths are kilometres.
"""

from __future__ import annotations

from math import acos, asin, ceil, cos, floor, inf, pi, radians, sin, sqrt

# WGS 84, https://earth-info.nga.mil/ (the ellipsoid of GPS and of web maps).
EQUATORIAL_RADIUS = 6378.137
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
MEAN_RADIUS = 6371.0088
# Where the surface bends most, at the equator to the north: a degree is shortest there.
LEAST_RADIUS = EQUATORIAL_RADIUS * (1 - ECCENTRICITY_SQUARED)

# Cells are about 55 km wide and high: rows of equal height, with fewer cells towards the poles.
ROWS = 360
ROW_HEIGHT = pi / ROWS
CELLS_AT_EQUATOR = 720
MAX_RADIUS = 1000.0


def position(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point on the ellipsoid as x, y, z from the Earth's centre, in mean Earth radii."""
    phi, lam = radians(latitude), radians(longitude)
    curvature = EQUATORIAL_RADIUS / sqrt(1 - ECCENTRICITY_SQUARED * sin(phi) ** 2) / MEAN_RADIUS
    return (
        curvature * cos(phi) * cos(lam),
        curvature * cos(phi) * sin(lam),
        curvature * (1 - ECCENTRICITY_SQUARED) * sin(phi),
    )


def chord_squared(kilometres: float) -> float:
    """The square of the chord between two positions that are ``kilometres`` apart on the ground."""
    return float((2 * sin(min(kilometres / MEAN_RADIUS, pi) / 2)) ** 2)


def kilometres(chord_squared: float) -> float:
    """How far apart on the ground two positions are, by the square of the chord between them."""
    return 2 * MEAN_RADIUS * asin(min(sqrt(max(chord_squared, 0.0)) / 2, 1.0))


def cell(latitude: float, longitude: float) -> int:
    """The number of the grid cell that holds a point."""
    row = _row(radians(latitude))
    return _number(row, _column(longitude, _columns(row)))


def cells_within(latitude: float, longitude: float, kilometres: float) -> list[int]:
    """The cells that a circle around a point may touch; perhaps some more, but never too few.

    Raises ``ValueError`` for circles beyond ``MAX_RADIUS``, as their cells would be too many.
    """
    if not 0 <= kilometres <= MAX_RADIUS:
        raise ValueError(f"A radius is between 0 and {MAX_RADIUS:.0f} km.")
    phi, reach = radians(latitude), kilometres / LEAST_RADIUS * 1.001 + 1e-9
    widest = _widest_latitude(phi, reach)
    cells: list[int] = []
    for row in range(_row(phi - reach), _row(phi + reach) + 1):
        bottom = row * ROW_HEIGHT - pi / 2
        width = _half_width(phi, reach, min(max(widest, bottom), bottom + ROW_HEIGHT))
        cells += (_number(row, column) for column in _columns_within(longitude, width, row))
    return cells


def _row(phi: float) -> int:
    return min(max(floor((phi + pi / 2) / ROW_HEIGHT), 0), ROWS - 1)


def _columns(row: int) -> int:
    """How many cells a row has: as many as fit at its edge that is nearer to the equator."""
    bottom = row * ROW_HEIGHT - pi / 2
    edge = min(abs(bottom), abs(bottom + ROW_HEIGHT))
    return max(1, ceil(CELLS_AT_EQUATOR * cos(edge) - 1e-9))


def _column(longitude: float, columns: int) -> int:
    return min(floor((longitude + 180) % 360 / 360 * columns), columns - 1)


def _number(row: int, column: int) -> int:
    return row * CELLS_AT_EQUATOR + column


def _widest_latitude(phi: float, reach: float) -> float:
    """The latitude at which a circle on a sphere spans most meridians."""
    sine = sin(phi) / cos(reach)
    return asin(sine) if abs(sine) < 1 else (pi / 2 if phi > 0 else -pi / 2)


def _half_width(phi: float, reach: float, at: float) -> float:
    """Half the longitudes, in radians, that a circle around ``phi`` spans at a latitude."""
    both = cos(phi) * cos(at)
    over = cos(reach) - sin(phi) * sin(at)
    cosine = over / both if both > 1e-12 else (inf if over > 0 else -inf)
    return pi if cosine <= -1 else 0.0 if cosine >= 1 else acos(cosine)


def _columns_within(longitude: float, half_width: float, row: int) -> list[int]:
    columns = _columns(row)
    middle = (longitude + 180) / 360
    half = half_width / (2 * pi) + 1e-9
    first, last = floor((middle - half) * columns), floor((middle + half) * columns)
    if last - first + 1 >= columns:
        return list(range(columns))
    return [column % columns for column in range(first, last + 1)]
