"""What passes between a form and the rich text editor on screen: JSON with blocks of text."""

import json


def get_text(value):
    """The words that the editor shows."""
    return "\n".join(block["text"] for block in json.loads(value)["blocks"])


def typed(words, **data):
    """What the editor on screen submits for some words, with a link on all of them."""
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": data}} if data else {}
    ranges = [{"offset": 0, "length": len(words), "key": 0}] if data else []
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": words}
    block |= {"inlineStyleRanges": [], "entityRanges": ranges}
    return json.dumps({"blocks": [block], "entityMap": entities})
