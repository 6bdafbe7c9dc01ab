"""The gate before publication: refuses pages and library items that break a rule.

It collects the facts and shows the findings in the form. The rules themselves are in ``rules``;
findings are kept for reports in ``findings``.
"""
