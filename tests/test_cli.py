"""The command line: what it prints, what it stores, and how it refuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from core.cli.main import main, parser

SAMPLES = Path(__file__).resolve().parent.parent / "assets" / "samples"
BRIEF = {
    "lang": "en",
    "product": "Aurora Kettle",
    "category": "electric kettle",
    "facts": ["boils in three minutes", "holds one litre"],
}


@pytest.fixture
def brief(tmp_path: Path) -> str:
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(BRIEF), encoding="utf-8")
    return str(path)


@pytest.fixture
def echo(studio) -> None:
    """The workspace writes and reads with the engines without weights."""
    studio.engines.choose("writer", "echo")
    studio.engines.choose("reader", "echo-reader")


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def refused(capsys: pytest.CaptureFixture, *arguments: str) -> str:
    """The one line on standard error of a command that ends with 2."""
    try:
        code = main(arguments)
    except SystemExit as end:
        code = end.code
    shown = capsys.readouterr()
    assert code == 2
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert "Traceback" not in shown.err
    return shown.err


@pytest.mark.usefixtures("echo")
def test_write_prints_stored_drafts_best_first(brief, studio, capsys) -> None:
    assert main(["write", brief, "--channel", "google_headline", "-n", "2", "--seed", "1"]) == 0
    drafts = lines(capsys.readouterr().out)
    assert len(drafts) == 2
    for draft in drafts:
        assert set(draft) == {
            "id", "channel", "text", "engine", "seconds", "usable", "checks", "scores",
        }  # fmt: skip
        assert draft["usable"] is True
        assert draft["engine"] == "echo"
        assert draft["channel"] == "google_headline"
        assert studio.library.get(draft["id"]).text == draft["text"]
    totals = [draft["scores"]["total"] for draft in drafts]
    assert totals == sorted(totals, reverse=True)


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize("seed", range(10))
def test_one_draft_is_found_whatever_the_seed(seed, brief, capsys) -> None:
    command = ["write", brief, "--channel", "google_headline", "-n", "1", "--seed", str(seed)]
    assert main(command) == 0
    assert len(lines(capsys.readouterr().out)) == 1


@pytest.mark.usefixtures("echo")
def test_too_few_drafts_are_no_failure_and_the_reason_is_told(brief, capsys) -> None:
    assert main(["write", brief, "--channel", "google_headline", "-n", "40"]) == 0
    shown = capsys.readouterr()
    assert 0 < len(lines(shown.out)) < 40
    assert "of the 40 drafts you asked for" in shown.err


def test_where_the_server_is_dead_the_copybook_writes_and_says_so(brief, capsys) -> None:
    engine = "endpoint:tiny@http://127.0.0.1:9/v1"
    command = ["write", brief, "--channel", "google_headline", "-n", "1", "--engine", engine]
    assert main(command) == 0
    shown = capsys.readouterr()
    assert {draft["engine"] for draft in lines(shown.out)} <= {"copybook"}
    assert "copybook took over" in shown.err
    assert "cannot be reached" in shown.err


def test_a_rating_by_the_printed_id_is_stored(brief, studio, capsys) -> None:
    main(["write", brief, "--channel", "google_headline", "-n", "1", "--engine", "echo"])
    (draft,) = lines(capsys.readouterr().out)
    rate = ["rate", str(draft["id"]), "down", "--reason", "dull", "--voter", "ann"]
    assert main(rate) == 0
    assert main(rate) == 0
    assert lines(capsys.readouterr().out)[0]["vote"] == "down"
    (vote,) = studio.ratings.history(draft["id"])
    assert (vote.value, vote.reason, vote.voter) == (-1, "dull", "ann")


def test_check_takes_text_lines_json_lines_and_standard_input(
    brief, tmp_path, capsys, monkeypatch
) -> None:
    texts = ["Aurora Kettle boils in three minutes", "The best kettle in the world, 99% off"]
    plain = tmp_path / "texts.txt"
    plain.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    objects = tmp_path / "texts.jsonl"
    objects.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts), encoding="utf-8")
    answers = []
    for file in (str(plain), str(objects), "-"):
        for given in (plain, objects) if file == "-" else (None,):
            monkeypatch.setattr("sys.stdin", io.StringIO(given.read_text("utf-8") if given else ""))
            assert main(["check", brief, "--channel", "google_description", file]) == 0
            answers.append(lines(capsys.readouterr().out))
    assert all(answer == answers[0] for answer in answers)
    good, bad = answers[0]
    assert (good["text"], good["usable"]) == (texts[0], True)
    assert bad["usable"] is False
    for found in bad["checks"]:
        assert set(found) == {"rule", "level", "span", "reason", "fix"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no sound JSON"),
        ("{broken", "no sound JSON"),
        ("[]", "object with named fields"),
        ('{"lang": "en", "facts": ["x"]}', "product name is missing"),
        ('{"lang": "en", "product": "x"}', "fact"),
        ('{"lang": "xx", "product": "x", "facts": ["x"]}', "lang"),
        ("\xff", "UTF-8"),
        ("[" * 100_000, "no sound JSON"),
        (" " * 1_000_001, "too large"),
    ],
)
def test_a_bad_brief_is_refused_in_one_line(tmp_path, capsys, content, words) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(content.encode("latin-1"))
    assert words in refused(capsys, "write", str(path), "--channel", "google_headline")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "required"),
        (("sing",), "invalid choice"),
        (("write",), "required"),
        (("rate", "one", "up"), "invalid int"),
        (("rate", "999", "up"), "no draft 999"),
        (("rate", "1", "sideways"), "invalid choice"),
        (("rate", "1", "down", "--reason", "because"), "invalid choice"),
        (("check", "/no/brief.json", "--channel", "sms"), "cannot be read"),
        (("score", "/no/file.csv", "--text", "t"), "no file at"),
        (("score", "x.csv", "--text", "t", "--out", "x.docx"), "ending"),
        (("score", "x.csv", "--text", "t", "--out", "x.xlsx"), "not written as .xlsx"),
        (("score", "x.csv", "--text", "t", "--language", "fr"), "invalid choice"),
        (("personas", "/no/file.csv"), "no file at"),
        (("restore", "/no/backup.db"), "no file at"),
        (("erase",), "Add --yes"),
        (("forget", "ab", "--yes"), "too short"),
        (("forget", "somebody"), "0 rows hold “somebody”"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(capsys, arguments, words) -> None:
    assert words in refused(capsys, *arguments)


def test_an_unknown_channel_engine_persona_and_brand_are_refused(brief, capsys) -> None:
    assert "billboard" in refused(capsys, "write", brief, "--channel", "billboard")
    headline = ("write", brief, "--channel", "google_headline")
    assert "50" in refused(capsys, *headline, "-n", "51")
    assert "gpt" in refused(capsys, *headline, "--engine", "gpt")
    assert refused(capsys, *headline, "--brand", "77")
    assert refused(capsys, *headline, "--persona", "77")


def test_check_says_which_line_is_wrong(brief, tmp_path, capsys) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"txt": "a"}\n', encoding="utf-8")
    said = refused(capsys, "check", brief, "--channel", "sms", str(path))
    assert "texts.jsonl:1" in said


def test_learn_reports_each_model_without_promises(brief, studio, capsys) -> None:
    assert main(["learn"]) == 0
    reports = lines(capsys.readouterr().out)
    assert [report["model"] for report in reports] == ["reader", "ranker", "writer"]
    for report in reports:
        assert set(report) == {"model", "before", "after", "adopted", "reason"}
        assert report["adopted"] is False
    assert "nothing to learn" in reports[1]["reason"]
    assert reports[2]["reason"]
    main(["write", brief, "--channel", "google_headline", "-n", "1", "--engine", "echo"])
    (draft,) = lines(capsys.readouterr().out)
    main(["rate", str(draft["id"]), "up"])
    capsys.readouterr()
    assert main(["learn", "writer", "--dry-run"]) == 0
    (report,) = lines(capsys.readouterr().out)
    assert report["before"] is None
    assert report["adopted"] is False


def test_personas_are_stored_and_printed(studio, tmp_path, capsys) -> None:
    assert main(["personas", str(SAMPLES / "customers.csv")]) == 0
    printed = json.loads(capsys.readouterr().out)["personas"]
    stored = studio.personas.list()
    assert [p["id"] for p in printed] == [p.id for p in stored]
    assert all({"id", "name", "size", "traits"} <= set(p) for p in printed)
    assert sum(p["size"] for p in printed) > 0
    out = tmp_path / "personas.json"
    assert main(["personas", str(SAMPLES / "customers.csv"), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["personas"]
    nowhere = str(tmp_path / "no" / "p.json")
    assert "could not be written" in refused_after(
        capsys, "personas", str(SAMPLES / "customers.csv"), "--out", nowhere
    )


def test_engines_are_listed_and_nothing_is_loaded(studio, capsys) -> None:
    studio.engines.add_endpoint("tiny", "http://127.0.0.1:9/v1")
    assert main(["engines"]) == 0
    listed = {engine["id"]: engine for engine in lines(capsys.readouterr().out)}
    assert listed["copybook"]["chosen"] is True
    assert listed["house-writer"]["chosen"] is False
    assert listed["bundled-reader"]["kind"] == "reader"
    server = listed["endpoint:tiny@http://127.0.0.1:9/v1"]
    assert server["chosen"] is False
    assert "go to this server" in server["sends"]


@pytest.mark.usefixtures("echo")
def test_bench_measures_and_leaves_the_workspace_alone(studio, capsys) -> None:
    assert main(["bench"]) == 0
    table = capsys.readouterr().out
    assert "echo-reader: cold load" in table
    assert "reviews per second" in table
    assert "headlines, again" in table
    assert studio.library.search().total == 0


def test_backup_restore_export_forget_and_erase(brief, studio, tmp_path, capsys) -> None:
    main(["write", brief, "--channel", "google_headline", "-n", "2", "--engine", "echo"])
    count = studio.library.search().total
    assert count == 2
    backup, archive = tmp_path / "b.db", tmp_path / "e.zip"
    assert main(["backup", str(backup)]) == 0
    assert main(["export", str(archive)]) == 0
    assert archive.stat().st_size > 0
    assert "already a file" in refused_after(capsys, "backup", str(backup))
    assert "nothing was deleted" in refused(capsys, "forget", "Aurora")
    assert studio.library.search().total == count
    assert main(["forget", "Aurora", "--yes"]) == 0
    assert lines(capsys.readouterr().out)[0]["forgotten"] > 0
    assert main(["erase", "--yes"]) == 0
    assert studio.library.search().total == 0
    assert main(["restore", str(backup)]) == 0
    assert studio.library.search().total == count


def refused_after(capsys: pytest.CaptureFixture, *arguments: str) -> str:
    capsys.readouterr()
    return refused(capsys, *arguments)


def test_a_job_runs_in_this_process(studio, monkeypatch, capsys) -> None:
    from core.jobs import Jobs

    monkeypatch.setattr(Jobs, "_spawn", lambda self, job_id: None)
    studio.engines.choose("reader", "echo-reader")
    studio.reviews.import_paste("Great kettle \U0001f44d\nBad lid \U0001f44e")
    job = studio.reviews.start_reading()
    assert main(["job", str(job)]) == 0
    assert studio.jobs.get(job).state == "done"
    assert studio.reviews.unread() == 0


def test_a_fault_of_the_program_is_one_line_with_an_id_that_the_log_has(
    home, monkeypatch, capsys
) -> None:
    def broken(self):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("core.feedback.Ratings.places", broken)
    assert main(["learn"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    number = line.split("id ")[1].rstrip(".")
    log = (home / "logs" / "brandloop.log").read_text("utf-8")
    assert number in log
    assert "ZeroDivisionError: a bug" in log


def test_the_language_of_messages_follows_the_environment(monkeypatch, capsys) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "Nothing was erased." in refused(capsys, "erase")


def test_a_bad_setting_is_refused_too(monkeypatch, capsys) -> None:
    monkeypatch.setenv("BRANDLOOP_MAX_UPLOAD_MB", "plenty")
    assert "BRANDLOOP_MAX_UPLOAD_MB" in refused(capsys, "learn")


def test_every_command_has_help(capsys) -> None:
    commands = parser()._subparsers._group_actions[0].choices
    assert {
        "score", "write", "check", "rate", "learn", "personas", "engines", "bench", "backup",
        "backups", "restore", "export", "forget", "erase", "upkeep", "job", "audit", "workspaces",
    } == set(commands)  # fmt: skip
    for name in commands:
        with pytest.raises(SystemExit) as end:
            main([name, "--help"])
        assert end.value.code == 0
        assert f"python -m core {name}" in capsys.readouterr().out


def test_the_module_runs_as_a_process_and_a_closed_pipe_is_no_fault(home, tmp_path) -> None:
    many = tmp_path / "many.csv"
    pd.DataFrame({"text": ["a review of some length"] * 20_000}).to_csv(many, index=False)
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "core", "score", str(many), "--text", "text"]
    with subprocess.Popen(
        [*command, "--engine", "echo-reader"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline().startswith(b"text,language,sentiment")
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(60) == 0
