"""Counts in headings."""

PLACEHOLDER = "{count}"


def fill_count(text: str, count: int | None, words: str = "") -> str:
    """``text`` with each ``{count}`` replaced by ``words`` or else by the digits of ``count``.

    A number word that opens the text gets a capital. Where there is nothing to count, the
    placeholder goes away with the space after it; other braces stay as they are.
    """
    if PLACEHOLDER not in text:
        return text
    if count is None:
        return text.replace(PLACEHOLDER + " ", "").replace(PLACEHOLDER, "").strip()
    number = words or str(count)
    if text.startswith(PLACEHOLDER):
        number_at_start = number[:1].upper() + number[1:]
        text = number_at_start + text[len(PLACEHOLDER) :]
    return text.replace(PLACEHOLDER, number)
