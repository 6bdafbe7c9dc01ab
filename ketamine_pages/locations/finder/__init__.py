"""The finder of locations: the form, the place that a visitor types, the queries and the results.

All of it works offline. Locations themselves are in the room above.
"""
