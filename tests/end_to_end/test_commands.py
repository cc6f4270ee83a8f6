"""`python -m bot …` and the start itself: what they print, and how they fail."""

import json
import socket
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.stack import Stack

pytestmark = pytest.mark.end_to_end


def test_start_says_where_to_go_and_gives_a_password_once(stack: Stack) -> None:
    log = "\n".join(stack.lines)
    assert f"chat     {stack.url}/" in log and f"console  {stack.url}/console/" in log
    assert log.count("with the password") == 1


def test_ask_prints_label_answer_and_sources(stack: Stack) -> None:
    done = stack.run("ask", "c'est quoi le programme GECCO ?", "--origin", "SN")
    answer = json.loads(done.stdout)
    assert answer["label"] == "espagne-gecco" and answer["lang"] == "fr" and 0 < answer["confidence"] <= 1
    message = answer["messages"][0]
    assert message["key"] == "espagne-gecco" and message["status"] == "unapproved"
    assert {"title", "url", "publisher", "date"} <= set(message["sources"][0])


def test_chat_goes_through_the_same_path(stack: Stack) -> None:
    done = stack.run("chat", stdin="menu\n1\n")
    assert done.returncode == 0 and "1. Partir légalement" in done.stdout and "Choisissez une question" in done.stdout


def test_evaluate_names_the_line_it_cannot_read(stack: Stack, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "bonjour", "label": "greet"}\nnot json\n', encoding="utf-8")
    done = stack.run("evaluate", str(file))
    assert done.returncode == 2 and f"{file}:2:" in done.stderr and "Traceback" not in done.stderr


def test_evaluate_reports_what_the_contract_names(stack: Stack, tmp_path: Path) -> None:
    file, predictions = tmp_path / "some.jsonl", tmp_path / "predictions.jsonl"
    rows = [
        {"text": "bonjour", "label": "greet", "lang": "fr"},
        {"text": "quel temps fait-il à Bamako demain", "label": "out_of_scope", "lang": "fr"},
        {"turns": [{"user": "c'est quoi gecco", "label": "espagne-gecco"}, {"user": "merci", "labels": ["thanks"]}]},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    report = json.loads(stack.run("evaluate", str(file), "--predictions", str(predictions)).stdout)
    assert report["n"] == 4 and report["top1"] == 1.0 and report["out_of_scope"]["recall"] == 1.0
    assert set(report) >= {"top3", "abstained", "by_lang", "by_label", "language_id", "latency_ms"}
    lines = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    assert [line["predicted"] for line in lines] == ["greet", "out_of_scope", "espagne-gecco", "thanks"]
    assert lines[1]["band"] == "unknown" and len(lines[1]["ranking"]) == 3


def test_a_taken_port_gives_one_clear_line(stack: Stack) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        other = Stack(stack.directory)
        other.environment |= {"WEB_PORT": str(holder.getsockname()[1])}
        done = other.run("up")
    assert done.returncode == 1 and "is taken by another program" in done.stderr and "WEB_PORT" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
