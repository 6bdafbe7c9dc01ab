"""A model with every kind of container, for the tests of fields and rich text."""
