"""News in words: the same kind of sentence for every side."""

from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
)
from bot.ui.prose.spans import Told
from bot.ui.prose.tell_ahead import tell_event, tell_issue
from bot.ui.prose.tell_said import tell_claim, tell_condition, tell_stance, tell_statement


def tell(line: Line, *, on: bool = True) -> Told:
    """One line of news in words; `on` adds on which issue it is, to the small print.

    Of a record that was put under another issue, that is said in any case: its readers took it to
    be on the one before.
    """
    on = on or _was_elsewhere(line)
    match line:
        case StanceLine():
            return tell_stance(line, on=on)
        case ConditionLine():
            return tell_condition(line, on=on)
        case ClaimLine():
            return tell_claim(line, on=on)
        case StatementLine():
            return tell_statement(line, on=on)
        case EventLine():
            return tell_event(line)
        case IssueLine():
            return tell_issue(line)


def _was_elsewhere(line: Line) -> bool:
    """Whether what is told was recorded on another issue before."""
    match line:
        case StanceLine(view=stance, before=was) if was:
            return was.stance.record.issue != stance.stance.record.issue
        case ClaimLine(view=claim, before=said) if said:
            return said.claim.record.issue != claim.claim.record.issue
        case StatementLine(view=statement, before=stated) if stated:
            return stated.statement.record.issue != statement.statement.record.issue
        case _:
            return False
