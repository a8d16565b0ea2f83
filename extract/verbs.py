"""The verbs of awards, over folded text: to give, to take, the passive, to put forward, to speak, and words that tell them apart."""

import re

GIVE = re.compile(
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|trao thưởng|công nhận|xét tặng|trao|tặng|thưởng|phong(?! trào| cách)|gắn|vinh danh|biếu|xét trao|hỗ trợ|được)(?!\w)"
)
TAKE = re.compile(
    r"(?<!\w)(?<!ghi )(?<!công )(?<!xác )(?<!chứng )(?<!tiếp )(?<!cảm )(?:được nhận|đón nhận|vinh dự nhận|vinh dự đón nhận|nhận được|nhận|đạt được|đạt|đoạt|giành được|giành|mang về|đem về|lên ngôi|(?:(?<=liên tục )|(?<=liên tiếp )|(?<=liền )|(?<=đã ))giữ(?: vững)?(?= danh hiệu ))(?!\w)"
)
PASSIVE = re.compile(r"(?<!\w)(?:được|vinh dự)(?!\w)")
NOT_YET = re.compile(r"(?<!\w)(?:người|đơn vị|nơi|em|cậu bé|cô gái)\s+(?:vừa|từng|đã|năm nay|đang)?\s*$")
# Behind `kết quả bình xét, suy tôn của` stands who put others forward
NOMINATE = re.compile(
    r"(?<!\w)(?:suy tôn|bình chọn|bình bầu|bình xét|giới thiệu|lựa chọn|thống nhất chọn|bầu chọn)(?!\w)(?!(?:,? (?:và )?(?:suy tôn|bình xét|bình chọn|bình bầu))? của)"
)
# `Thay mặt nhà trường, thầy A nhận`, `Sở B chúc mừng bệnh viện nhận`, `để công ty được tặng`: the body told by its noun
_NOUNS = r"(?:nhà trường|bệnh viện|công ty|tổng công ty|học viện|sở|đơn vị|xí nghiệp|nhà máy|trường|ngân hàng|hợp tác xã|tập thể)"
_DEEDS = r"(?<!\w)(?:chúc mừng|cảm ơn|biểu dương|trao|công bố|tặng|phát biểu|thăm)(?!\w)"
# `Ông A giúp Trường B, nhà trường được tặng`: the noun right before the verb tells who
OWN_NOUN = re.compile(
    r", (?P<noun>nhà trường|bệnh viện|công ty|tổng công ty|học viện|xí nghiệp|nhà máy|ngân hàng|hợp tác xã)\s*(?:(?:đã|vừa|cũng|còn|vinh dự|tiếp tục)\s*)*$"
)
FOR_BODY = re.compile(
    rf"(?<!\w)(?:thay mặt(?: cho)? (?P<who>(?!các |những )\w(?:(?!{_DEEDS})[^.;:,]){{2,60}}?)(?:, (?:(?!{_DEEDS})[^.;:]){{3,60}})?\s*(?:đã |vinh dự |lên )*$"
    rf"|(?:để|khi|giúp|chúc mừng|chứng kiến) (?P<noun>{_NOUNS})\s*(?:đã |vinh dự |vừa )*$"
    r"|(?:chúc mừng|gặp mặt|tôn vinh|tri ân|biểu dương|cảm ơn)(?: tới| đến)? (?P<many>(?:các|những|thầy và trò|thầy trò|tập thể|cán bộ|nhân dân) (?:(?!(?<!\w)(?:và|vì|được)(?!\w))[^.;:,]){2,50}?)\s*(?:đã |vừa |mới )*$)"
)
# `khen thưởng 5 tập thể; A được`, `tặng quà cho 12 hộ; 5 đơn vị được`: what was told before the semicolon went to others
PRAISED = re.compile(
    r"(?<!\w)(?:(?:khen thưởng|tuyên dương|biểu dương)(?: cho)? \d|(?:trao|tặng)(?!\w)[^;]{2,80}? cho \d[^;]{2,90}; ?\d)"
)
# `A đoạt giải trẻ còn B đoạt giải phong cách`: the second winner is another, even one that the finder does not see
AND_OTHERS = re.compile(
    r"(?<!\w)(?:đoạt|đạt|giành|nhận)(?!\w)[^.;]{3,80}?(?<!\w)còn (?!được|đoạt|đạt|nhận|giành|có|là)[^.;]{3,80}$"
)
VAGUE = re.compile(
    r"(?<!\w)(?:các|những|nhiều) (?:tập thể|cá nhân|tấm gương|em|học sinh|sinh viên|đơn vị)[^.;:]{0,40}(?:đã|vừa)?\s*$"
)
JURY = re.compile(r"(?<!\w)(?:tuyển chọn|chọn|bình chọn|xét chọn|chốt|chấm|công bố|ghi nhận|đánh giá)(?!\w)")
SPEAKS_FOR = re.compile(r"(?<!\w)(?:thay mặt|đại diện)(?: cho)? (?:các|những) (?:người|tập thể|cá nhân|em|đơn vị)[^.;:]{0,40}$")
DESCRIBED = re.compile(r"\s*là (?:con|nữ|người|em|cháu|học sinh|dân tộc)(?!\w)")
OWN = re.compile(
    r"(?:\s*(?:,|và) \d[\d.]* [^\d,.;:]{2,20})*\s*(?:được(?! vinh danh| trao giải)|đạt|nhận|đoạt|giành|vinh dự)(?!\w)"
)
OPENED = re.compile(r"\s*(?:sau khi|trước khi|khi|ngay sau)(?!\w)")
SPEECH = re.compile(
    r"\s+(?:đã |cũng |còn )?(?:biểu dương|phát biểu|nhấn mạnh|cho biết|khẳng định|đề nghị|chúc mừng|ghi nhận|yêu cầu|đánh giá)(?!\w)"
)
TAKES = re.compile(r"\s*(?:được )?nhận(?!\w)")
KIN = re.compile(r"(?:các |đại diện )?(?:thân nhân|người thân|người nhà|đại diện gia đình)(?!\w)")
SAID = re.compile(
    r"(?<!\w)(?:cho biết|cho hay|nói|khẳng định|nhấn mạnh|kể|thông tin|chia sẻ|nhắc|giới thiệu|(?:thông qua|trình bày|đọc) báo cáo|ôn lại)(?!\w)"
)
IS = re.compile(r"(?<!\w)(?:cũng )?là\s*$")
FORCE = re.compile(r"nhân dân(?: việt nam)?$|việt nam$|ngành")  # `ngày truyền thống Công an nhân dân` is every unit's
# `Tại lễ tôn vinh, 15 doanh nghiệp nhận`: those counted behind the comma, not whom the ceremony was held for
CEREMONY = re.compile(
    r"(?<!\w)(?:lễ|buổi lễ|lễ kỷ niệm|kỷ niệm)(?!\w)(?!(?: kỷ niệm)?,)(?![^.,;]{0,80}, (?:có )?\d[\d.]* (?!năm(?!\w)))"
    r"[^.;]{0,120}?(?:đón nhận|nhận)(?!\w)"
)
# `45 em được thưởng 900 triệu đồng, trong đó giải Nhất 30 triệu đồng`: what a prize is worth, nobody's prize
RATE = re.compile(r"[\s:(]*(?:là |được |trị giá |thưởng )?\d[\d.,]* ?(?:triệu|nghìn|ngàn|tỷ|tỉ|đồng|đ)(?!\w)")
APART = re.compile(r"(?:(?<!\w)(?:trong đó|cụ thể|gồm|mức thưởng)|[,;:])\s*(?:có |mức |mỗi )?$")
# `tặng quà động viên các em nhỏ`: whom the gift cheers
CHEERED = re.compile(
    r"(?<!để tặng quà)(?<!để trao quà)(?<!nhằm tặng quà),? (?:và )?(?:động viên(?: tinh thần)?|tri ân)(?= (?!cho))"
)
# the next deed behind an award's recipients
NEXT_VERB = re.compile(
    r"(?<!\w)(?:,|và|đồng thời|;)?\s*(?:đã )?(?:phong tặng|trao|tặng|đề nghị|truy tặng|công nhận|được|đạt|(?<!công )(?<!ghi )nhận|kèm)(?!\w)"
)
NEXT_GIVES = re.compile(r"(?:đã )?(?:phong tặng|truy tặng|trao tặng|tặng|trao)(?!\w)")


