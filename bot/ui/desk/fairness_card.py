"""The check of fairness as a card: the same numbers in the same order for every actor."""

from datetime import date

from bot.domain.fairness import Share, Wording
from bot.domain.records import Actor, Source
from bot.services.desk.fairness import FairnessAnswer
from bot.ui.card import Card, Rule, Text
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, pager
from bot.ui.text import name, plural

VERB = "fair"
_HEAD = (
    "-# Advice to editors, never a block. Who speaks less in public has fewer records: see where "
    "it is worth looking for more."
)


def fairness_card(found: FairnessAnswer) -> Card:
    """Show what is recorded of each side of an issue."""
    sides = Listed(
        head=f"**{plural(found.actors, 'actor')}**",
        items=tuple(_share(actor, share, found.today) for actor, share in found.shares),
        empty="Nothing is recorded on this issue yet.",
        more="see the next page",
    )
    single = Listed(
        head="**All records from one source**",
        items=(", ".join(name(actor.name) for actor in found.single),) if found.single else (),
    )
    alike = Listed(
        head="**Several sources, one text** (counted once as independent)",
        items=tuple(_group(each) for each in found.alike),
        more="sources of one text",
    )
    wording = Listed(
        head="**Words outside quotations that take a side for many readers**",
        items=tuple(_wording(each) for each in found.wording),
        more="such words",
    )
    here = Place(issue=found.issue.key, page=found.page)
    return Card(
        blocks=fit(
            [
                Text(f"## Fairness: {name(found.issue.title)}\n{_HEAD}"),
                sides,
                Rule(),
                single,
                alike,
                wording,
            ],
        ),
        buttons=pager(VERB, here, has_more=found.has_more),
    )


def _share(actor: Actor, share: Share, today: date) -> str:
    looked = "no stance of its own"
    if share.looked is not None:
        days = max(0, (today - share.looked).days)
        looked = f"looked at {plural(days, 'day')} ago" if days else "looked at today"
    wording = (
        plural(share.quotations, "quotation"),
        f"{share.reported:,} reported",
        plural(share.paraphrases, "paraphrase"),
    )
    return (
        f"- **{name(actor.name)}**: {plural(share.records, 'record')} ({', '.join(wording)}) · "
        f"{plural(share.sources, 'source')}, {share.independent:,} independent · "
        f"{plural(share.claims_about, 'claim')} about it · {looked}"
    )


def _group(sources: tuple[Source, ...]) -> str:
    origins = {each.origin for each in sources if each.origin}
    via = f" (text of {', '.join(sorted(name(each) for each in origins))})" if origins else ""
    return f"- {' = '.join(_source(each) for each in sources)}{via}"


def _source(source: Source) -> str:
    title = f" — {name(source.title, 60)}" if source.title else ""
    return f"{name(source.publisher)}{title}"


def _wording(each: Wording) -> str:
    return (
        f"- `{each.key}`, {each.where}: “{name(each.word)}”; perhaps rather: {name(each.instead)}"
    )
