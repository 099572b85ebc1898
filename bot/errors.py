"""The one root of the errors that people see. Each text is a sentence that says what would work."""

from datetime import datetime


class StancebotError(Exception):
    """An expected failure whose text is fit to be shown to the one who asked."""

    @property
    def text(self) -> str:
        """The sentence to show."""
        return str(self.args[0]) if self.args else "That did not work. Try again in a minute."


class InvalidInputError(StancebotError):
    """What was typed cannot be used as it stands."""


class UnknownNameError(StancebotError):
    """No actor, issue or record goes by what was typed."""

    def __init__(self, text: str, *, typed: str, suggestions: tuple[str, ...] = ()) -> None:
        """Keep what was typed and the names that come near it."""
        super().__init__(text)
        self.typed = typed
        self.suggestions = suggestions


class AmbiguousNameError(UnknownNameError):
    """What was typed is a name of several actors, issues or events alike."""

    def __init__(self, text: str, *, typed: str, choices: tuple[tuple[str, str], ...]) -> None:
        """Keep what was typed, and what it can mean as pairs of a key and a name."""
        super().__init__(text, typed=typed, suggestions=tuple(key for key, _ in choices))
        self.choices = choices


class ConflictError(StancebotError):
    """Somebody else changed the record first."""


class NotAllowedError(StancebotError):
    """The person may not do this here."""


class FrozenError(StancebotError):
    """Nothing may change on the server for a while."""

    def __init__(self, until: datetime) -> None:
        """Say until when; `until` is aware, in the server's zone, which is named with it."""
        super().__init__(
            f"This server's record is frozen until {until.day} {until:%B %Y, %H:%M} "
            f"({until.tzinfo}): nothing changes before. An editor can end that with /admin freeze "
            "until:off.",
        )
        self.until = until


class UnavailableError(StancebotError):
    """The database or Discord does not answer now; trying again may help."""


class ConfigurationError(StancebotError):
    """A setting is missing or wrong; the process cannot start with it."""
