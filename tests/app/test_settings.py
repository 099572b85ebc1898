"""Settings: typed, from the environment and `.env`, with one clear sentence for what is wrong."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.settings import VARIABLES, LogFormat, LogLevel, Settings, read_settings

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"


def test_the_example_lists_every_setting_and_no_other() -> None:
    named = re.findall(r"^#? ?([A-Z][A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(VARIABLES)


def test_the_example_as_it_stands_gives_the_defaults() -> None:
    assert read_settings({}, dotenv=EXAMPLE) == Settings()


def test_the_environment_wins_and_an_empty_value_is_none(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN=from.file\nSTANCEBOT_LOG_LEVEL=debug\n", encoding="utf-8")
    found = read_settings({"DISCORD_TOKEN": " ", "STANCEBOT_LOG_LEVEL": "ERROR"}, dotenv=file)
    assert found.token == "from.file"  # noqa: S105 -- of this test
    assert found.log_level is LogLevel.ERROR
    assert found.log_format is LogFormat.TEXT


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfDISCORD_TOKEN=a.b\r\nSTANCEBOT_LOG_FORMAT=json\r\n",
        b"export DISCORD_TOKEN='a.b'\n# a comment\nSTANCEBOT_LOG_FORMAT = json\n",
        b'DISCORD_TOKEN="a.b"\nSTANCEBOT_LOG_FORMAT=json # for machines',
    ],
)
def test_files_of_any_editor_are_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)
    found = read_settings({}, dotenv=file)
    assert (found.token, found.log_format) == ("a.b", LogFormat.JSON)


def test_a_password_with_a_dollar_stands_as_written(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("STANCEBOT_DATABASE_URL=postgresql://me:a${HOME}b@host/name\n")
    assert read_settings({}, dotenv=file).database_url == "postgresql://me:a${HOME}b@host/name"


@pytest.mark.parametrize("content", ["DISCORD_TOKEN=a.b".encode("utf-16"), b"\xff\xfe\xff"])
def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"\.env is not UTF-8 text"):
        read_settings({}, dotenv=file)


def test_an_unreadable_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_settings({}, dotenv=tmp_path)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STANCEBOT_DISCORD_API", "discord.com"),
        ("STANCEBOT_DISCORD_API", "ws://there"),
        ("STANCEBOT_DISCORD_API", "http://"),
        ("STANCEBOT_DISCORD_API", "http://[::1"),
        ("STANCEBOT_GATEWAY", "https://there"),
        ("STANCEBOT_GATEWAY", "ws://there:99999999"),
        ("STANCEBOT_LOG_LEVEL", "loud"),
        ("STANCEBOT_LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        read_settings({variable: value}, dotenv=None)


def test_base_urls_lose_their_last_slash() -> None:
    found = read_settings({"STANCEBOT_DISCORD_API": "http://proxy:3000/api/v10/"}, dotenv=None)
    assert found.discord_api == "http://proxy:3000/api/v10"


def test_the_token_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xef\xbb\xbfa.b\r\n")
    found = read_settings({"DISCORD_TOKEN_FILE": str(file)}, dotenv=None)
    assert found.required_token() == "a.b"
    file.write_text("\n")
    with pytest.raises(ConfigurationError, match="is empty"):
        found.required_token()


@given(st.text(min_size=1).filter(lambda text: not re.fullmatch(r"[A-Za-z0-9._-]+", text)))
def test_what_cannot_be_a_token_is_refused_without_being_repeated(text: str) -> None:
    settings = Settings(token=text)
    with pytest.raises(ConfigurationError) as refused:
        settings.required_token()
    assert "DISCORD_TOKEN holds characters" in refused.value.text


def test_secrets_are_not_in_the_repr() -> None:
    settings = Settings(token="a.b", database_url="postgresql://me:hidden@host/x")  # noqa: S106 -- of this test
    assert "a.b" not in repr(settings)
    assert "hidden" not in repr(settings)
