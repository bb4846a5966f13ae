"""What may be asked: the one check every door (command, batch, page) puts a question through."""

from assistant.chain import LONGEST_QUESTION
from corpus.errors import UsageError


def check_question(text: str) -> str:
    """Return the question without surrounding blanks.

    Raises:
        UsageError: it is empty, longer than 2,000 characters or not readable text.
    """
    question = text.strip()
    if not question:
        raise UsageError("问题是空的；请写出要问的内容，例如：2022年项目支出是多少？")
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"问题太长：共 {len(question):,} 个字，最多 {LONGEST_QUESTION:,} 个字；请缩短后再问。"
        )
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise UsageError("问题里有无法识别的字符；请用 UTF-8 编码重新输入。")
    return question
