"""Acts in words: what each is called, who did it, and which records it wrote."""

import re

from bot.domain.act_log import LoggedAct
from bot.domain.identity import MERGE, SPLIT
from bot.domain.vocabulary import Verb
from bot.services.desk.log_answers import ActView, RecordChange
from bot.ui.desk.people import who_did, who_drafted
from bot.ui.desk.record_words import Names
from bot.ui.editing.fields import HEADINGS
from bot.ui.text import clean, plural, shorten

_TITLE = 120
_TITLES = {
    "setup zone": "The time zone",
    "setup issue": "The usual issue",
    "setup reminders": "Reminders of events",
    "setup desk": "The editors’ channel",
    "setup mirror": "Discord’s own events",
    "event reminders": "The reminders of one event",
    "setup digest": "A digest, set up",
    "pause digest": "A digest, paused",
    "resume digest": "A digest, resumed",
    "remove digest": "A digest, removed",
    "undo digest": "A digest, set back",
    "setup alerts": "Alerts",
    "setup roles": "Roles",
    "setup review": "Review",
    "setup retention": "How long this is kept",
    "post again": "A post, tried again",
    "freeze": "A freeze",
    "end freeze": "A freeze, ended",
}
_DONE = {
    Verb.SET: "changed",
    Verb.CORRECT: "corrected",
    Verb.CONFIRM: "confirmed",
    Verb.RETRACT: "retracted",
}


def act_title(act: LoggedAct, names: Names) -> str:
    """What an act is called, as plain text of one line."""
    return shorten(_title(act.what, names), _TITLE)


def _title(what: str, names: Names) -> str:
    known = HEADINGS.get(what) or _TITLES.get(what)
    if known:
        return known
    first, _, rest = what.partition(" ")
    named = [names.get(word, word) for word in rest.split(" ")]
    match first, named:
        case ("undo", [number]) if re.fullmatch(r"\d+", number):
            title = f"Act {number}, taken back"
        case ("after", [event]):
            title = f"What came of stances after “{event}”"
        case ("report", [record]):
            title = f"A report on {record}, settled"
        case (verb, [gone, kept]) if verb == MERGE:
            title = f"{gone} and {kept} made one"
        case (verb, [was, new]) if verb == SPLIT:
            title = f"{was} split: {new}"
        case ("import", _):
            title = f"An import: {rest}"
        case _:
            title = what
    return clean(title)


def who(act: LoggedAct) -> str:
    """Who did it, and who wrote the draft where that was another."""
    by = who_did(act.by, erased=act.erased)
    author = who_drafted(act.drafted_by, recorded_by=act.by, erased=act.erased)
    return f"{by}, drafted by {author}" if author else by


def done(change: RecordChange) -> str:
    """What an act did to a record: “new”, “corrected”."""
    return _DONE[change.now.version.verb] if change.before is not None else "new"


def tally(view: ActView) -> str:
    """How many records it wrote, by kind: “2 stances, 1 source”; empty for none."""
    counts: dict[str, int] = {}
    for kind, _, count in view.counts:
        counts[kind] = counts.get(kind, 0) + count
    return ", ".join(plural(count, kind) for kind, count in counts.items())
