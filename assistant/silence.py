"""Why there is no answer, in words: what is not loaded, not printed, not attached or not understood."""

from collections.abc import Sequence

from assistant.plan import Plan
from assistant.titles import called
from index.records import DocumentRecord

_NAMED_DOCUMENTS = 5
_NAMED_OWNERS = 8


def _listed(names: Sequence[str], most: int) -> str:
    """Return names side by side, with 等 where some are left out."""
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def missing(plan: Plan, documents: Sequence[DocumentRecord]) -> str:
    """Say why a plan has no answer, and which documents there are where that is the reason."""
    offered = [d for d in documents if d.name in plan.options] or list(documents)
    loaded = _listed([called(document) for document in offered], _NAMED_DOCUMENTS)
    match plan.reason:
        case "which_document":
            owners = list(dict.fromkeys(d.department or d.title for d in offered))
            named = _listed(owners, _NAMED_OWNERS)
            return f"载入了{named}的文件，请在问题里写明要问哪个单位。"
        case "other_level":
            return f"没有载入所问的「{plan.subject}」，不能用别的口径的数字代替；已载入的是：{loaded}。"
        case "not_loaded":
            return f"没有载入「{plan.subject}」，请先用 yusuan add 添加；已载入的是：{loaded}。"
        case "other_department":
            return f"没有载入「{plan.subject}」的文件，不能用别的单位的数字代替；已载入的是：{loaded}。"
        case "other_year":
            return f"没有载入{plan.subject}的文件，不能用别的年度的数字代替；已载入的是：{loaded}。"
        case "final_accounts":
            return f"已载入的是预算，不是决算，没有实际支出数；已载入的是：{loaded}。"
        case "no_such_year":
            subject, year = plan.subject.split("|")
            return f"文件没有给出「{subject}」{year}年的数字，也不能由已有数字推算。"
        case "no_reason":
            return f"文件没有说明「{plan.subject}」的原因。"
        case "no_form":
            return f"文件没有附「{plan.subject}」的项目绩效目标申报表，没有它的绩效指标等内容。"
        case "no_figure":
            return f"文件提到了「{plan.subject}」，但没有单独列出它的数字。"
        case "misread":
            return f"没有完全读懂这个问题：「{plan.subject}」没有着落，所以不给出数字，请换个说法再问。"
        case "unresolved":
            return f"前面没有说到可以对应「{plan.subject}」的数字，请写明要问的是什么。"
        case "unattached":
            return f"「{plan.subject}」在目录里列出了，但文件正文没有附这张表。"
        case _:
            return f"已载入的文件里没有提到「{plan.subject}」。"