def only_worth(text: str, left: int, start: int, end: int) -> bool:
    """Whether the prize start..end is told for its sum alone; `left` is where the clause or the award before it ends."""
    return bool(RATE.match(text, end) and APART.search(text, left, start))


# `nộp thuế tốt, xây 2 nhà tình nghĩa`, `nhận phụng dưỡng Mẹ Việt Nam anh hùng`: what was done for others
FOR_OTHERS = re.compile(
    r"(?<!\w)(?:(?:xây dựng|xây tặng|xây|dựng|sửa chữa|làm|bàn giao|khánh thành|ủng hộ)(?: mới)?(?: được)?|(?:phụng dưỡng|chăm sóc|đỡ đầu)(?: suốt đời)?)"
    r"(?: (?:hơn|gần|trên|khoảng))?(?: (?:các|nhiều|\d+|hàng \w+))?(?: (?:căn|ngôi|cụ|bà))?\s*$"
)
TOLD_PASSIVE = re.compile(r"(?<!\w)được(?!\w)")


def no_gain(text: str, left: int, start: int, end: int) -> bool:
    """Whether the subject before the award start..end got none: a sum alone is told, or it was given, built or cared for.

    >>> no_gain("công ty đã nộp thuế, xây nhà tình nghĩa", 0, 25, 39), no_gain("bà a được xã xây nhà tình nghĩa", 0, 17, 31)
    (True, False)
    """
    done = FOR_OTHERS.search(text, left, start)
    begin = max(text.rfind(sign, left, start) for sign in ",;") + 1 or left
    return only_worth(text, left, start, end) or (done is not None and not TOLD_PASSIVE.search(text, begin, done.start()))


# `Đây là giải thưởng dành cho các đơn vị ...` tells what it is
DEFINED = re.compile(r"(?<!\w)(?:đây|đó) (?:cũng |chính )?là (?:một (?:trong những )?|những )?$")
