"""How answers are written into their column, and read from it."""

from __future__ import annotations

from abc import ABC, abstractmethod

from ketamine_pages.conf import conf
from ketamine_pages.plugins import Entry, plugin_class, plugin_entry


class AnswersUnreadable(Exception):
    """Stored answers cannot be read: a key is missing or wrong, or the text is damaged.

    The message never holds what is stored.
    """


class AnswersCodec(ABC):
    """Base class of codecs; keyword arguments come from the ``OPTIONS`` of the setting."""

    @abstractmethod
    def encode(self, text: str) -> str:
        """``text``, which is JSON, as it is to be stored. Raises ``AnswersUnreadable`` if it
        cannot: an enquiry is never stored in another way than the site has chosen."""

    @abstractmethod
    def decode(self, stored: str) -> str:
        """The JSON that :meth:`encode` was given. Raises ``AnswersUnreadable``."""

    def is_current(self, stored: str) -> bool:
        """Whether :meth:`encode` would store the same today, so that nothing has to be stored anew
        after a change of keys."""
        return True

    def problems(self) -> list[str]:
        """What keeps the codec from working, for the system check; must never hold a key."""
        return []


class PlainCodec(AnswersCodec):
    """Stores answers as they are, for databases that are encrypted as a whole."""

    def encode(self, text: str) -> str:
        return text

    def decode(self, stored: str) -> str:
        return stored


def get_codec() -> AnswersCodec:
    """The codec of the setting ``ENQUIRY_CODEC``, new each time. Raises ``AnswersUnreadable`` where
    the setting cannot be used, which a system check reports as well."""
    try:
        path, options = codec_entry(conf.enquiry_codec)
        return codec_class(path)(**options)
    except (ImportError, TypeError, ValueError) as error:
        raise AnswersUnreadable("The setting ENQUIRY_CODEC cannot be used.") from error


def codec_entry(value: object) -> Entry:
    """The setting's value as a dotted path with options. Raises ``ValueError``."""
    return plugin_entry(value, "A codec")


def codec_class(path: str) -> type[AnswersCodec]:
    """The class at a dotted path. Raises ``ImportError``, or ``ValueError`` if it is none."""
    return plugin_class(path, AnswersCodec)  # type: ignore[type-abstract]
