"""The admin of the content library: lists, filters, choosers and their views.

The models and the panels of their forms are in ``library``.
"""
