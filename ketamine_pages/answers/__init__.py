"""What visitors write in enquiries: one value, one column, one place where it can be sealed."""

from .codec import AnswersCodec, AnswersUnreadable, PlainCodec, get_codec
from .field import AnswersField, SealedTextField
from .value import Answer, Answers, SealedText

__all__ = [
    "Answer",
    "Answers",
    "AnswersCodec",
    "AnswersField",
    "AnswersUnreadable",
    "PlainCodec",
    "SealedText",
    "SealedTextField",
    "get_codec",
]
