"""Settings: each one documented, a malformed one stops Yoon with one clear line, secrets stay with their owner."""

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.configuration import ROOT, SECRETS
from bot.operations import processes

GIVEN_TO_EACH_OTHER = {"DJANGO_SETTINGS_MODULE", "ACTIONS_URL", "YOON_INDEX_URL", "RASA_TELEMETRY_ENABLED"}
"""What Yoon's own processes tell each other: nobody sets it."""


def python(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=30, check=False
    )


BAD = [
    ("WEB_PORT", "abc"),
    ("WEB_PORT", "70000"),
    ("RASA_PORT", "0"),
    ("WORKER_THREADS", "-1"),
    ("RETENTION_DAYS", "a month"),
    ("RASA_TIMEOUT_SECONDS", ""),
    ("HTTPS", "perhaps"),
    ("LOG_LEVEL", "LOUD"),
    ("TIME_ZONE", "Mars/Phobos"),
    ("RASA_URL", "localhost"),
    ("DATABASE_URL", "my database"),
    ("IDENTITY_ENCRYPTION_KEY", "short"),
    ("IDENTITY_ENCRYPTION_KEY", "é" * 43 + "="),
    ("DATA_DIRECTORY", "/proc/yoon"),
]


@pytest.fixture(scope="module")
def refusals() -> dict[tuple[str, str], "subprocess.CompletedProcess[str]"]:
    """`python -m bot content check` with each of the bad settings, side by side: a process takes a second to start."""
    with ThreadPoolExecutor(4) as pool:
        runs = {(name, value): pool.submit(python, "-m", "bot", "content", "check", **{name: value}) for name, value in BAD}
        return {setting: run.result() for setting, run in runs.items()}


@pytest.mark.parametrize("setting", BAD, ids=[f"{name}={value}" for name, value in BAD])
def test_a_malformed_setting_stops_with_one_clear_line(
    refusals: dict[tuple[str, str], "subprocess.CompletedProcess[str]"], setting: tuple[str, str]
) -> None:
    done = refusals[setting]

    assert done.returncode == 2, done.stderr[-500:]
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Yoon: ") and setting[0] in lines[0]


def test_every_setting_is_listed_with_its_explanation() -> None:
    code = "".join((ROOT / "bot" / name).read_text(encoding="utf-8") for name in ("settings.py", "configuration.py"))
    read = set(re.findall(r"""\b_?env(?:\.\w+\(|, )["']([A-Z_]+)["']""", code)) | set(SECRETS)
    assert len(read) > 20
    paths = [path for path in (ROOT / "bot").rglob("*.py") if "benchmark" not in path.parts]
    everywhere = "".join(path.read_text(encoding="utf-8") for path in paths)
    read_directly = set(re.findall(r"""os\.environ(?:\.get\(|\[)["']([A-Z_]+)["']""", everywhere))
    listed = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert (read | read_directly) - GIVEN_TO_EACH_OTHER - listed == set()
    assert listed - read - read_directly == set()


def test_no_process_speaks_to_rasas_makers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")

    telemetry = {process.name: process.environment["RASA_TELEMETRY_ENABLED"] for process in processes.all_processes()}

    assert telemetry == dict.fromkeys(("rasa", "actions", "web", "worker"), "false")


def test_rasa_listens_on_loopback_only_and_asks_for_a_secret() -> None:
    rasa = processes.rasa()

    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert f"--auth-token={os.environ['RASA_TOKEN']}" in rasa.command and os.environ["RASA_TOKEN"]
    assert "--enable-api" not in rasa.command and "*" not in rasa.command
    assert len(rasa.environment["RASA_CHANNEL_SECRET"]) >= 16


def test_four_processes_at_once_agree_on_secrets_that_only_the_owner_reads(tmp_path: Path) -> None:
    unset = dict.fromkeys(SECRETS, "")
    show = f"from bot import settings; import os; print([os.environ[name] for name in {list(SECRETS)!r}])"
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(python, "-c", show, **unset, DATA_DIRECTORY=str(tmp_path / "new")) for _ in range(4)]
        said = {run.result().stdout for run in runs}

    assert len(said) == 1
    assert all(len(secret) >= 32 for secret in eval(said.pop()))
    path = tmp_path / "new" / "secrets.env"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["secrets.env"]


def test_a_secrets_file_that_lost_a_line_is_not_completed_in_silence(tmp_path: Path) -> None:
    """A new key would make every stored address unreadable."""
    (tmp_path / "secrets.env").write_text("RASA_TOKEN=abc\n")
    done = python("-m", "bot", "worker", **dict.fromkeys(SECRETS, ""), DATA_DIRECTORY=str(tmp_path))

    assert done.returncode == 2
    assert "is not set and" in done.stderr and "\n" not in done.stderr.strip()
