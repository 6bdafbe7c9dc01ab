"""Sealed values as Python sees them. None of these says in its ``repr`` what somebody wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from ketamine_pages.answers.codec import AnswersUnreadable, get_codec


@dataclass(frozen=True, repr=False)
class Answer:
    """One answer, with the question as it was asked, since forms change.

    ``key`` tells fields of a form apart and stays when a label is reworded; ``kind`` is the block
    that asked ("name", "email", "phone", "text" …). ``value`` is text, or a list of texts where
    several could be chosen.
    """

    key: str
    kind: str
    label: str
    value: str | list[str]

    @property
    def text(self) -> str:
        """The value as one text."""
        return self.value if isinstance(self.value, str) else ", ".join(self.value)

    def __repr__(self) -> str:
        return f"<Answer: {self.key}>"


class Answers:
    """The answers of one enquiry, in the order of the form. Never changed.

    What comes from the database is decoded when it is first looked at: lists need no key, and
    saving a row writes back what was there, even where no key fits it.
    """

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._answers: tuple[Answer, ...] | None = tuple(answers)
        self._stored: str | None = None

    @classmethod
    def from_stored(cls, stored: str) -> Answers:
        """The answers from the text in their column, which is decoded when one is asked for."""
        answers = cls()
        answers._answers, answers._stored = None, stored
        return answers

    def to_stored(self) -> str:
        """The text for the column; what came from there goes back as it was."""
        if self._stored is not None:
            return self._stored
        data = [asdict(answer) for answer in self]
        return get_codec().encode(json.dumps(data, ensure_ascii=False))

    def reencoded(self) -> Answers:
        """The same answers, to be written by the codec of today, as after a change of keys."""
        return Answers(self)

    def get(self, key: str) -> Answer | None:
        """The answer with this key, or ``None``."""
        return next((answer for answer in self if answer.key == key), None)

    @property
    def _decoded(self) -> tuple[Answer, ...]:
        if self._answers is None:
            text = get_codec().decode(self._stored or "[]")
            try:
                self._answers = tuple(Answer(**entry) for entry in json.loads(text))
            except (TypeError, ValueError):
                # Not chained: the message of the error quotes what is stored.
                raise AnswersUnreadable("The stored answers are damaged.") from None
        return self._answers

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._decoded)

    def __len__(self) -> int:
        return len(self._decoded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and self._decoded == other._decoded

    # Of no use as a key, and Django hashes no column.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "<Answers>"


class SealedText:
    """A text that is stored as answers are, and decoded when :attr:`text` is first asked for."""

    def __init__(self, text: str = "") -> None:
        self._text: str | None = text
        self._stored: str | None = None

    @classmethod
    def from_stored(cls, stored: str) -> SealedText:
        """The value from the text in its column, which is decoded when it is asked for."""
        sealed = cls()
        sealed._text, sealed._stored = None, stored
        return sealed

    def to_stored(self) -> str:
        """The text for the column; what came from there goes back as it was."""
        if self._stored is not None:
            return self._stored
        return get_codec().encode(json.dumps(self._text, ensure_ascii=False))

    def reencoded(self) -> SealedText:
        """The same text, to be written by the codec of today."""
        return SealedText(self.text)

    @property
    def text(self) -> str:
        """What was written. Raises ``AnswersUnreadable``."""
        if self._text is None:
            try:
                self._text = str(json.loads(get_codec().decode(self._stored or '""')))
            except ValueError:
                raise AnswersUnreadable("The stored text is damaged.") from None
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedText) and self.text == other.text

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "<SealedText>"
