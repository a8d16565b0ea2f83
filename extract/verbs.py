"""The verbs of awards, over folded text: to give, to take, and the passive."""

import re

GIVE = re.compile(
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|trao thưởng|công nhận|xét tặng|trao|tặng|thưởng|phong|gắn|vinh danh|biếu|xét trao|hỗ trợ|được)(?!\w)"
)
TAKE = re.compile(
    r"(?<!\w)(?<!ghi )(?<!công )(?<!xác )(?<!chứng )(?<!tiếp )(?<!cảm )(?:được nhận|đón nhận|vinh dự nhận|vinh dự đón nhận|nhận được|nhận|đạt được|đạt|đoạt|giành được|giành|lên ngôi)(?!\w)"
)
PASSIVE = re.compile(r"(?<!\w)(?:được|vinh dự)(?!\w)")
