"""What editors do with actors, mandates, issues and roles."""

from bot.domain.records import Actor, Issue, Mandate, Role, Source
from bot.domain.vocabulary import IssueStatus, RoleKind
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import (
    COMPLETE,
    asked,
    card,
    edit,
    live,
    press,
    publish,
    send,
    versions,
)

CITED = {
    "quote": "Lavrov, the foreign minister, speaks for Russia.",
    "source": "The Daily — Who is who",
    "published": "10 March 2025",
}


async def add_lavrov(world: World) -> object:
    return await publish(
        world,
        "actor add",
        name="Sergey Lavrov",
        kind="person",
        title="Foreign Minister",
        aliases="Лавров, Lawrow",
    )


async def test_a_new_actor_is_found_by_all_its_names_and_undone_by_none(world: World) -> None:
    done = await add_lavrov(world)
    for typed in ("Sergey Lavrov", "lavrof", "ЛАВРОВ", "lawrow", "sergey-lavrov"):
        assert "Sergey Lavrov" in await card(world, typed)
    await press(world, done, "Undo")
    assert "goes by “sergey-lavrov”" in await card(world, "sergey-lavrov")
    assert world.env.errors


async def test_a_name_in_use_is_refused_with_whose_it_is(world: World) -> None:
    shown = await edit(world, "actor add", name="PUTIN?", kind="person", aliases="Путин")
    assert "is already a name of Vladimir Putin" in texts(shown)
    dialogue = await press(world, shown, "Edit")
    seen = await send(
        world,
        dialogue,
        {"name": "Igor Putin", "kind": ["person"], "title": "", "aliases": "the cousin"},
    )
    await press(world, seen, "Publish")
    assert "igor-putin" in {actor.key for actor in await live(world, Actor)}


async def test_keys_are_never_used_again(world: World) -> None:
    done = await add_lavrov(world)
    await press(world, done, "Undo")
    await add_lavrov(world)
    assert "sergey-lavrov-2" in {actor.key for actor in await live(world, Actor)}


async def test_an_actor_is_corrected_with_a_reason_and_keeps_its_key(world: World) -> None:
    dialogue = await edit(world, "actor edit", actor="Zelensky", title="Head of state")
    fields = asked(dialogue)
    assert fields["name"]["value"] == "Volodymyr Zelenskyy"
    assert fields["aliases"]["value"] == "Zelensky\nЗеленський"
    assert fields["title"]["value"] == "Head of state"
    seen = await send(
        world,
        dialogue,
        {
            "name": "Volodymyr Zelensky",
            "kind": ["person"],
            "title": "Head of state",
            "aliases": "Зеленський",
            "reason": "Spelling",
        },
    )
    await press(world, seen, "Publish")
    found = (await versions(world, Actor, "zelenskyy"))[-1]
    assert found.record.name == "Volodymyr Zelensky"
    assert found.record.names[0].lang == "uk"
    assert found.version.reason == "Spelling"


async def test_an_alias_finds_its_actor_at_once(world: World) -> None:
    await publish(world, "actor alias", actor="putin", name="普京")
    assert "Vladimir Putin" in await card(world, "普京")


async def test_a_name_that_its_actor_has_already_needs_no_alias(world: World) -> None:
    shown = await edit(world, "actor alias", actor="putin", name="ПУТИН")
    assert "Vladimir Putin is found by “ПУТИН” already" in texts(shown)


async def test_a_name_without_a_letter_is_refused_by_what_it_is(world: World) -> None:
    shown = await edit(
        world, "actor add", name="Emmanuel Macron", kind="person", aliases="Macron, ***"
    )
    assert "The name “\\*\\*\\*” holds no letter or digit" in texts(shown)


async def test_an_actor_in_use_is_not_undone(world: World) -> None:
    done = await add_lavrov(world)
    await publish(world, "stance set", **{**COMPLETE, "actor": "Lavrov"})
    shown = await press(world, done, "Undo")
    assert "stance: 1" in texts(shown)
    assert "Sergey Lavrov" in await card(world, "Lavrov")


async def test_a_name_taken_since_is_not_brought_back(world: World) -> None:
    added = await publish(world, "actor add", name="Emmanuel Macron", kind="person")
    undone = await press(world, added, "Undo")
    await publish(world, "actor add", name="Macron", kind="person", aliases="Emmanuel Macron")
    shown = await press(world, undone, "Bring it back")
    assert "“Emmanuel Macron” is by now a name of another record, “macron”" in texts(shown)
    assert "## Macron" in await world.read("stance", actor="Emmanuel Macron")


async def test_a_mandate_needs_the_source_that_says_so(world: World) -> None:
    await add_lavrov(world)
    options = {"voice": "Lavrov", "principal": "Russia", "office": "minister", "authority": 2}
    dialogue = await edit(world, "actor mandate", **options)
    assert list(asked(dialogue)) == ["quote", "source", "url", "published"]
    seen = await send(world, dialogue, {**CITED, "url": ""})
    await press(world, seen, "Publish")
    mandate = next(each for each in await live(world, Mandate) if each.voice == "sergey-lavrov")
    assert mandate.citation.words == CITED["quote"]
    source = next(s for s in await live(world, Source) if s.key == mandate.citation.source)
    assert source.published.first_day.isoformat() == "2025-03-10"
    await publish(world, "stance set", **{**COMPLETE, "actor": "russia", "voice": "Lavrov"})
    shown = await edit(world, "actor mandate", **options, **CITED)
    assert "has this mandate already" in texts(shown)


async def test_an_issue_opens_is_corrected_and_closes(world: World) -> None:
    dialogue = await edit(world, "issue open", title="Prisoner swap")
    seen = await send(
        world,
        dialogue,
        {"title": "Prisoner swap", "question": "Should all be exchanged?", "context": ""},
    )
    await press(world, seen, "Publish")
    await publish(
        world,
        "issue edit",
        issue="prisoner-swap",
        reason="Said more exactly",
        question="Should all prisoners be exchanged?",
    )
    done = await publish(world, "issue close", issue="prisoner-swap", status="settled")
    found = (await versions(world, Issue, "prisoner-swap"))[-1].record
    assert found.status is IssueStatus.SETTLED
    shown = await edit(world, "stance set", **{**COMPLETE, "issue": "prisoner-swap"})
    assert "takes no new records" in texts(shown)
    assert "Publish" not in buttons(shown)
    part = {"issue": "prisoner-swap", "actor": "us", "role": "mediator"}
    assert "takes no new records" in texts(await edit(world, "issue role", **part, **CITED))
    moved = {"record": "s-putin", "reason": "Of another issue", "issue": "prisoner-swap"}
    assert "takes no new records" in texts(await edit(world, "stance correct", **moved))
    await press(world, done, "Undo")
    await publish(world, "stance set", **{**COMPLETE, "issue": "prisoner-swap"})


async def test_an_issue_title_in_use_is_refused(world: World) -> None:
    shown = await edit(
        world, "issue open", title="30-Day Ceasefire Proposal", question="Should it begin?"
    )
    assert "is an issue here already" in texts(shown)


async def test_a_role_is_recorded_once(world: World) -> None:
    options = {"issue": "ceasefire-30-day", "actor": "us", "role": "mediator"}
    await publish(world, "issue role", **options, **CITED)
    assert any(r.role is RoleKind.MEDIATOR for r in await live(world, Role))
    shown = await edit(world, "issue role", **options, **CITED)
    assert "has this role" in texts(shown)
