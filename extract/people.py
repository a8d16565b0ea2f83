"""People as the text names them, and the positions that stand beside a name.

Names are found in `name_finder`, the positions beside each in `posts`; here a position told for several is given to each
(`các Phó Chủ tịch UBND tỉnh A và B`). Who is an official is decided in `links`, when every place where the person is named is
known.
"""

from __future__ import annotations

import re

from extract.draft import Draft, NameSpan, RawPost, component
from extract.folding import fold, squash
from extract.lexicon import word_set
from extract.name_finder import APART
from extract.posts import Posts
from extract.signatures import post_above
from extract.why import Step

_CLOSED = re.compile(r"[.:;\n](?!\s*$)")
_ALIAS = re.compile(
    r"\s*[,(]\s*(?:tức(?: là)?|tên thật(?: là)?|tên khai sinh(?: là)?|tên thường gọi(?: là)?|bí danh|bút danh|còn gọi là|hay còn gọi là)\s*:?\s+(?:ông |bà )?"
)
_SYLLABLE = re.compile(r"[bcdđghklmnpqrstvx]{1,3}[aeiouyăâêôơưà-ỹ]")


def share(names: Posts, spans: list[NameSpan]) -> None:
    """Give a post told for several names to each: before a list (`các Ủy viên: A, B`) or behind it (`A và B, cùng là ...`)."""
    for k in range(len(spans)):
        for mate in _of_all(names, spans, k):
            mate.why += _told(spans[k].posts, "post.together")
            mate.posts, mate.cued = list(spans[k].posts), True
    for k, span in enumerate(spans):
        taken = {post.start for post in spans[k - 1].posts} if k else set()
        lead, start = names.before(span, taken)
        span.lead = names.tokens[start].start
        heading, many = _heading(names, span) if not lead else ([], False)
        group = lead and start and names.tokens[start - 1].fold in word_set("plural_words")
        mates = [span]
        while group or many:
            nxt = k + len(mates)
            if nxt >= len(spans) or spans[nxt].posts:
                break
            if not (names._listed(mates[-1], _first(names, spans[nxt])) or (many and _past_posts(names, mates[-1], spans[nxt]))):
                break
            mates.append(spans[nxt])
        for mate in mates:
            if lead or heading:
                mate.why += _told(
                    lead or heading, "post.heading" if heading else "post.before" if mate is span else "post.shared"
                )
            mate.posts = mate.posts + (lead or heading)
            mate.cued = mate.cued or bool(lead or heading)
        if together := _together(names, span):
            for mate in _chain_back(names, spans, k):
                mate.why += _told(together, "post.together")
                mate.posts = mate.posts + together
                mate.cued = True


def _told(posts: list[RawPost], rule: str) -> tuple[Step, ...]:
    """The rule that gave a person the posts, once for each."""
    return tuple((rule, post.start, post.end) for post in posts)


def _first(names: Posts, span: NameSpan) -> int:
    return names._honorific_start(names.page.token_at(span.start))


def _heading(names: Posts, span: NameSpan) -> tuple[list[RawPost], bool]:
    """`các Phó Bí thư Tỉnh Đoàn: A và B`, `Giám đốc Sở Y tế là ông A`: the post told before the name, and if of several."""
    i, tokens = _first(names, span), names.tokens
    colon = i > 2 and tokens[i - 1].text == ":"
    end = i - 1 - (colon and tokens[i - 2].fold in ("là", "gồm"))
    if i < 2 or tokens[end].fold not in (":", "là", "gồm"):
        return [], False
    addressed = i < names.page.token_at(span.start) and tokens[end].fold == "là"
    for j in range(max(i - 14, 0), end):
        if j not in names.titles or j in names.in_unit:  # `Ban Giám đốc Sở gồm: ông A`
            continue
        first = names._modified(j)
        before = tokens[first - 1].fold if first and names._near(first) else "."
        plural = _plural(names, first)
        # It opens a clause: in `vợ Giám đốc Sở Y tế là bà A` the post is somebody else's
        one = addressed and before in (".", ",", ";", ":", "có", "với")
        if (colon or plural or one) and (told := names.post_at(first)) and told[1] == end:
            return [told[0]], plural or (colon and fold(told[0].title).startswith(tuple(word_set("held_by_many"))))
    return [], False


def _plural(names: Posts, i: int) -> bool:
    """`các Phó Chủ tịch`, `hai đồng chí Phó Tư lệnh`: whether a word for several stands before token i."""
    for size in (1, 2):
        if i >= size and (hit := names.honorifics.get(i - size)) and hit.last == i:
            i -= size
    return i > 0 and names._near(i) and names.tokens[i - 1].fold in word_set("plural_words")


def _past_posts(names: Posts, last: NameSpan, span: NameSpan) -> bool:
    """`các Phó Tư lệnh: A - Bí thư Đảng ủy; B; C`: a semicolon behind the posts of A's own goes on with the list."""
    between = names.page.text[last.end : names.tokens[_first(names, span)].start]
    return bool(last.posts) and len(between) <= APART and between.rstrip().endswith(";") and not _CLOSED.search(between)


