"""The log's cards and files: what a button leads to, what differs in words, and hostile texts."""

import csv
import io
import json
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.act_log import Area, LogFilter, LoggedAct, SettingChange
from bot.domain.records import Citation, Issue, Proposal, Recorded, Version
from bot.domain.vocabulary import IssueStatus, Position, ProposalStatus, RecordState, Verb
from bot.domain.when import When, days
from bot.errors import InvalidInputError
from bot.services.desk.freeze import Freeze
from bot.services.desk.log_answers import ActPage, ActView, LogExport, LogPage, RecordChange
from bot.ui.card import components, plain
from bot.ui.desk.log_card import act_card, log_card
from bot.ui.desk.log_file import log_csv, log_json
from bot.ui.desk.log_place import LogPlace, log_place
from bot.ui.desk.record_words import differs, values
from bot.ui.press import read
from bot.ui.prose.markdown import markdown
from tests.db.samples import everything, evidence, stance

NASTY = {
    "@everyone",
    "<@&5> **bold** `code` ||spoiler||",
    "[x](https://example.org)" * 3,
    "\u202etxet desrever\u202c",
    "नमस्ते 👩‍👩‍👧 שלום",
    "```\n# heading\n-# small",
    "a",
}
NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)
KEYS = st.none() | st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2140, 1, 1))
FILTERS = st.builds(
    LogFilter,
    person=st.none() | st.integers(1, 2**63 - 1),
    actor=KEYS,
    issue=KEYS,
    since=DAYS,
    until=DAYS,
)


@given(FILTERS, st.integers(0, 999))
def test_a_button_leads_where_it_was_made_to(asked: LogFilter, page: int) -> None:
    """Whatever is asked for fits a custom id and is read back from it."""
    place = LogPlace(asked=asked, page=page)
    verb, _, rest = place.press("al-csv").removeprefix("sb:").partition(":")
    assert log_place(read(verb, rest)) == place


@given(st.text(max_size=40))
def test_what_was_never_written_is_refused_or_read(rest: str) -> None:
    with suppress(InvalidInputError):
        assert log_place(read("al-n", rest)).page >= 0


def recorded(record: Any, number: int = 1, verb: Verb = Verb.SET, reason: str | None = None) -> Any:
    state = RecordState.RETRACTED if verb is Verb.RETRACT else RecordState.PUBLISHED
    version = Version(number=number, verb=verb, state=state, recorded_at=NOON, reason=reason)
    return Recorded(record=record, version=version)


def view(*changes: RecordChange, seq: int = 1, **more: Any) -> ActView:
    values: dict[str, Any] = {
        "act": LoggedAct(seq=seq, what="stance correct", at=NOON, by=1),
        "counts": (("stance", Verb.CORRECT, len(changes)),) if changes else (),
        "changes": changes,
        "settings": (),
        "undoable": True,
    }
    return ActView(**(values | more))


def page(*acts: ActView, **more: Any) -> LogPage:
    values: dict[str, Any] = {
        "asked": LogFilter(),
        "acts": acts,
        "page": 0,
        "has_more": True,
        "names": {"putin": "Vladimir Putin"},
        "zone": "UTC",
        "freeze": Freeze(until=None),
        "own": False,
    }
    return LogPage(**(values | more))


def leaves(part: Any) -> int:
    """How many values a record holds, those of its parts among them; the key is none."""
    count = 0
    for name in (item.name for item in fields(part)):
        value = getattr(part, name)
        if name == "key" or value is None or value in ("", ()):
            continue
        if name == "conditions":
            count += len(value)
        elif is_dataclass(value) and not isinstance(value, When):
            count += leaves(value)
        else:
            count += 1
    return count


FULL = Issue(
    key="truce",
    title="The truce",
    question="Should it begin?",
    status=IssueStatus.OPEN,
    context="So far.",
    proposal=Proposal(
        status=ProposalStatus.PROPOSED,
        terms="Thirty days.",
        proposed=days(NOON.date()),
        duration="30 days",
    ),
    citation=Citation(source="s1", words="They said."),
    stale_after_days=9,
)


@pytest.mark.parametrize("record", [FULL, *everything()], ids=lambda each: each.key)
def test_every_value_that_an_act_wrote_is_told_once(record: Any) -> None:
    assert len(values(record, {})) == leaves(record)
    began = differs(RecordChange(now=recorded(record), before=None), {})
    assert [each.was for each in began] == [None] * leaves(record)
    same = RecordChange(now=recorded(record, 2, Verb.CONFIRM), before=recorded(record))
    assert differs(same, {}) == ()


def test_a_correction_is_told_as_it_was_and_as_it_is() -> None:
    was, now = stance(), replace(stance(), position=Position.REJECTS)
    change = RecordChange(now=recorded(now, 2, Verb.CORRECT, "misread"), before=recorded(was))
    shown = plain(log_card(page(view(change))))
    assert "Why: misread" in shown
    assert "Stance, corrected: Vladimir Putin" in shown
    assert "-# Position: agrees in principle → rejects" in shown
    [only] = differs(change, {})
    assert markdown(only.name) == "position"


def hostile(text: str) -> ActView:
    words = text * (5900 // max(len(text), 1)) or text
    was = stance(evidence=evidence(words="Before."))
    now = replace(was, evidence=evidence(words=words), note=text)
    change = RecordChange(
        now=recorded(now, 2, Verb.CORRECT, words),
        before=recorded(was),
    )
    setting = SettingChange(
        area=Area.ALERT,
        subject="a1",
        before=None,
        after={"channel_id": 10, "issue": "=1+1", "weight": "flips", "mark": 1, "marked_at": ""},
    )
    act = LoggedAct(seq=1, what=text, at=NOON, by=None, why=words, erased=True)
    return view(change, change, change, act=act, settings=(setting,))


@pytest.mark.parametrize("text", sorted(NASTY))
def test_hostile_texts_fit_every_card_and_ping_nobody(text: str) -> None:
    found = hostile(text)
    cards = (
        log_card(page(*(replace(found, act=replace(found.act, seq=n)) for n in range(5)))),
        act_card(ActPage(view=found, page=0, has_more=True, names={}, zone="UTC")),
    )
    for card in cards:
        assert components(card)
        assert "@everyone" not in plain(card)
        assert "a former editor" in plain(card)


@pytest.mark.parametrize("text", sorted(NASTY | {"=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx"}))
def test_the_files_hold_every_letter_and_no_formula(text: str) -> None:
    export = LogExport(asked=LogFilter(), acts=(hostile(text),), names={}, zone="UTC")
    lines = list(csv.reader(io.StringIO(log_csv(export).data.decode("utf-8-sig"))))
    assert {len(line) for line in lines} == {14}
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    acts = json.loads(log_json(export).data)["acts"]
    assert acts[0]["records"][0]["after"]["note"] == text
    assert acts[0]["settings"][0]["after"]["channel_id"] == "10"
    assert acts[0]["by"] == "a former editor"
