"""What words say: claims of approval, numbers about people, placeholders, phrases, hard texts.

All of them hint; only a placeholder decides. ``wording`` says how letters are read.
"""
