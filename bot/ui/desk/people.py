"""Naming who did something, also where they have asked to be forgotten."""

FORMER = "a former editor"
PROGRAM = "the bot’s operator"


def who_did(user_id: int | None, *, erased: bool = False) -> str:
    """Whoever did something, as a mention that pings nobody.

    None is “a former editor” where `erased`, else whoever runs the bot, by its command line.
    """
    if user_id is not None:
        return f"<@{user_id}>"
    return FORMER if erased else PROGRAM


def who_drafted(
    drafted_by: int | None,
    *,
    recorded_by: int | None,
    erased: bool = False,
) -> str | None:
    """The author of what somebody else published; None where one person did both.

    Of two who are forgotten, only one is spoken of.
    """
    if drafted_by is not None:
        return who_did(drafted_by)
    return FORMER if erased and recorded_by is not None else None
