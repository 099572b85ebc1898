"""Laws of all pictures: everybody is there, everything is readable, and nothing breaks the SVG."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.method import term
from bot.domain.pictures import (
    BoardPicture,
    BoardRow,
    ClaimsPicture,
    HistoryPicture,
    Lane,
    Picture,
    PictureKind,
    Point,
    Said,
    Seen,
    TimelinePicture,
)
from bot.domain.records import Actor
from bot.domain.vocabulary import EventStatus, Position, Relation
from bot.domain.when import Precision, When, instant
from bot.ui.pictures.canvas import WIDTH
from bot.ui.pictures.drawing import draw
from bot.ui.pictures.lettering import cut, drawable, width, wrapped
from bot.ui.pictures.themes import PALETTES, Theme
from tests.ui.picture_marks import read, squashed, texts
from tests.ui.picture_samples import (
    EVENTS,
    ISSUE,
    RECORDABLE,
    SEEN,
    SUNDAY,
    actor,
    event,
    history,
    said,
    sample,
    stance,
)

EVERY = [(kind, count) for kind in PictureKind for count in (2, 12, 50)]
# At a phone's 375 CSS pixels, ten of these pixels.
SMALLEST = 10 * WIDTH / 375


def named(picture: Picture) -> set[str]:
    """The names of all actors that a picture is about."""
    match picture:
        case BoardPicture():
            found = {row.holder for row in picture.rows} | set(picture.silent)
        case TimelinePicture():
            found = {lane.holder for lane in picture.lanes}
        case ClaimsPicture():
            found = {who for each in picture.claims for who in (each.claimant, each.about)}
        case HistoryPicture():
            found = {picture.actor}
    return {each.name for each in found}


def of_all(who: Actor, position: Position, when: When, words: str) -> list[Picture]:
    """One picture of each kind, of one record of one actor."""
    record = stance(who, position, when, words=words)
    claim = Said(claimant=who, about=actor(2), relation=Relation.PREDICTS, said=when)
    issue = replace(ISSUE, title=words)
    seen = Seen(on=SUNDAY)
    return [
        BoardPicture(
            seen=seen,
            issue=issue,
            rows=(BoardRow(holder=who, stance=record, before=Position.REJECTS),),
            silent=(who,),
        ),
        TimelinePicture(
            seen=seen,
            issue=issue,
            actor=who,
            lanes=(Lane(holder=who, stances=(record,)),),
            events=(event(1, when, words),),
        ),
        ClaimsPicture(seen=seen, issue=issue, claims=(claim,), actor=who),
        HistoryPicture(
            seen=seen,
            issue=issue,
            actor=who,
            points=(Point(stance=record, line=position, holder=actor(3), publisher=words),),
            claims=(claim,),
        ),
    ]


@pytest.mark.parametrize(("kind", "count"), EVERY)
def test_every_actor_is_named_and_every_text_is_inside_and_large_enough(
    kind: PictureKind,
    count: int,
) -> None:
    picture = sample(kind, count)
    drawing = draw(picture)
    written = list(texts(drawing))
    seen = squashed("".join(each.text for each in written))
    missing = {name for name in named(picture) if squashed(drawable(name))[:10] not in seen}
    assert missing == set()
    for each in written:
        assert each.left >= 0, each
        assert each.right <= WIDTH, each
        assert each.top >= 0, each
        assert each.bottom <= drawing.height, each
        assert each.size >= SMALLEST, each
    assert not drawing.borrowed


@pytest.mark.parametrize("kind", list(PictureKind))
def test_the_same_facts_are_the_same_picture(kind: PictureKind) -> None:
    assert draw(sample(kind, 12)) == draw(sample(kind, 12))


@pytest.mark.parametrize("kind", list(PictureKind))
def test_themes_differ_in_colours_alone(kind: PictureKind) -> None:
    def drawn(theme: Theme) -> str:
        svg = draw(sample(kind, 2), theme).svg
        return svg[: svg.index("<style>")] + svg[svg.index("</style>") :]

    assert drawn(Theme.LIGHT) == drawn(Theme.DARK) == drawn(Theme.AUTO)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", list(PALETTES))
def test_all_texts_stand_out_from_what_is_behind_them(theme: Theme) -> None:
    palette = PALETTES[theme]
    for behind in (palette.page, palette.panel):
        for front in (
            palette.ink,
            palette.soft,
            palette.plus,
            palette.zero,
            palette.minus,
            palette.off,
        ):
            low, high = sorted((luminance(front), luminance(behind)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (front, behind)


def test_a_position_is_told_by_sign_and_words_and_not_by_colour_alone() -> None:
    for position in RECORDABLE:
        board, timeline, _, went = of_all(actor(0), position, said(SUNDAY), "Words")
        for picture in (board, timeline, went):
            seen = " ".join(each.text for each in texts(draw(picture)))
            sign = term(position).sign.replace("-", "–")
            assert sign in seen
            assert term(position).label in seen


def test_the_claims_say_nothing_of_where_anybody_stands() -> None:
    seen = " ".join(each.text for each in texts(draw(sample(PictureKind.CLAIMS, 12))))
    for position in Position:
        assert term(position).label not in seen


def test_every_kind_of_claim_has_its_own_symbol_and_words() -> None:
    claims = tuple(
        Said(claimant=actor(0), about=actor(1), relation=each, said=said(SUNDAY))
        for each in Relation
    )
    drawing = draw(ClaimsPicture(seen=SEEN, issue=ISSUE, claims=claims))
    icons = [e.attrib["d"] for e in read(drawing).iter() if e.get("class") == "icon"]
    assert len(set(icons)) == len(Relation)
    # Once in the words and once in the grid.
    assert all(icons.count(each) == 2 for each in icons)


VAGUE = (
    said(SUNDAY),
    said(date(2025, 3, 10), SUNDAY),
    instant(datetime(2025, 3, 14, 9, 30, tzinfo=UTC)),
    When(
        phrase="some time",
        lower=datetime.min.replace(tzinfo=UTC),
        upper=datetime(2025, 3, 17, tzinfo=UTC),
        precision=Precision.UNDATED,
    ),
    said(date(2, 1, 1), date(9998, 12, 31)),
    said(date(2031, 1, 1)),
)


@pytest.mark.parametrize("when", VAGUE, ids=lambda when: when.phrase)
def test_any_date_can_be_drawn(when: When) -> None:
    for position in (Position.ACCEPTS, Position.NEUTRAL, Position.CONSIDERING):
        for picture in of_all(actor(0), position, when, "Words"):
            drawing = draw(picture)
            for each in texts(drawing):
                assert each.left >= 0
                assert each.right <= WIDTH


def test_an_event_without_an_end_can_be_drawn() -> None:
    when = replace(said(SUNDAY), upper=None, precision=Precision.INTERVAL, phrase="from Sunday on")
    picture = TimelinePicture(
        seen=SEEN,
        issue=ISSUE,
        lanes=(),
        events=(event(9, when, "Talks", EventStatus.EXPECTED), *EVENTS),
    )
    assert "from 16 March 2025 on · expected" in " ".join(t.text for t in texts(draw(picture)))


def test_nothing_recorded_is_said_in_every_picture() -> None:
    empty: list[tuple[Picture, str]] = [
        (BoardPicture(seen=SEEN, issue=ISSUE, rows=()), "No stance is recorded."),
        (TimelinePicture(seen=SEEN, issue=ISSUE, lanes=()), "Nothing is recorded."),
        (ClaimsPicture(seen=SEEN, issue=ISSUE, claims=()), "No claim is recorded."),
        (
            HistoryPicture(seen=SEEN, issue=ISSUE, actor=actor(0), points=()),
            "No stance of this actor is recorded.",
        ),
    ]
    for picture, sentence in empty:
        assert sentence in " ".join(each.text for each in texts(draw(picture)))


def test_two_hundred_records_and_actors_can_be_drawn() -> None:
    assert "190 earlier records" in draw(history(200)).svg
    board = sample(PictureKind.BOARD, 200)
    drawing = draw(board)
    assert "Of 200 these 120 spoke last; /board lists all." in drawing.svg
    # The heads of the groups count all of them, whoever is drawn.
    assert isinstance(board, BoardPicture)
    accepting = sum(row.stance.position is Position.ACCEPTS for row in board.rows)
    assert any(each.text == str(accepting) for each in texts(drawing))


def test_a_vague_date_is_longer_than_a_day_and_a_day_is_a_point() -> None:
    def marks(when: When) -> list[str]:
        picture = of_all(actor(0), Position.ACCEPTS, when, "Words")[1]
        found = [e for e in read(draw(picture)).iter() if e.get("class") == "full-plus"]
        return [e.tag.split("}")[1] for e in found if "r" in e.attrib or "rx" in e.attrib]

    assert marks(said(SUNDAY)) == ["circle"]
    assert marks(said(date(2025, 3, 10), SUNDAY)) == ["rect"]


ALPHABET = st.characters(codec=None) | st.sampled_from("<>&\"']]>\x00\u202e\u2068\ud800🇺🇦م中א")


@given(st.text(ALPHABET, min_size=1, max_size=200), st.sampled_from(RECORDABLE))
def test_whatever_is_typed_the_svg_is_whole_and_inside(typed: str, position: Position) -> None:
    for picture in of_all(actor(0, typed), position, said(SUNDAY), f"W {typed}"):
        drawing = draw(picture)
        for each in texts(drawing):
            assert each.left >= 0, each
            assert each.right <= WIDTH + 1, each


@given(st.text(max_size=300), st.integers(60, 600), st.integers(1, 4))
def test_wrapped_lines_are_as_wide_as_their_room_and_lose_nothing_but_the_end(
    text: str,
    room: int,
    most: int,
) -> None:
    line = drawable(text) if text.strip() else ""
    found = wrapped(line, 18, room, most=most)
    assert len(found) <= most
    assert all(width(each, 18) <= room for each in found)
    kept = squashed("".join(found))
    assert squashed(line).startswith(kept)
    if not found or "…" not in found[-1]:
        assert kept == squashed(line)


@given(st.text(max_size=100), st.integers(20, 400))
def test_a_cut_text_fits(text: str, room: int) -> None:
    line = drawable(text)
    found = cut(line, 21, room)
    assert width(found, 21) <= room
    assert found == line or found.endswith("…")


def test_emoji_that_no_font_has_are_left_out_and_letters_stay() -> None:
    assert drawable("🇺🇦 Ukraine ❤️‍🔥") == "Ukraine"
    assert drawable("ሰላም") == "ሰላም"
    assert draw(of_all(actor(0, "ሰላም"), Position.ACCEPTS, said(SUNDAY), "Words")[0]).borrowed
    assert drawable("🇺🇦") == "🇺🇦"
