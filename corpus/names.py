"""Names as printed and as compared: widths folded, layout blanks and numbering taken away."""

import re
import unicodedata

_CJK = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’"
_LAYOUT_BLANK = re.compile(rf"(?<=[{_CJK}])\s+(?=\S)|(?<=\S)\s+(?=[{_CJK}])")
_NUMBERING = re.compile(
    r"^(?:[-•·]\s*)?(?:"
    r"第[一二三四五六七八九十百]+部分|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]、?"
    r"|[（(]\d{1,2}[）)]|\d{1,2}(?:、|[.．](?!\d)|[.．](?=20\d\d年))"
    r"|[①-⑳]|其中[:：])\s*"
)
_NUMBER_LEVELS = (
    re.compile(r"[一二三四五六七八九十]+[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d{1,2}(?:、|[.．](?!\d))"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile(r"[①-⑳]|其中[:：]"),
)
_CODE = re.compile(r"^(\d{7}|\d{5}|\d{3})(?=\D|$)\s*")
_TAG = re.compile(r"<[^>]+>")


def fold(text: str) -> str:
    """Return `text` as compared: NFKC, no blanks, lower case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def join_wrapped(text: str) -> str:
    """Return `text` without the blanks that line wrapping left between Chinese characters."""
    return _LAYOUT_BLANK.sub("", text.strip())


def without_numbering(text: str) -> str:
    """Return `text` without its leading list numbers (一、 / （二） / 3. / 其中：)."""
    previous = None
    while previous != text:
        previous, text = text, _NUMBERING.sub("", text.strip(), count=1)
    return text


def numbering_level(text: str) -> int:
    """Return how deep the list number before `text` stands: 一、1, （一）2, 1. 3, （1）4; 0 without."""
    found = (n for n, form in enumerate(_NUMBER_LEVELS, start=1) if form.match(text.strip()))
    return next(found, 0)


def without_tags(text: str) -> str:
    """Return `text` without HTML tags; paragraphs become lines, check boxes ☑ or ☐."""
    text = re.sub(r"<input[^>]*\bchecked\b[^>]*>", "☑", text)
    text = re.sub(r"<input[^>]*checkbox[^>]*>", "☐", text)
    return _TAG.sub("", re.sub(r"</p>\s*|<br\s*/?>", "\n", text)).strip()


def split_code(text: str) -> tuple[str | None, str]:
    """Split a classification code from the name it is printed before: 「201一般公共服务支出」."""
    match = _CODE.match(text.strip())
    if not match:
        return None, text.strip()
    return match[1], text.strip()[match.end() :]


def is_code(text: str) -> bool:
    """Tell whether `text` is a classification code of 3, 5 or 7 digits."""
    return re.fullmatch(r"\d{3}|\d{5}|\d{7}", text.strip()) is not None
