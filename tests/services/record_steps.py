"""A server after a day of work, and the site of what it has published."""

from datetime import timedelta

from bot.services.editing.forms import (
    ConfirmForm,
    CorrectForm,
    RetractForm,
    StanceForm,
)
from bot.services.site.answers import SiteData
from bot.ui.site.build import build
from tests.services.news_samples import GUILD, REJECTS, Desk
from tests.services.news_samples import PUTIN as PUTIN_KEY

TAKEN_OUT = "the words that were taken out"


async def whole(desk: Desk) -> SiteData:
    return await desk.services.record.whole(GUILD)


def everything(data: SiteData) -> str:
    """All files of a site as one text."""
    return "\n".join(page.path + page.data.decode() for page in build(data, title="T"))


async def edited(desk: Desk) -> Desk:
    """The starter pack's server after a day of work: a flip, a correction, claims, retractions."""
    day = timedelta(hours=1)
    desk.clock.advance(day)
    await desk.publish(REJECTS)
    desk.clock.advance(day)
    await desk.publish(
        CorrectForm(record=PUTIN_KEY, reason="misread", quote="A better quotation."),
    )
    await desk.publish(
        StanceForm(
            actor="lavrov",
            position="accepts",
            quote="We accept it.",
            source="The Paper — No",
            said="15 March 2025",
        ),
    )
    desk.clock.advance(day)
    await desk.publish(ConfirmForm(record="zelenskyy-on-ceasefire", reason="looked"))
    await desk.publish(RetractForm(record="zelenskyy-on-putin-truth", reason="said by another"))
    return desk
