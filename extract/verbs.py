"""The verbs of awards, over folded text: to give, to take, the passive, to put forward, to speak, and words that tell them apart."""

import re

GIVE = re.compile(
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|trao thưởng|công nhận|xét tặng|trao|tặng|thưởng|phong(?! trào| cách)|gắn|vinh danh|biếu|xét trao|hỗ trợ|được)(?!\w)"
)
TAKE = re.compile(
    r"(?<!\w)(?<!ghi )(?<!công )(?<!xác )(?<!chứng )(?<!tiếp )(?<!cảm )(?:được nhận|đón nhận|vinh dự nhận|vinh dự đón nhận|nhận được|nhận|đạt được|đạt|đoạt|giành được|giành|mang về|đem về|lên ngôi)(?!\w)"
)
PASSIVE = re.compile(r"(?<!\w)(?:được|vinh dự)(?!\w)")
NOT_YET = re.compile(r"(?<!\w)(?:người|đơn vị|nơi|em|cậu bé|cô gái)\s+(?:vừa|từng|đã|năm nay|đang)?\s*$")
# Behind `kết quả bình xét, suy tôn của` stands who put others forward
NOMINATE = re.compile(
    r"(?<!\w)(?:suy tôn|bình chọn|bình bầu|bình xét|giới thiệu|lựa chọn|thống nhất chọn|bầu chọn)(?!\w)(?!(?:,? (?:và )?(?:suy tôn|bình xét|bình chọn|bình bầu))? của)"
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
SAID = re.compile(r"(?<!\w)(?:cho biết|cho hay|nói|khẳng định|nhấn mạnh|kể|thông tin|chia sẻ|nhắc|giới thiệu)(?!\w)")
IS = re.compile(r"(?<!\w)(?:cũng )?là\s*$")
CEREMONY = re.compile(r"(?<!\w)(?:lễ|buổi lễ|lễ kỷ niệm|kỷ niệm)(?!\w)(?!(?: kỷ niệm)?,)[^.;]{0,120}?(?:đón nhận|nhận)(?!\w)")
# `45 em được thưởng 900 triệu đồng, trong đó giải Nhất 30 triệu đồng`: what a prize is worth, nobody's prize
RATE = re.compile(r"[\s:(]*(?:là |được |trị giá |thưởng )?\d[\d.,]* ?(?:triệu|nghìn|ngàn|tỷ|tỉ|đồng|đ)(?!\w)")
APART = re.compile(r"(?:(?<!\w)(?:trong đó|cụ thể|gồm|mức thưởng)|[,;:])\s*(?:có |mức |mỗi )?$")
# the next deed behind an award's recipients
NEXT_VERB = re.compile(
    r"(?<!\w)(?:,|và|đồng thời|;)?\s*(?:đã )?(?:phong tặng|trao|tặng|đề nghị|truy tặng|công nhận|được|đạt|(?<!công )(?<!ghi )nhận|kèm)(?!\w)"
)
NEXT_GIVES = re.compile(r"(?:đã )?(?:phong tặng|truy tặng|trao tặng|tặng|trao)(?!\w)")


def only_worth(text: str, left: int, start: int, end: int) -> bool:
    """Whether the prize start..end is told for its sum alone; `left` is where the clause or the award before it ends."""
    return bool(RATE.match(text, end) and APART.search(text, left, start))
