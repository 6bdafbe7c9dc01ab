"""The rules for medical content: what is wrong with a page or item, and how serious it is.

Pure functions of plain values, without the ORM and Wagtail. ``gate`` collects the values and acts
on the findings.
"""
