"""Addresses: which are asked for and in what form, which computers are refused, and that no password is shown."""

from __future__ import annotations

import pytest

from corpus.addresses import LONGEST, AddressError, Wrong, asked, list_text, listed, refused

PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::", "1.1.1.1"]
NOT_PUBLIC = """
    127.0.0.1 127.255.0.3 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.1.1 224.0.0.1 240.0.0.1 255.255.255.255
    192.0.2.1 198.18.0.1 192.0.0.8 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::7f00:1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1
    64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:c0a8:101:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 100::1
""".split()


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_what_is_no_computer_of_the_public_internet_is_refused(ip):
    assert refused(ip)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_computers_are_allowed(ip):
    assert refused(ip) is None


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ("HTTP://BAO.vn", "http://bao.vn/"),
        ("http://bao.vn:80/tin#binh-luan", "http://bao.vn/tin"),
        ("https://báo.vn/thi đua?q=khen thưởng", "https://xn--bo-mia.vn/thi%20%C4%91ua?q=khen%20th%C6%B0%E1%BB%9Fng"),
        ("http://bao.vn/a%20b?x=1&y=%C4%91", "http://bao.vn/a%20b?x=1&y=%C4%91"),
        ("http://bao.vn?x=1", "http://bao.vn/?x=1"),
        ("http://[2606:4700::1111]:8080/a", "http://[2606:4700::1111]:8080/a"),
    ],
)
def test_an_address_has_one_form(told, form):
    assert asked(told) == form == asked(form)


@pytest.mark.parametrize(
    "told",
    [
        *"""bao.vn/tin //bao.vn/ file:///etc/passwd javascript:alert(1) ftp://bao.vn/ http:// http:///tin http://:80/ http://[::1 http://..
    http://../../x http://*.vn/ http://bao.vn:99999/ http://bao.vn:0/ http://bao.vn/a\0b \ud800http://x""".split(),
        "http://a b/",
        "http://bao.vn/a\r\nX: y",
        "http://bao.vn/" + "a" * LONGEST,
    ],
)
def test_what_is_no_address_is_refused(told):
    with pytest.raises(AddressError, match=r": (correct|write|shorten)"):
        asked(told)


@pytest.mark.parametrize(
    "told",
    [
        *"""http://an:matkhau@bao.vn/tin http://matkhau@bao.vn/ http://an:mat/khau@bao.vn/ http://an:matkhau@[::1/ http://bao.vn:matkhau@x
    htp://an:matkhau@bao.vn an:matkhau@bao.vn http://bao.vn\\matkhau@127.0.0.1/""".split(),
        "http://an:matkhau@bao.vn/" + "a" * LONGEST,
        "http://an :matkhau@bao.vn/",
    ],
)
def test_a_password_is_refused_and_shown_nowhere(told):
    with pytest.raises(AddressError) as error:
        asked(told)
    wrong = next(listed(told))
    assert isinstance(wrong, Wrong)
    assert not any(secret in f"{error.value}{wrong}" for secret in ("matkhau", "khau", "mat/"))


def test_a_list_has_each_address_once_and_tells_what_is_none():
    text = "# danh sách\n\nhttp://bao.vn/1\r\n  http://bao.vn/2#a   # bài hai\nhttp://BAO.vn/1\nbao.vn/3\nbao.vn/3\nhttp://bao.vn/4#b"
    found = list(listed(text))
    assert found == [
        "http://bao.vn/1",
        "http://bao.vn/2",
        Wrong("bao.vn/3", "only addresses that begin with http:// or https:// are fetched: write it so"),
        "http://bao.vn/4",
    ]


def test_a_list_may_be_in_utf_16_and_must_be_text(tmp_path):
    (tmp_path / "a.txt").write_text("http://báo.vn/", encoding="utf-16")
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbfhttp://b.vn/")
    (tmp_path / "c.txt").write_bytes(b"http://b.vn/\xff")
    assert [list_text(tmp_path / name) for name in ("a.txt", "b.txt")] == ["http://báo.vn/", "http://b.vn/"]
    for name in ("c.txt", "none.txt", "."):
        with pytest.raises(AddressError, match=r"UTF-8|cannot be read"):
            list_text(tmp_path / name)
