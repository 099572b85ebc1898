"""docs/method.md is made from method.toml, so the two cannot say different things."""

from pathlib import Path

from bot.domain.method import method
from bot.domain.method_page import method_page

PAGE = Path(__file__).parents[2] / "docs" / "method.md"


def test_the_page_is_what_the_method_says_now() -> None:
    """When this fails, run: python -m scripts.write_method."""
    assert PAGE.read_text(encoding="utf-8") == method_page()


def test_the_page_holds_every_code_with_its_test() -> None:
    page = method_page()
    now = method()
    families = (
        now.position,
        now.commitment,
        now.condition_kind,
        now.condition_form,
        now.condition_state,
        now.basis,
        now.directness,
        now.relation,
        now.certainty,
    )
    for family in families:
        for code, term in family.items():
            row = next(line for line in page.splitlines() if f"`{code.value}`" in line)
            assert any(
                f"`{code.value}`" in line and term.label in line and term.test in line
                for line in page.splitlines()
            ), row
