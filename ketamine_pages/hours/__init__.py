"""Opening hours: what they mean, how editors fill them in, and how pages print them.

``core`` decides what is open when, with plain values and without Django. ``form`` stores hours as a
value of a page and reads what editors type. ``sentences`` and ``display`` put a schedule into the
words of the active language, for templates and the page's script: ``display`` calls the other two.
"""
