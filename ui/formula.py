"""How a calculation is shown: its expression with the result, and where its operands come from."""

from assistant.answer import CitationOperand, Operand, Step, StepOperand


def formula(step: Step) -> str:
    """Return the calculation with its result, said once: 「a ÷ b × 100% = 12.34%」."""
    if "=" in step.expression:
        return step.expression
    unit = "" if not step.unit or step.result.endswith(step.unit) else step.unit
    gap = "" if unit in {"", "%"} else " "
    return f"{step.expression} = {step.result}{gap}{unit}"


def notes(step: Step) -> str:
    """Return where the operands come from and how the result was rounded."""
    operands = "，".join(operand(part) for part in step.operands)
    return "；".join(filter(None, [f"取自 {operands}" if operands else "", step.rounding]))


def operand(part: Operand) -> str:
    """Return what an operand refers to: a source's mark, an earlier step or the question's words."""
    if isinstance(part, CitationOperand):
        return f"〔{part.citation}〕"
    if isinstance(part, StepOperand):
        return f"第 {part.step} 步的结果"
    return f"问题给出的 {part.given}"
