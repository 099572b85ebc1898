"""The written method as one Markdown page, so that it can be read and argued with outside Discord."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.domain.method import Method, Term, method

POSITIONS = (
    "Where a holder stands on one target. Each step has its mirror; a code outside the scale is "
    "not its middle."
)
FAMILIES = (
    ("commitment", "Commitment", "The form of the act that carries the position, weakest first."),
    ("condition_kind", "Conditions: kind", "What a condition asks for."),
    ("condition_form", "Conditions: form", "How it was put."),
    ("condition_state", "Conditions: state", "What has become of it."),
    ("basis", "Basis", "How we know what was said."),
    ("directness", "Words", "Whose words the recorded words are."),
    (
        "relation",
        "Claims",
        "What a claim does to the one it is about. It never moves that one's own position.",
    ),
    ("certainty", "Certainty", "How certain the claimant sounds."),
)


def method_page() -> str:
    """Render the method in force as Markdown."""
    now = method()
    parts = [*_opening(now), *_positions(now)]
    for name, title, about in FAMILIES:
        parts += [f"## {title}", about, _table(getattr(now, name))]
    return "\n\n".join(parts) + "\n"


def _opening(now: Method) -> Iterable[str]:
    yield "# Method"
    yield (
        f"Version {now.version}. Every code has a label and a written test; each stance keeps the "
        "version it was coded under. `/method` shows the same words."
    )
    yield f"**Which step.** {now.rule}"
    yield f"**In which order.** {now.order}"
    yield f"**What is current.** {now.current}"
    yield f"**Whose line.** {now.line}"
    yield f"**What is stale.** {now.stale}"


def _positions(now: Method) -> Iterable[str]:
    yield "## Position"
    yield POSITIONS
    lines = [_row("Sign", "Label", "Group", "Test", "Code"), _row(*["---"] * 5)]
    lines += [
        _row(f"`{term.sign}`", term.label, term.group, term.test, f"`{code.value}`")
        for code, term in now.position.items()
    ]
    yield "\n".join(lines)


def _table(family: Mapping[StrEnum, Term]) -> str:
    lines = [_row("Label", "Test", "Code"), _row(*["---"] * 3)]
    lines += [_row(term.label, term.test, f"`{code.value}`") for code, term in family.items()]
    return "\n".join(lines)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
