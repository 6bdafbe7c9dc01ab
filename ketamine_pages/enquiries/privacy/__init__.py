"""What the law asks for enquiries: to find a person's, delete them in time, and change keys.

The commands that do it are in ``management``; how answers are encrypted is in ``answers``.
"""
