"""What visitors write in enquiries: the value, its column, and the codec that can encrypt it."""

from ketamine_pages.answers.codec import AnswersCodec, AnswersUnreadable, PlainCodec, get_codec
from ketamine_pages.answers.field import AnswersField, SealedTextField
from ketamine_pages.answers.value import Answer, Answers, SealedText

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
