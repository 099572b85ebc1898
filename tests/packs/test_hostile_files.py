"""Files that are broken, huge or hostile: each is refused in a sentence, with the line at fault."""

import pytest

from bot.packs.faults import PackError
from bot.packs.reading import read, read_whole
from tests.packs.hostile_files import GOOD, HEADER, Hostile, answer, table


@pytest.mark.parametrize("file", table(), ids=lambda file: file.what)
def test_each_is_refused_with_its_line(file: Hostile) -> None:
    said, records = answer(file)
    assert said.startswith(file.says)
    assert records == file.records
    assert "\n" not in said
    assert "\0" not in said
    assert len(said) < 600


def test_all_that_is_wrong_is_told_at_once_and_by_the_command_line_the_first() -> None:
    data = (HEADER + GOOD + "actor,duke,,person,\r\nactor,earl,The Earl,persn,\r\n").encode()
    refused = read(data, filename="t.csv").refused
    assert [(each.line, each.key, each.text) for each in refused] == [
        (3, "duke", "column name: This cell is empty. Fill it in."),
        (4, "earl", refused[1].text),
    ]
    assert refused[1].text.startswith("column kind: “persn” is no code of this field. Did you mean")
    with pytest.raises(PackError, match=r"^t\.csv, line 3, column name: This cell is empty\."):
        read_whole(data, filename="t.csv")
