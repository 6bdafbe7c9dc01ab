"""What search engines read: structured data, meta tags, sitemaps and ``robots.txt``.

The builders of JSON-LD, which know no page, are in ``schema_org``.
"""
