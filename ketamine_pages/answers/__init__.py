"""What visitors write in enquiries: one value, one column, one place where it can be sealed."""

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
