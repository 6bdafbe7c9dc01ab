"""The demo content of the example site: a clinic that does not exist.

``loader`` puts it together; the texts of the pages are in a module for each page.
"""
