"""Statements compiled once and handed straight to the driver, for the look-ups behind every card.

SQLAlchemy spends some 100 µs around each execution; these spend a third of that. The SQL, the
types and the dialects are SQLAlchemy's own, so there is still one place where a query is written.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit

_Processor = Callable[[Any], Any] | None


class _Compiled:
    """One statement for one dialect: its text, and how values go in and come out."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]], dialect: sa.Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self.positions: tuple[str, ...] | None = (
            tuple(compiled.positiontup) if compiled.positional else None
        )
        self._defaults = {
            name: bound.effective_value
            for bound, name in compiled.bind_names.items()
            if not bound.required
        }
        self._binds: dict[str, _Processor] = {
            name: bound.type.dialect_impl(dialect).bind_processor(dialect)
            for bound, name in compiled.bind_names.items()
        }
        processors = (
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.selected_columns
        )
        self._results = [(at, process) for at, process in enumerate(processors) if process]

    def bind(self, values: dict[str, Any]) -> Any:
        """The parameters as the driver takes them, each converted once."""
        ready = {
            name: given if process is None else process(given)
            for name, process in self._binds.items()
            for given in (self._defaults[name] if name in self._defaults else values[name],)
        }
        return ready if self.positions is None else tuple([ready[at] for at in self.positions])

    def read(self, row: Any) -> list[Any]:
        """A row as Python values."""
        values = list(row)
        for at, process in self._results:
            if values[at] is not None:
                values[at] = process(values[at])
        return values


class Prepared:
    """A SELECT with named parameters and no lists among them."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]]) -> None:
        """Take the statement; it is compiled when a dialect first asks for it."""
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, unit: Unit, values: dict[str, Any]) -> list[list[Any]]:
        """Run it; raises KeyError for a value that is not given, else what the driver raises.

        The unit of work translates the latter.
        """
        key = f"{unit.dialect.name}+{unit.dialect.driver}"
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = _Compiled(self._statement, unit.dialect)
        cursor = unit.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.bind(values))
            found = cursor.fetchall()
        finally:
            cursor.close()
        return [compiled.read(row) for row in found]
