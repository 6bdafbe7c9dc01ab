"""Images of pages: their renditions, the HTML around them, and what happens without a file.

Whether a page needs an image, or a description of one, is for ``rules``.
"""