def _together(names: Posts, span: NameSpan) -> list[RawPost]:
    i = names.page.token_at(span.end)
    tokens = names.tokens
    if (
        i + 3 < len(tokens)
        and tokens[i].text == ","
        and tokens[i + 1].fold in word_set("together_words")
        and tokens[i + 2].fold == "là"
    ):
        return names.posts_from(i + 3)[0]
    return []


def _of_all(names: Posts, spans: list[NameSpan], k: int) -> list[NameSpan]:
    """`các ông A, B, Phó Giám đốc Sở X`: those listed before B whose post it is too, where several may hold it."""
    posts = spans[k].posts
    if len(posts) != 1 or not fold(posts[0].title).startswith(tuple(word_set("held_by_many"))) or posts[0].start < spans[k].end:
        return []
    mates = _chain_back(names, spans, k)[1:]
    if not mates or any(mate.posts for mate in mates):
        return []
    addressed = any(_first(names, one) < names.page.token_at(one.start) for one in [spans[k], *mates[:-1]])
    i, j = _first(names, mates[-1]), names.page.token_at(mates[-1].start)
    several = names.tokens[i].fold in word_set("plural_words")
    peers = " ".join(t.fold for t in names.tokens[i + several : j]) in word_set("peers")
    aside = names.tokens[names.page.token_at(spans[k].end)].text == "("
    return mates if peers and (several or _plural(names, i)) and not addressed and not aside else []


def _chain_back(names: Posts, spans: list[NameSpan], k: int) -> list[NameSpan]:
    chain = [spans[k]]
    while k and names._listed(spans[k - 1], _first(names, spans[k])):
        k -= 1
        chain.append(spans[k])
    return chain


def deputies(names: Posts, span: NameSpan) -> None:
    """`Đại biểu A (Hà Tĩnh)`, `ĐB B, Thái Bình`, `đại biểu Quốc hội tỉnh C`: the province is the deputy's unit."""
    for post in span.posts:
        if fold(post.title) not in word_set("deputy_titles"):
            continue
        i = names.page.token_at(span.end)
        if post.unit:
            whole = squash(names.page.text[post.start : post.unit.end])
            if fold(whole) not in word_set("deputy_titles"):
                continue
            post.title, post.end, post.unit = whole, post.unit.end, None
            if _province(names, post, names.page.token_at(post.end)):
                continue
        if i + 1 < len(names.tokens) and names.tokens[i].text in ("(", ",", "-", "–"):
            _province(names, post, i + 1)


def _province(names: Posts, post: RawPost, i: int) -> bool:
    """Give a deputy's post the province that token i opens; whether there is one."""
    at = names.levels[i].last if i in names.levels else i
    at += at < len(names.tokens) and names.tokens[at].text == "."
    if at not in names.places:
        return False
    start, end = names.tokens[i].start, names.tokens[names.places[at] - 1].end
    post.place = squash(names.page.text[start:end])
    post.why += (("post.deputy", start, end),)
    return True


def sign(names: Posts, spans: list[NameSpan]) -> None:
    """Give each name that stands alone in a line under a post in capitals that post."""
    page = names.page
    titles = {(hit.start, hit.end) for hit in names.titles.values()}
    for span in spans:
        first = names.tokens[names._honorific_start(page.token_at(span.start))].start
        start, end = page.line_of(first)
        if span.posts or page.text[start:first].strip() or page.text[span.end : end].strip():
            continue
        at = post_above(page.text, start)
        if at in titles:
            span.posts = [RawPost(squash(page.text[at[0] : at[1]]), *at)]
            span.cued = True
            span.why += (("post.signed", *at),)


def unglue(text: str, spans: list[NameSpan]) -> None:
    """`ông Vũ Văn Bìnhchia sẻ`: a name told whole elsewhere, the next word printed without a blank."""
    known = {span.name for span in spans if " " in span.name}
    for span in spans:
        # A syllable has its vowels in a row, so `An` + `h` is `Anh` while `Bình` + `chia` are two words
        for at in range(max(span.start + 3, span.end - 8), span.end + 8):
            if text[span.start : at] in known and _SYLLABLE.match(text, at):
                span.name, span.end = text[span.start : at], at
                span.why += (("person.unglued", span.start, at),)
                break


def without_aliases(text: str, spans: list[NameSpan]) -> list[NameSpan]:
    """The names without those in brackets that a person told right before also bears: `Lê Minh Hoa (tức Vũ Thị Na)`."""
    return [span for k, span in enumerate(spans) if not (k and _ALIAS.fullmatch(text, spans[k - 1].end, span.start))]


@component("people")
def run(draft: Draft) -> None:
    """Set `draft.names`: every place where a person is named, with the positions told beside it."""
    names = Posts(draft)
    spans = names.find()
    unglue(draft.page.text, spans)
    spans = without_aliases(draft.page.fold, spans)
    for span in spans:
        span.posts = names.after(span)
        span.why += _told(span.posts, "post.behind") if span.posts else ()
    share(names, spans)
    sign(names, spans)
    for span in spans:
        deputies(names, span)
    draft.names = spans
