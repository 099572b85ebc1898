"""Every sentence of news is read: with every position, code and date, and for any actor alike."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bot.domain.news import What
from bot.domain.vocabulary import Position, Verb
from bot.services.news.answers import EventLine, IssueLine, Line, StanceLine, StatementLine
from bot.ui.prose import templates
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import Dated, Day, Own, Read, Sentence, Span, Stand, Told, Typed
from bot.ui.prose.style_page import style
from bot.ui.prose.tell import tell
from bot.ui.prose.templates import (
    CLAIMS,
    DENIALS,
    HEADLINES,
    PLACES,
    STANDINGS,
    Course,
    Note,
    Template,
)
from tests.ui.prose_lines import lines
from tests.ui.prose_samples import CAST, ISSUE, POSITIONS, SOURCE, WEEK, Cast, actor

GOLDEN = Path(__file__).parent / "golden" / "prose.txt"
FOREIGN = Cast(actor("x", "Україна"), actor("y", "إيران"), actor("z", "中国"))
SWAPPED = Cast(CAST.other, CAST.one, CAST.voice)


@cache
def told() -> list[tuple[str, Line, Told]]:
    return [(about, line, tell(line)) for about, line in lines()]


def headlines() -> dict[str, str]:
    """Each headline once, with what it is of."""
    found: dict[str, str] = {}
    for about, _, each in told():
        found.setdefault(plain(each.headline), about)
    return found


def notes() -> dict[str, str]:
    found: dict[str, str] = {}
    for about, _, each in told():
        for note in each.notes:
            found.setdefault(plain(note), about)
    return found


def every_template() -> Iterator[Template]:
    """Each template of the room, of whatever it is."""
    yield from HEADLINES.values()
    yield from CLAIMS.values()
    yield from DENIALS.values()
    yield from STANDINGS.values()
    yield from (each.template for each in Note)
    yield from (each.template for each in Course)
    yield from (each for each in vars(templates).values() if isinstance(each, Template))


def filled(template: Template, before: Position, after: Position) -> Sentence:
    """A template with a word in each place, and positions where they belong."""
    usual: dict[str, Span] = {name: Own("a word") for name in PLACES}
    positions: dict[str, Span] = {
        "before": Stand(before),
        "position": Stand(after),
        "stands": Stand(after),
    }
    dates: dict[str, Span] = {"when": Dated(WEEK), "day": Day(WEEK.first_day)}
    typed: dict[str, Span] = {
        name: Typed(name.capitalize()) for name in ("holder", "claimant", "speaker", "event")
    }
    return template.fill(**usual | positions | dates | typed | {"source": Read(SOURCE)})


def faults(sentence: str) -> list[str]:
    """What is wrong with the form of a sentence."""
    return [
        name
        for name, fault in {
            "empty": r"^\W*$",
            "a double space": r"  |^ | $",
            "a space before a sign": r" [,;:.?!)”]|[(“] ",
            "two signs in a row": r"[,;:.—]\s*[,;:.—]",
            "an empty place": r"\(\)|“”|\( |: ?$|, ?$|; ?$|— ?$",
            "a full stop": r"[.]$",
            "a place left open": r"[{}]",
            "American spelling": r"iz(e|es|ed|ing|ation)\b|\b(color|favor|center)",
        }.items()
        if re.search(fault, sentence)
    ] + [
        f"“{word}”"
        for word in style().words
        if re.search(rf"\b{re.escape(word)}\b", sentence, re.IGNORECASE)
    ]


def balanced(sentence: str) -> bool:
    return sentence.count("“") == sentence.count("”") and sentence.count("(") == sentence.count(")")


@pytest.mark.parametrize("template", [*dict.fromkeys(every_template())], ids=lambda each: each.text)
def test_a_template_reads_well_with_every_position(template: Template) -> None:
    """With each of the twelve before and after, where it has places for them."""
    both = {"before", "position"} <= template.places
    for before, after in product(Position if both else [Position.REJECTS], Position):
        sentence = plain(filled(template, before, after))
        assert not [each for each in faults(sentence) if template is not templates.CLAUSE], sentence
        assert balanced(sentence), sentence


def test_every_sentence_that_there_can_be_is_well_formed() -> None:
    wrong = {
        each: found
        for each in (*headlines(), *notes())
        if (found := faults(each)) or not balanced(each)
    }
    assert wrong == {}


def test_headlines_begin_like_sentences_and_the_small_print_does_not() -> None:
    assert [each for each in headlines() if not re.match(r"[A-Z0-9]", each)] == []
    assert [each for each in notes() if not re.match(r"[a-z]", each)] == []


def test_every_headline_has_a_line_that_needs_it() -> None:
    """No template that nothing can say, so that all are read in the golden file."""
    said = list(headlines())
    unused = []
    for key, template in HEADLINES.items():
        found = "".join(
            re.escape(part.text) if isinstance(part, Own) else ".+" for part in template.parts
        )
        if not any(re.fullmatch(found, each) for each in said):
            unused.append(key)
    assert unused == []


def test_every_position_stands_in_every_place_for_one() -> None:
    seen: dict[tuple[What, int], set[Position]] = {}
    for _, line, each in told():
        if isinstance(line, StanceLine):
            stands = [span.position for span in each.headline if isinstance(span, Stand)]
            for at, position in enumerate(stands):
                seen.setdefault((line.what, at), set()).add(position)
    on_scale = {each for each in POSITIONS if each.value_on_scale}
    for (what, at), found in seen.items():
        assert found == (on_scale if (what, at) == (What.FLIPPED, 1) else set(POSITIONS)), what


@pytest.mark.parametrize("cast", [FOREIGN, SWAPPED], ids=["other names", "names exchanged"])
def test_the_same_sentence_is_told_of_anybody(cast: Cast) -> None:
    """Exchange the names, and nothing else is another."""
    for (about, _, usual), (_, line) in zip(told(), lines(cast), strict=True):
        assert parts_of(tell(line), cast) == parts_of(usual, CAST), about


def parts_of(found: Told, cast: Cast) -> tuple[Sentence, ...]:
    """The sentences, with parts in place of the names of those who play them."""
    roles = {cast.one.name: "one", cast.other.name: "other", cast.voice.name: "voice"}
    return tuple(
        tuple(
            replace(span, text=roles.get(span.text, span.text)) if isinstance(span, Typed) else span
            for span in sentence
        )
        for sentence in (found.headline, *found.notes)
    )


def test_a_flip_is_called_so_and_nothing_else_is() -> None:
    for _, line, each in told():
        sentence = plain(each.headline)
        changes = isinstance(line, StanceLine) and line.before is not None
        flips = changes and line.what is What.FLIPPED
        shifts = changes and line.what is What.MOVED
        assert ("a flip: it crosses the middle of the scale" in sentence) == flips, sentence
        assert ("a shift, not a flip" in sentence) == shifts, sentence


def test_corrections_say_what_was_recorded_what_is_and_why() -> None:
    found = [(line, each) for _, line, each in told() if line.what is What.CORRECTED]
    for line, each in found:
        headline, small = plain(each.headline), " · ".join(map(plain, each.notes))
        assert headline.startswith("Correction")
        assert "flip" not in headline
        assert "shift" not in headline
        assert "reason: the transcript says otherwise" in small or not reasoned(line)
    positions = [line for line, each in found if "corrected to" in plain(each.headline)]
    assert len(positions) == len(POSITIONS) * (len(POSITIONS) - 1)


def reasoned(line: Line) -> bool:
    """Whether the version was written by one who had to say why."""
    match line:
        case StanceLine():
            return line.view.stance.version.verb is not Verb.SET
        case EventLine():
            return line.view.event.version.verb is not Verb.SET
        case IssueLine():
            return line.issue.version.verb is not Verb.SET
        case _:
            return False


def test_what_was_taken_out_says_so_and_what_it_left() -> None:
    for _, line, each in told():
        sentence = plain(each.headline)
        assert sentence.startswith("Taken out of the record — ") == (line.what is What.RETRACTED)
        if isinstance(line, StanceLine) and line.what is What.RETRACTED:
            left = line.stands.stance.record.position if line.stands else None
            said = plain((Stand(left),)) if left else "no position"
            assert sentence.endswith(("that left no position on record", f"{said} on record"))
            assert "reason: the transcript says otherwise" in map(plain, each.notes)


def test_a_record_of_an_earlier_time_left_the_present_position() -> None:
    for _, line, each in told():
        left = "it left the present position unchanged" in plain(each.headline)
        assert left == (line.what is What.EARLIER)


def test_words_older_than_the_news_are_not_quoted() -> None:
    for _, line, each in told():
        if line.what in {What.RETRACTED, What.CONFIRMED, What.STALE, What.SETTLED}:
            assert each.evidence is None
        elif not isinstance(line, (EventLine, IssueLine)):
            assert each.evidence is not None


def test_all_that_is_told_has_its_source_and_what_was_said_its_date() -> None:
    for about, line, each in told():
        spans = [span for note in each.notes for span in note]
        assert any(isinstance(span, Read) for span in spans), about
        if each.evidence is not None:
            assert Dated(each.evidence.said, whole=True) in spans
        named = isinstance(line, (EventLine, IssueLine)) or line.issue is None
        assert any(plain(note).startswith("on ") for note in each.notes) != named, about


def test_where_the_issue_is_known_it_is_not_repeated() -> None:
    """Unless it was put there by a correction: those who read of it took it to be on another."""
    for _, line, each in told():
        rest = tell(line, on=False)
        assert rest.headline == each.headline
        if "the issue" in plain(rest.headline):
            continue
        assert rest.notes == tuple(note for note in each.notes if note[0] != Own("on "))


def test_a_correction_of_the_issue_says_on_which_one_it_is_now() -> None:
    for _, line, each in told():
        if isinstance(line, StanceLine) and "Correction of the issue" in plain(each.headline):
            assert tell(line, on=False).notes == each.notes
            assert plain(each.notes[0]).startswith("on ")


def test_of_many_issues_that_a_statement_leaves_out_the_first_are_named_and_the_rest_counted() -> (
    None
):
    line = next(line for _, line, _ in told() if line.what is What.LEFT_OUT)
    assert isinstance(line, StatementLine)
    many = tuple(replace(ISSUE, key=f"i{at}", title=f"Issue {at}") for at in range(60))
    headline = plain(tell(replace(line, view=replace(line.view, silent_on=many))).headline)
    assert "Issue 0, Issue 1, Issue 2, Issue 3, Issue 4 and 55 other issues" in headline
    six = replace(line, view=replace(line.view, silent_on=many[:6]))
    assert "Issue 4 and Issue 5" in plain(tell(six).headline)


def test_the_small_print_has_one_order() -> None:
    order = {
        re.sub(r"\\\{\w+\\\}", ".+", re.escape(note.value)): at for at, note in enumerate(Note)
    }
    copy = len(order) - 1
    # Corrections of one record stand in the order of its fields, told in either form.
    order[r".+,\ recorded\ before:\ .+"] = list(Note).index(Note.CORRECTED)
    for about, _, each in told():
        places = [
            next((at for form, at in order.items() if re.fullmatch(form, plain(note))), copy)
            for note in each.notes
        ]
        assert places == sorted(places), about


def test_every_sentence_stands_as_it_was_last_read() -> None:
    """Read what is new in the golden file; `WRITE_GOLDEN=1 pytest` on this file writes it anew."""
    parts = []
    for name, found in (("Headlines", headlines()), ("Small print", notes())):
        grouped: dict[str, list[str]] = {}
        for sentence, about in found.items():
            grouped.setdefault(about, []).append(sentence)
        parts.append(f"# {name}\n\n")
        parts += ["\n".join((f"## {about}", *each, "\n")) for about, each in grouped.items()]
    shown = "".join(parts).rstrip("\n") + "\n"
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_a_place_that_nobody_fills_is_an_error_when_it_is_written() -> None:
    with pytest.raises(KeyError, match="mood"):
        Template.of("{holder} in a {mood}")
    with pytest.raises(KeyError):
        Template.of("{holder!r}")
    with pytest.raises(KeyError, match="position"):
        Template.of("{holder}: {position}").fill(holder=Typed("A"))
    used = frozenset().union(*(each.places for each in every_template()))
    assert used == set(PLACES)
