"""Accounts in their file, the command that keeps them, sessions, and how guessing is slowed."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.site import accounts as store
from corpus.site.accounts import Account, Accounts, AccountsError, beside
from corpus.site.attempts import Attempts
from corpus.site.labels import WORDS
from corpus.site.roles import ROLES
from corpus.site.sessions import SECONDS, Sessions
from tests.making import dump
from tests.members import PASSWORD


@pytest.fixture
def accounts(tmp_path: Path, cheap: None) -> Accounts:
    found = Accounts(tmp_path / "kho.accounts")
    found.add("minh", "admin", PASSWORD, "2026-01-01")
    found.add("lan", "archivist", "tuyên dương 2016", "2026-01-02")
    return found


def why(wrong: pytest.ExceptionInfo[AccountsError]) -> str:
    return wrong.value.why


def test_the_file_is_its_owners_alone_and_holds_no_password(accounts: Accounts) -> None:
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600
    told = accounts.path.read_text(encoding="utf-8")
    assert PASSWORD not in told
    assert all(one["password"].startswith("$argon2id$") for one in json.loads(told)["accounts"].values())
    assert len(json.loads(told)["secret"]) == 64
    assert [p.name for p in accounts.path.parent.iterdir()] == ["kho.accounts"]


def test_a_password_opens_its_account_alone(accounts: Accounts) -> None:
    assert accounts.check(" Lan ", "tuyên dương 2016").role == "archivist"  # type: ignore[union-attr]
    decomposed = unicodedata.normalize("NFD", "tuyên dương 2016")  # the same letters, as another keyboard writes them
    assert accounts.check("lan", decomposed)
    for name, password in (("lan", PASSWORD), ("lan", ""), ("ai", PASSWORD), ("", ""), ("lan", "tuyên dương 2016" + "x" * 2000)):
        assert accounts.check(name, password) is None


def test_a_name_that_there_is_not_takes_as_long(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    hasher = store._hasher()
    real = type(hasher).verify
    monkeypatch.setattr(type(hasher), "verify", lambda self, hashed, typed: checked.append(hashed) or real(self, hashed, typed))
    accounts.check("lan", "sai mật khẩu")
    accounts.check("khong-co", "sai mật khẩu")
    kinds = [re.sub(r"\$[^$]*\$[^$]*$", "", hashed) for hashed in checked]
    assert len(kinds) == 2
    assert kinds[0] == kinds[1], "the same work is done for both"


REFUSED = [
    ("short", lambda a: a.add("hoa", "reader", "123456789", "")),
    ("long", lambda a: a.add("hoa", "reader", "x" * 1001, "")),
    ("taken", lambda a: a.add("Lan", "reader", PASSWORD, "")),
    ("role", lambda a: a.add("hoa", "root", PASSWORD, "")),
    ("role", lambda a: a.set_role("lan", "visitor")),
    ("unknown", lambda a: a.set_role("hoa", "reader")),
    ("unknown", lambda a: a.remove("hoa")),
    ("unknown", lambda a: a.set_password("hoa", PASSWORD)),
    ("short", lambda a: a.set_password("lan", "ngắn")),
    ("last", lambda a: a.remove("minh")),
    ("last", lambda a: a.set_role("minh", "archivist")),
    *(
        ("name", lambda a, n=n: a.add(n, "reader", PASSWORD, ""))
        for n in ("root", "visitor", "x", "đào", "a b", "a/b", ".a", "a" * 65, "")
    ),
]


@pytest.mark.parametrize(("reason", "change"), REFUSED)
def test_what_is_refused_changes_nothing(accounts: Accounts, reason: str, change: object) -> None:
    before = accounts.path.read_bytes()
    with pytest.raises(AccountsError) as wrong:
        change(accounts)  # type: ignore[operator]
    assert why(wrong) == reason
    assert accounts.path.read_bytes() == before


def test_an_old_hash_is_made_anew_at_signing_in(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    before = accounts.find("lan")
    monkeypatch.setattr(store, "COST", (2, 16, 1))
    assert accounts.check("lan", "sai mật khẩu") is None
    assert accounts.find("lan") == before
    assert accounts.check("lan", "tuyên dương 2016")
    after = accounts.find("lan")
    assert before
    assert after
    assert "m=16,t=2" in after.password
    assert after.stamp == before.stamp, "sessions go on"
    assert accounts.check("lan", "tuyên dương 2016")


def test_of_two_writers_none_is_lost(accounts: Accounts) -> None:
    """Each writer has its own view of the file, as two processes have."""

    def add(some: int) -> None:
        for i in range(5):
            Accounts(accounts.path).add(f"nguoi-{some}-{i}", "reader", PASSWORD, "")

    threads = [threading.Thread(target=add, args=(some,)) for some in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accounts.all()) == 22
    assert [p.name for p in accounts.path.parent.iterdir()] == ["kho.accounts"]


def test_a_change_by_another_program_is_seen_at_once(accounts: Accounts) -> None:
    assert len(accounts.all()) == 2
    Accounts(accounts.path).remove("lan")
    assert list(accounts.all()) == ["minh"]
    accounts.path.unlink()
    assert accounts.all() == {}
    assert accounts.secret is None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"secret": "x", "accounts": {}}', '{"accounts": {}}', "\x00", '{"secret": "%s", "accounts": {"a": {"role": "root"}}}' % ("x" * 64)],
)  # fmt: skip
def test_a_broken_file_lets_nobody_in(accounts: Accounts, content: str) -> None:
    sessions = Sessions(accounts)
    cookie = sessions.start(accounts.all()["lan"])
    accounts.path.write_text(content)
    assert sessions.actor(cookie) is None
    with pytest.raises(AccountsError) as wrong:
        accounts.add("hoa", "reader", PASSWORD, "")
    assert why(wrong) == "file"
    assert accounts.path.read_text() == content, "a file that is not understood is not written over"


def test_a_link_stays_a_link(accounts: Accounts, tmp_path: Path) -> None:
    link = tmp_path / "lien-ket"
    link.symlink_to(accounts.path)
    Accounts(link).add("hoa", "reader", PASSWORD, "")
    assert link.is_symlink()
    assert "hoa" in accounts.all()


def test_sessions_end_with_what_they_stood_on(accounts: Accounts) -> None:
    sessions = Sessions(accounts)
    cookie, other = (sessions.start(accounts.all()["lan"]) for _ in range(2))
    assert sessions.actor(cookie) == {"id": "lan", "role": "archivist"}
    accounts.set_role("lan", "reader")
    assert sessions.actor(cookie) == {"id": "lan", "role": "reader"}
    sessions.end(cookie)
    assert sessions.actor(cookie) is None
    assert sessions.actor(other)
    accounts.set_password("lan", "mật khẩu mới 1")
    assert sessions.actor(other) is None
    again = sessions.start(accounts.all()["lan"])
    accounts.remove("lan")
    assert sessions.actor(again) is None
    accounts.add("lan", "admin", PASSWORD, "")
    assert sessions.actor(again) is None, "one of the same name is another one"


def test_a_session_lasts_a_working_day(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(accounts)
    cookie = sessions.start(accounts.all()["lan"])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + SECONDS - 60)
    assert sessions.actor(cookie)
    monkeypatch.setattr(time, "time", lambda: now + SECONDS + 60)
    assert sessions.actor(cookie) is None


def test_a_cookie_that_we_did_not_sign_counts_for_nothing(accounts: Accounts, tmp_path: Path, cheap: None) -> None:
    elsewhere = Accounts(tmp_path / "khac.accounts")
    elsewhere.add("lan", "admin", PASSWORD, "")
    sessions = Sessions(accounts)
    cookie = sessions.start(accounts.all()["lan"])
    for forged in ("", "x", Sessions(elsewhere).start(elsewhere.all()["lan"]), cookie[:-2], "a." + cookie, "lan", "ê"):
        assert sessions.actor(forged) is None
    nobody = Sessions(Accounts(tmp_path / "khong-co.accounts"))
    assert nobody.actor(nobody.start(Account("lan", "admin", "", "", ""))) is None


def test_guessing_gets_slower_and_an_hour_heals() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    waits = []
    for _ in range(16):
        now[0] += (wait := attempts.wait("lan", "192.0.2.1"))
        waits.append(wait)
        attempts.begin("lan", "192.0.2.1")
    assert waits[:8] == [0, 0, 0, 0, 0, 5, 10, 20]
    assert waits[-1] == 900
    now[0] += 3601 + 900
    attempts.begin("lan", "192.0.2.1")
    assert attempts.wait("lan", "192.0.2.1") == 0


def test_one_who_tries_many_names_is_slowed_too() -> None:
    attempts = Attempts(lambda: 0.0)
    for i in range(41):
        attempts.begin(f"ten-{i}", f"2001:db8::{i:x}")  # one network, whose addresses one person may have
    assert attempts.wait("lan", "2001:db8::ffff") > 0
    assert attempts.wait("lan", "2001:db8:1::1") == 0


def test_many_who_try_one_name_keep_its_owner_out_for_a_minute_at_most() -> None:
    attempts = Attempts(lambda: 0.0)
    for i in range(300):
        attempts.begin("lan", f"192.0.{i // 250}.{i % 250}")
    assert attempts.wait("lan", "198.51.100.1") == 60


def test_success_forgets_and_memory_is_bounded() -> None:
    attempts = Attempts(lambda: 0.0)
    for _ in range(5):
        attempts.begin("lan", "192.0.2.1")
    attempts.succeeded("lan", "192.0.2.1")
    assert attempts.wait("lan", "192.0.2.1") == 0
    for i in range(12_000):
        attempts.begin(f"x{i}", "2001:db8:%x::" % (i % 60_000))
    assert len(attempts.counts) <= 20_000


def run(*words: object, stdin: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["accounts", *(str(word) for word in words)], input=stdin)
    return done.exit_code, done.output


def test_the_command_keeps_accounts(archive: Path, tmp_path: Path, cheap: None) -> None:
    file = tmp_path / "thu.accounts"
    here = ("--accounts", file)
    before = dump(archive)
    assert run("add", archive, "minh", "--role", "admin", "--password-stdin", *here, stdin=f"{PASSWORD}\n")[0] == 0
    assert run("add", archive, "lan", *here, stdin=f"{PASSWORD}\n{PASSWORD}\n")[0] == 0, "asked for twice"
    assert run("add", archive, "hoa", *here, stdin=f"{PASSWORD}\nkhác hẳn đấy\n")[0] != 0
    code, listed = run("list", archive, *here)
    assert code == 0
    assert [line.split()[:2] for line in listed.splitlines()] == [["lan", "reader"], ["minh", "admin"]]
    assert run("role", archive, "lan", "archivist", *here)[0] == 0
    assert run("password", archive, "lan", "--password-stdin", *here, stdin="một mật khẩu khác\n")[0] == 0
    kept = Accounts(file)
    assert kept.check("lan", "một mật khẩu khác").role == "archivist"  # type: ignore[union-attr]
    assert run("remove", archive, "lan", *here) == (0, "")
    for words, told in (
        (("remove", archive, "minh"), "the last admin"),
        (("password", archive, "ai"), "there is no account ai"),
        (("add", archive, "hoa", "--password-stdin"), "at least 10 characters"),
        (("list", tmp_path / "khong.db"), "no archive there"),
    ):
        code, output = run(*words, *here, stdin="ngắn\n")
        assert code == 1
        assert told in output
        assert "Traceback" not in output
    assert dump(archive) == before, "the archive holds nothing of them"


def test_a_password_is_no_argument(archive: Path) -> None:
    for command in ("add", "password"):
        assert "--password " not in run(command, "--help")[1].replace("--password-stdin", "")
        assert run(command, archive, "lan", PASSWORD)[0] == 2


def test_accounts_lie_beside_the_archive(tmp_path: Path) -> None:
    assert beside(tmp_path / "kho.2016.db") == tmp_path / "kho.2016.accounts"


def test_the_hasher_is_loaded_where_passwords_are_and_costs_what_it_should(root: Path) -> None:
    code = "import sys, corpus.cli; from corpus.site import accounts; print('argon2' in sys.modules, accounts._hash('x' * 10))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, check=True, text=True)
    assert told.stdout.startswith("False $argon2id$v=19$m=65536,t=3,p=4$")


def test_a_failed_write_leaves_the_old_file(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    before = accounts.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AccountsError) as wrong:
        accounts.remove("lan")
    assert why(wrong) == "write"
    assert accounts.path.read_bytes() == before
    assert [p.name for p in accounts.path.parent.iterdir()] == ["kho.accounts"]
    assert sorted(accounts.all()) == ["lan", "minh"]


def test_every_role_and_every_refusal_has_words() -> None:
    assert {WORDS.say(f"account.role_{role}") for role in ROLES} == {"bạn đọc", "cán bộ lưu trữ", "quản trị viên"}
    told = {"id": "lan", "file": "/bi/mat.accounts", "role": "x", "roles": "y", "n": 5, "reason": "z"}
    for reason in store._WHY:
        error = AccountsError(reason, **told)
        assert error.said
        assert error.said != str(error)
        assert "mat" not in error.said, "a page tells nothing of the server"
