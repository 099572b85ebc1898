"""A server with roles and review, and people who record, look twice and only read."""

from bot.domain.access import Level, Person, Review
from bot.services.desk.items import QueuePage
from bot.services.editing.answers import Preview, Submitted
from bot.services.editing.forms import Form, StanceForm
from tests.people import member, owner
from tests.services.news_samples import EDITOR, Desk

WRITERS, EDITORS = 501, 502
WRITER, OTHER = member(11, WRITERS), member(12, WRITERS)
SECOND, THIRD = member(21, EDITORS), member(22, EDITORS)
READER, OWNER = member(31), owner(EDITOR)
WORDS = "We accept every word of it, as nobody knows yet."
FORM = StanceForm(
    actor="lavrov",
    position="accepts",
    quote=WORDS,
    source="The Unseen Gazette — Moscow says yes",
    said="15 March 2025",
)


async def with_roles(desk: Desk, review: Review = Review.CONTRIBUTORS) -> Desk:
    """Name the two roles, and set whose records wait."""
    roles = desk.services.roles
    for role, level in ((WRITERS, Level.CONTRIBUTOR), (EDITORS, Level.EDITOR)):
        await roles.set_role(desk.scope, role, level, by=OWNER, cause=f"role {role}")
    await roles.set_review(desk.scope, review, by=OWNER, cause="review")
    return desk


async def previewed(desk: Desk, form: Form = FORM, by: Person = WRITER) -> Preview:
    seen = await desk.services.editing.start(desk.scope, form, by=by)
    assert isinstance(seen, Preview), seen
    return seen


async def submitted(desk: Desk, form: Form = FORM, by: Person = WRITER) -> str:
    """Submit a draft; its id."""
    seen = await previewed(desk, form, by)
    done = await desk.services.editing.publish(desk.scope, seen.draft_id, by=by)
    assert isinstance(done, Submitted), done
    return done.draft_id


async def page(
    desk: Desk,
    by: Person = SECOND,
    ref: str = "",
    *,
    skip: bool = False,
) -> QueuePage:
    return await desk.services.review.page(desk.scope, by=by, ref=ref, skip=skip)


async def refs(desk: Desk, by: Person = SECOND) -> list[str]:
    """The queue from top to bottom, as it is when each item is skipped."""
    found, shown = [], await page(desk, by)
    while shown.entry is not None:
        found.append(shown.entry.ref)
        shown = await page(desk, by, shown.entry.ref, skip=True)
    return found
