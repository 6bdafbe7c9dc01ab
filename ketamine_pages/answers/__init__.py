"""What visitors write in enquiries: one value, one column, one place where it can be sealed."""

from .codec import AnswersCodec, AnswersUnreadable, PlainCodec, get_codec
from .field import AnswersField
from .value import Answer, Answers

__all__ = [
    "Answer",
    "Answers",
    "AnswersCodec",
    "AnswersField",
    "AnswersUnreadable",
    "PlainCodec",
    "get_codec",
]
