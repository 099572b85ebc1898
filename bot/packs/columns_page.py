"""The columns of every kind as a table, for docs/csv.md."""

from bot.packs.columns import KINDS, Node, columns_of, node_at, tree
from bot.packs.positions import Path


def listing() -> str:
    """A Markdown table: each kind with its columns; what a row must have is bold, dates end in “†”."""
    lines = ["| `record` | columns |", "|---|---|"]
    for kind in KINDS:
        shown = [_shown(kind, name) for name in columns_of(kind) if not _of_date(kind, name)]
        lines.append(f"| `{kind}` | {' '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _shown(kind: str, name: str) -> str:
    needed = _needed(tree(kind), tuple(name.split(".")))
    star = "†" if _node(kind, name).moment else ""
    return f"**`{name}`**{star}" if needed else f"`{name}`{star}"


def _needed(node: Node, steps: tuple[str, ...]) -> bool:
    first, rest = steps[0], steps[1:]
    return first in node.required and (not rest or _needed(node.fields[first], rest))


def _of_date(kind: str, name: str) -> bool:
    """Whether it is one of the columns below a date's own."""
    parent = name.rpartition(".")[0]
    return bool(parent) and _node(kind, parent).moment


def _node(kind: str, name: str) -> Node:
    path: Path = tuple(int(part) - 1 if part.isdigit() else part for part in name.split("."))
    return node_at(kind, path) or Node()
