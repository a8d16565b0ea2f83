"""Ways to tell awards, each with everything that is read of it: award, recipient, status, count."""

import pytest
from drafts import draft_of

Told = tuple[str, str | None, str, int | None]
CASES: dict[str, tuple[str, list[Told]]] = {
    "a title in small letters behind its verb": (
        "Trong 5 năm qua 13 tập thể được công nhận tập thể lao động xuất sắc.",
        [("tập thể lao động xuất sắc", "13 tập thể", "conferred", 13)],
    ),
    "titles in small letters told with their recipients": (
        "Xã tặng danh hiệu lao động tiên tiến cho 1.780 cá nhân và tập thể lao động tiên tiến cho 88 tập thể.",
        [
            ("lao động tiên tiến", "1.780 cá nhân", "conferred", 1780),
            ("tập thể lao động tiên tiến", "88 tập thể", "conferred", 88),
        ],
    ),
    "titles in small letters counted in a list": (
        "Huyện có 7 giấy khen của Bộ Y tế, 16 tập thể lao động xuất sắc, gần 1.150 lao động tiên tiến.",
        [
            ("giấy khen của Bộ Y tế", None, "conferred", 7),
            ("tập thể lao động xuất sắc", None, "conferred", 16),
            ("lao động tiên tiến", None, "conferred", 1150),
        ],
    ),
    "a group of title holders that is praised": (
        "Xã khen thưởng 16 tập thể lao động xuất sắc.",
        [("khen thưởng", "16 tập thể lao động xuất sắc", "conferred", 16)],
    ),
    "an emulation title of a level": (
        "63 cá nhân đạt danh hiệu thi đua cấp tỉnh.",
        [("danh hiệu thi đua cấp tỉnh", "63 cá nhân", "conferred", 63)],
    ),
    "groups with verbs of their own": (
        "Có 29 tập thể được UBND tỉnh tặng cờ thi đua, có 75 tập thể được Bộ Y tế tặng bằng khen.",
        [("cờ thi đua", "29 tập thể", "conferred", 29), ("bằng khen", "75 tập thể", "conferred", 75)],
    ),
    "what a vote has led to": (
        "Qua bình xét, xã có 235 hộ đạt danh hiệu “Gia đình văn hóa”.",
        [("Gia đình văn hóa", "235 hộ", "conferred", 235)],
    ),
    "what is still voted on": (
        "Hội đồng bình xét danh hiệu “Gia đình văn hóa” cho 235 hộ.",
        [("Gia đình văn hóa", "235 hộ", "proposed", 235)],
    ),
    "a title told again with praise": (
        "Xã trao danh hiệu “Bà mẹ Việt Nam anh hùng” cho 20 mẹ. Đến nay tỉnh có 3.108 mẹ được phong tặng danh hiệu cao quý này.",
        [("Bà mẹ Việt Nam anh hùng", "20 mẹ", "conferred", 20), ("Bà mẹ Việt Nam anh hùng", "3.108 mẹ", "conferred", 3108)],
    ),
    "holders of a state title who get another award": (
        "Dịp này, 3 thầy thuốc ưu tú được tặng Bằng khen của Bộ Y tế.",
        [("Bằng khen của Bộ Y tế", "3 thầy thuốc ưu tú", "conferred", 3)],
    ),
    "a figure of speech": ("Sở Y tế được xem là một trong những lá cờ đầu của tỉnh.", []),
    "the Party's badge of other years": (
        "Có 3 đảng viên nhận Huy hiệu 60 năm tuổi Đảng; 2 đảng viên nhận Huy hiệu 55 năm.",
        [
            ("Huy hiệu 60 năm tuổi Đảng", "3 đảng viên", "conferred", 3),
            ("Huy hiệu 55 năm tuổi Đảng", "2 đảng viên", "conferred", 2),
        ],
    ),
    "prizes that open the sentence": (
        "Với 9 giải Nhất và 3 giải Nhì, Sở Y tế dẫn đầu toàn đoàn.",
        [("giải Nhất", "Sở Y tế", "conferred", 9), ("giải Nhì", "Sở Y tế", "conferred", 3)],
    ),
    "medals in short": (
        "Sở Y tế giành 5 HC vàng và 3 HC bạc.",
        [("Huy chương Vàng", "Sở Y tế", "conferred", 5), ("Huy chương Bạc", "Sở Y tế", "conferred", 3)],
    ),
    "an order whose giver is told, and a body of the next sentence": (
        "Sở Y tế tổ chức lễ kỷ niệm và đón nhận Huân chương Lao động hạng Nhì của Chủ tịch nước. Năm qua, Sở Nội vụ vươn lên.",
        [("Huân chương Lao động hạng Nhì", "Sở Y tế", "conferred", None)],
    ),
    "what a prize is worth": (
        "Sở Y tế khen thưởng 45 học sinh đạt giải quốc gia, trong đó giải Nhất 30 triệu đồng, giải Nhì 20 triệu đồng.",
        [("khen thưởng", "45 học sinh", "conferred", 45), ("tiền thưởng", "45 học sinh", "conferred", 45)],
    ),
    "a group that is praised beside one that gets an award": (
        "Tại buổi lễ, có 125 đoàn viên được tuyên dương, 12 tập thể được nhận Bằng khen của Trung ương Đoàn.",
        [
            ("Bằng khen của Trung ương Đoàn", "12 tập thể", "conferred", 12),
            ("tuyên dương", "125 đoàn viên", "conferred", 125),
        ],
    ),
    "groups and another verb": (
        "Xã tổ chức lễ trao Huân chương Độc lập hạng Ba cho 5 gia đình và phong tặng danh hiệu Bà mẹ Việt Nam anh hùng cho 3 mẹ.",
        [
            ("Huân chương Độc lập hạng Ba", "5 gia đình", "conferred", 5),
            ("Bà mẹ Việt Nam anh hùng", "3 mẹ", "conferred", 3),
        ],
    ),
    "prizes with what each is worth": (
        "Ban Tổ chức trao 2 giải Nhì, mỗi giải 3 triệu đồng cho Sở Y tế và Sở Nội vụ.",
        [("giải Nhì", "Sở Y tế", "conferred", None), ("giải Nhì", "Sở Nội vụ", "conferred", None)],
    ),
    "members put forward": (
        "2 VĐV được đề xuất Huân chương Lao động hạng Ba bao gồm: Vũ Thị Hảo (bơi lội) và Lê Văn Sáu.",
        [
            ("Huân chương Lao động hạng Ba", "Vũ Thị Hảo", "proposed", None),
            ("Huân chương Lao động hạng Ba", "Lê Văn Sáu", "proposed", None),
        ],
    ),
    "semicolons inside a list of people": (
        "Ông Lê Văn Sáu được tặng Huân chương Lao động hạng Nhì; các đồng chí Vũ Văn Hảo - Trưởng ban Dân vận Tỉnh ủy; "
        "Hồ Văn Mười - Giám đốc Sở Y tế được tặng Huân chương Lao động hạng Ba.",
        [
            ("Huân chương Lao động hạng Nhì", "Lê Văn Sáu", "conferred", None),
            ("Huân chương Lao động hạng Ba", "Vũ Văn Hảo", "conferred", None),
            ("Huân chương Lao động hạng Ba", "Hồ Văn Mười", "conferred", None),
        ],
    ),
    "the giver between the award and its recipient": (
        "Lễ đón mừng Huân chương Lao động hạng Ba do Chủ tịch nước trao tặng cho Bệnh viện Sông Đà.",
        [("Huân chương Lao động hạng Ba", "Bệnh viện Sông Đà", "conferred", None)],
    ),
    "recipients in brackets": (
        "Kết quả có 01 giải Nhất (Sở Y tế), 02 giải Nhì (Sở Nội vụ, Sở Tài chính).",
        [
            ("giải Nhất", "Sở Y tế", "conferred", None),
            ("giải Nhì", "Sở Nội vụ", "conferred", None),
            ("giải Nhì", "Sở Tài chính", "conferred", None),
        ],
    ),
    "a group named by a later sentence with a verb": (
        "Bộ Y tế trao Bằng khen cho 2 tập thể. Các tập thể được khen thưởng gồm: Khoa Nội và Khoa Ngoại tổng hợp.",
        [("Bằng khen", "Khoa Nội", "conferred", None), ("Bằng khen", "Khoa Ngoại tổng hợp", "conferred", None)],
    ),
    "a group named inside a later sentence": (
        "Công an xã trao giấy khen cho 2 cá nhân. Trước đó, 2 cá nhân của Đội gồm: anh Lê Văn Sáu và Trần Hải đã báo tin.",
        [("giấy khen", "Lê Văn Sáu", "conferred", None), ("giấy khen", "Trần Hải", "conferred", None)],
    ),
    "the subject behind a clause of time": (
        "Sau khi trao Bằng khen cho anh Vũ Văn Hảo, ông Lê Văn Sáu biểu dương tinh thần của anh.",
        [("Bằng khen", "Vũ Văn Hảo", "conferred", None)],
    ),
    "a family that receives": (
        "Tỉnh trao Huân chương Dũng cảm cho đại diện gia đình anh Vũ Văn Hảo, người đã cứu bạn.",
        [("Huân chương Dũng cảm", "gia đình anh Vũ Văn Hảo", "conferred", None)],
    ),
    "communes listed by name": (
        "Tỉnh tặng Cờ thi đua cho 3 xã có thành tích, gồm: Nậm Lúc (Bắc Hà), Tam Đường và Quế Lộc (Quế Sơn).",
        [
            ("Cờ thi đua", "xã Nậm Lúc", "conferred", None),
            ("Cờ thi đua", "xã Tam Đường", "conferred", None),
            ("Cờ thi đua", "xã Quế Lộc", "conferred", None),
        ],
    ),
    "fewer communes than counted": (
        "Tỉnh tặng Cờ thi đua cho 5 xã có thành tích, gồm: Nậm Lúc (Bắc Hà) và Tam Đường.",
        [("Cờ thi đua", "5 xã có thành tích", "conferred", 5)],
    ),
    "many further ones for nobody told": (
        "3 tập thể nhận Bằng khen của Bộ Y tế và nhiều Kỷ niệm chương của Bộ Nội vụ.",
        [("Bằng khen của Bộ Y tế", "3 tập thể", "conferred", 3)],
    ),
    "a proposal that goes on behind semicolons and in the next sentence": (
        "Hội đồng đề nghị tặng Cờ thi đua cho 2 đơn vị dẫn đầu; Bằng khen cho 5 cá nhân. Huân chương Lao động hạng Ba cho 1 cá nhân.",
        [
            ("Cờ thi đua", "2 đơn vị dẫn đầu", "proposed", 2),
            ("Bằng khen", "5 cá nhân", "proposed", 5),
            ("Huân chương Lao động hạng Ba", "1 cá nhân", "proposed", 1),
        ],
    ),
    "a decision behind a colon": (
        "Xét thành tích của cá nhân đề nghị khen thưởng, các thành viên thống nhất: Tặng giấy khen cho 8 cá nhân.",
        [("giấy khen", "8 cá nhân", "conferred", 8)],
    ),
    "efforts are no condition": (
        "Với nhiều nỗ lực phấn đấu, Sở Y tế được tặng Cờ thi đua.",
        [("Cờ thi đua", "Sở Y tế", "conferred", None)],
    ),
    "flags of a contest": (
        "Công ty Than Sao Mai được tặng Cờ nhất toàn đoàn.",
        [("Cờ nhất toàn đoàn", "Công ty Than Sao Mai", "conferred", None)],
    ),
    "praise by a body": (
        "Dịp này, 6 tập thể được Liên đoàn Lao động huyện khen thưởng.",
        [("khen thưởng", "6 tập thể", "conferred", 6)],
    ),
    "some of those who got it": (
        "Trong số 305 VĐV nhận Bằng khen của Bộ Y tế, có 20 thành viên tuyển nữ.",
        [("Bằng khen của Bộ Y tế", "305 VĐV", "conferred", 305), ("Bằng khen của Bộ Y tế", "20 thành viên tuyển nữ", "conferred", 20)],
    ),
    "a sum before those it goes to": (
        "Các tập thể được thưởng 15 triệu đồng gồm: Cục Hậu cần - Bộ Công an, Phòng An ninh mạng (PA05) - Công an tỉnh Hà Nam.",
        [("tiền thưởng", "Cục Hậu cần", "conferred", None), ("tiền thưởng", "Phòng An ninh mạng", "conferred", None)],
    ),
    "sums behind each of a list": (
        "Các đơn vị được tặng thưởng gồm: Công an huyện Sông Mã mức thưởng 50 triệu đồng; Hải quan Móng Cái 15 triệu đồng.",
        [("tiền thưởng", "Công an huyện Sông Mã", "conferred", None), ("tiền thưởng", "Hải quan Móng Cái", "conferred", None)],
    ),
    "a sum for each of those told": (
        "Bộ trưởng đã thưởng cho Trạm Kiểm lâm Dốc Đá và Tổ công tác Trạm Kiểm lâm Cầu Treo mỗi đơn vị 1.000.000 đồng.",
        [("tiền thưởng", "Trạm Kiểm lâm Dốc Đá", "conferred", None), ("tiền thưởng", "Trạm Kiểm lâm Cầu Treo", "conferred", None)],
    ),
    "praise before another award": (
        "Công đoàn đã tuyên dương, khen thưởng 103 học sinh giỏi và trao 151 suất học bổng cho con công nhân.",
        [("học bổng", "con công nhân", "conferred", 151), ("khen thưởng", "103 học sinh giỏi", "conferred", 103)],
    ),
    "a part of a praised group": (
        "Huyện có 20 điển hình được tuyên dương, trong đó có 2 điển hình được nhận bằng khen của Sở Y tế gồm: anh Lê Minh Sáu và chị Lê Thị Na.",
        [
            ("bằng khen của Sở Y tế", "Lê Minh Sáu", "conferred", None),
            ("bằng khen của Sở Y tế", "Lê Thị Na", "conferred", None),
            ("tuyên dương", "20 điển hình", "conferred", 20),
        ],
    ),
    "a body that is praised": (
        "Ban Giám đốc Công an tỉnh đã khen thưởng đột xuất Phòng Cảnh sát hình sự vì thành tích phá án.",
        [("khen thưởng", "Phòng Cảnh sát hình sự", "conferred", None)],
    ),
    "bodies that are praised by another, listed": (
        "Các đơn vị được Công an tỉnh Sơn La khen thưởng gồm: Công an huyện Mường La, Công an huyện Sốp Cộp.",
        [
            ("khen thưởng", "Công an huyện Mường La", "conferred", None),
            ("khen thưởng", "Công an huyện Sốp Cộp", "conferred", None),
        ],
    ),
    "praise as a noun before a body": (
        "Công tác khen thưởng Sở Y tế làm tốt.",
        [],
    ),
    "groups, and one of them in brackets": (
        "Nhân dịp này, 5 tập thể và 6 cá nhân được nhận Bằng khen của Bộ Y tế (trong đó có đồng chí Hà Thị Na).",
        [
            ("Bằng khen của Bộ Y tế", "5 tập thể", "conferred", 5),
            ("Bằng khen của Bộ Y tế", "6 cá nhân", "conferred", 6),
            ("Bằng khen của Bộ Y tế", "Hà Thị Na", "conferred", None),
        ],
    ),
    "police departments by their numbers": (
        "Công an tỉnh họp. Huân chương Chiến công hạng Nhì được trao cho Phòng PC03, PA06, PA07.",
        [("Huân chương Chiến công hạng Nhì", name, "conferred", None) for name in ("Phòng PC03", "PA06", "PA07")],
    ),
    "the people of a town among those of communes": (
        "Chủ tịch UBND tỉnh tặng Cờ thi đua cho 2 tập thể, đó là: Nhân dân và cán bộ xã Sơn An; Nhân dân và cán bộ thị trấn Mường Tè.",
        [
            ("Cờ thi đua", "Nhân dân và cán bộ xã Sơn An", "conferred", None),
            ("Cờ thi đua", "Nhân dân và cán bộ thị trấn Mường Tè", "conferred", None),
        ],
    ),
    "a company told by its noun and a person": (
        "Công ty Thép Sông Bưởi tròn 40 năm. Sở Y tế trao Bằng khen cho tập thể Công ty và cá nhân ông Hà Văn Sự.",
        [("Bằng khen", "Công ty Thép Sông Bưởi", "conferred", None), ("Bằng khen", "Hà Văn Sự", "conferred", None)],
    ),
    "what else a council puts forward": (
        "Hội đồng thống nhất đề nghị Bộ Y tế tặng Cờ thi đua cho 12 tập thể. Ngoài ra, còn có Bằng khen của Bộ Y tế: 54 tập thể; Chiến sĩ thi đua cấp tỉnh: 60 cá nhân trong phong trào.",
        [
            ("Cờ thi đua", "12 tập thể", "proposed", 12),
            ("Bằng khen của Bộ Y tế", "54 tập thể", "proposed", 54),
            ("Chiến sĩ thi đua cấp tỉnh", "60 cá nhân trong phong trào", "proposed", 60),
        ],
    ),
    "what was put before a jury and is given": (
        "Từ 122 bài được chọn trình hội đồng chung khảo, ban tổ chức đã quyết định trao 3 giải Nhất cho 3 tác giả.",
        [("giải Nhất", "3 tác giả", "conferred", 3)],
    ),
    "the authors of a work": (
        "Loạt bài Bến sông quê (Báo Sơn La) của nhóm tác giả Lê Anh Tú - Hà Thị Na được trao giải A.",
        [("giải A", "Lê Anh Tú", "conferred", None), ("giải A", "Hà Thị Na", "conferred", None)],
    ),
    "a prize with the province that gives it": (
        "UBND tỉnh Sơn La tặng Giải thưởng Văn học Nghệ thuật tỉnh Sơn La cho 14 tác giả.",
        [("Giải thưởng Văn học Nghệ thuật tỉnh Sơn La", "14 tác giả", "conferred", 14)],
    ),
    "a prize named by two fields": (
        "Bộ Y tế trao Giải thưởng Khoa học và Công nghệ cho 3 tác giả.",
        [("Giải thưởng Khoa học và Công nghệ", "3 tác giả", "conferred", 3)],
    ),
    "a prize whose name ends small": (
        "Hội trao giải thưởng Sách Thiếu nhi cho ông Lê Văn Tư.",
        [("giải thưởng Sách Thiếu nhi", "Lê Văn Tư", "conferred", None)],
    ),
    "a prize of words of two syllables": (
        "Công ty Thép Sông Bưởi đoạt Giải thưởng Chất lượng Quốc gia năm 2018.",
        [("Giải thưởng Chất lượng Quốc gia", "Công ty Thép Sông Bưởi", "conferred", None)],
    ),
    "a prize, then who gets it": (
        "Sở trao Giải thưởng Nguyễn Trãi và bằng khen cho ông Lê Văn Tư.",
        [("Giải thưởng Nguyễn Trãi", "Lê Văn Tư", "conferred", None), ("bằng khen", "Lê Văn Tư", "conferred", None)],
    ),
    "a group in words that is a person": (
        "Nhà khoa học nữ được trao Giải thưởng Kova là GS.TS Lê Minh Na.",
        [("Giải thưởng Kova", "Lê Minh Na", "conferred", None)],
    ),
    "one person who is praised, and put forward for praise": (
        "Huyện đoàn quyết định khen thưởng đột xuất cho em Lê Văn Vỹ và đề xuất Tỉnh đoàn tuyên dương em Vỹ.",
        [("khen thưởng", "Lê Văn Vỹ", "conferred", None), ("tuyên dương", "Lê Văn Vỹ", "proposed", None)],
    ),
    "players who get a sum each": (
        "Tỉnh trao thưởng cho 2 cầu thủ là Lê Thị Na, Vũ Thị Hảo, mỗi cầu thủ 150.000.000đ.",
        [("tiền thưởng", "Lê Thị Na", "conferred", None), ("tiền thưởng", "Vũ Thị Hảo", "conferred", None)],
    ),
    "authors of works": (
        "Tặng 02 giải A kèm theo tiền thưởng 4.840.000 đồng cho mỗi tác phẩm, gồm: ảnh “Tình quân” của Vũ Văn Hảo, ca khúc “Trăng” của tác giả Lê Ngọc Na.",
        [
            ("giải A", "Vũ Văn Hảo", "conferred", None),
            ("giải A", "Lê Ngọc Na", "conferred", None),
            ("tiền thưởng", "mỗi tác phẩm", "conferred", None),
        ],
    ),
    "winners who get an award": (
        "61 HS đoạt giải và 18 GV có HS đoạt giải đã được tặng bằng khen của Sở Y tế.",
        [
            ("bằng khen của Sở Y tế", "61 HS đoạt giải", "conferred", 61),
            ("bằng khen của Sở Y tế", "18 GV có HS đoạt giải", "conferred", 18),
        ],
    ),
    "a place with its province is an address": (
        "Tại huyện Thanh Bình, tỉnh Đồng Tháp, Công ty TNHH Hùng Lâm và cá nhân ông Vũ Văn Hảo đón nhận Huân chương Lao động hạng Ba.",
        [
            ("Huân chương Lao động hạng Ba", "Công ty TNHH Hùng Lâm", "conferred", None),
            ("Huân chương Lao động hạng Ba", "Vũ Văn Hảo", "conferred", None),
        ],
    ),
    "a bare noun for a body that nobody told": ("Ông Lê Nam trao Huân chương Lao động hạng Ba cho đơn vị.", []),
    "a noun before the name of a body": (
        "Xã đề nghị tặng cờ thi đua cho đơn vị Sở Y tế.",
        [("cờ thi đua", "Sở Y tế", "proposed", None)],
    ),
    "a group in words that is a person, behind a year": (
        "Nhà khoa học nữ được trao Giải thưởng Kova 2022 là GS.TS Lê Minh Na.",
        [("Giải thưởng Kova", "Lê Minh Na", "conferred", None)],
    ),
    "praise beside an award": (
        "Xã trao giấy khen cho em Lê Văn Vỹ. Xã khen thưởng đột xuất cho em Vỹ.",
        [("giấy khen", "Lê Văn Vỹ", "conferred", None)],
    ),
    "a rate for a group told before": (
        "Xã tặng Giấy khen cho 3 cá nhân. Mức thưởng 3 triệu đồng cho mỗi cá nhân.",
        [("Giấy khen", "3 cá nhân", "conferred", 3), ("tiền thưởng", "3 cá nhân", "conferred", 3)],
    ),
    "the number of prizes is nobody's in the list below, and authors' papers win none": (
        "Các tác phẩm đoạt giải:\n\n2 giải B:\n\n- Loạt bài “Làng nghề” của nhóm tác giả: Vũ Văn Hảo, Lê Thị Na - Báo Nam Định.\n\n"
        "- Phóng sự “Mùa nước” của tác giả Lê Văn Sáu (Văn Sáu) - Đài Phát thanh và Truyền hình tỉnh Nam Định.",
        [("giải B", who, "conferred", None) for who in ("Vũ Văn Hảo", "Lê Thị Na", "Lê Văn Sáu")],
    ),
    "a group all of whose members are told": (
        "Các chiến sĩ được truy tặng Huân chương Chiến công hạng Nhất, gồm: đại tá Vũ Văn Hảo; trung úy Lê Văn Sáu.",
        [("Huân chương Chiến công hạng Nhất", who, "conferred", None) for who in ("Vũ Văn Hảo", "Lê Văn Sáu")],
    ),
    "what each winner gets": (
        "Theo đó, mỗi học sinh đoạt huy chương vàng được Bộ thưởng 15 triệu đồng.",
        [("tiền thưởng", "mỗi học sinh", "conferred", None)],
    ),
    "money that is handed over": (
        "Tại lễ, 2 học sinh của Trường THPT Lê Hồng Phong được trao thưởng hơn 600 triệu đồng.",
        [("tiền thưởng", "2 học sinh của Trường THPT Lê Hồng Phong", "conferred", 2)],
    ),
    "money on the spot": (
        "Tỉnh thưởng nóng ban chuyên án 20 triệu đồng. Bộ thưởng “nóng” 8 đơn vị tham gia chuyên án, mỗi đơn vị 10 triệu đồng.",
        [("tiền thưởng", "ban chuyên án", "conferred", None), ("tiền thưởng", "8 đơn vị tham gia chuyên án", "conferred", 8)],
    ),
    "kinds of commendation behind a certificate": (
        "Hội đồng đề nghị tặng Bằng khen toàn diện và Bằng khen phong trào: 202 tập thể và 441 cá nhân.",
        [("Bằng khen", "202 tập thể", "proposed", 202), ("Bằng khen", "441 cá nhân", "proposed", 441)],
    ),
    "what an award is for, before who gets it": (
        "Tỉnh đề nghị Chủ tịch nước phong tặng danh hiệu “Anh hùng Lao động” thành tích đặc biệt xuất sắc đột xuất cho Công ty Hùng Lâm.",
        [("Anh hùng Lao động", "Công ty Hùng Lâm", "proposed", None)],
    ),
    "a group that wins behind what its body has done": (
        "Công ty Hùng Lâm đã về đích sớm 20 ngày, các VĐV, HLV của hãng đã giành được 2 HCV.",
        [("HCV", "các VĐV, HLV của hãng", "conferred", 2)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CASES.values(), ids=CASES)
def test_an_award_is_read_however_it_is_told(text: str, told: list[Told]) -> None:
    assert [(a.award, a.recipient, a.status, a.count) for a in draft_of(text, "2016-11-20").awards] == told


HEADED = "Khen thưởng 2 người dũng cảm\n\nHà Nam, 5/4/2019\n\nTỉnh tặng Bằng khen cho anh Vũ Văn Hảo và anh Lê Văn Sáu."
VAGUE = "Tỉnh tặng Bằng khen của Bộ Y tế cho 3 cá nhân.\nSở giao Phòng Y tế trao Bằng khen cho các tập thể, cá nhân theo quy chế."
CAPTION = "Bộ Y tế trao Bằng khen của Bộ Y tế cho 4 tập thể.\nÔng Lê Nam trao Bằng khen cho 3 tập thể (Ảnh: Tuấn Đạt)"
SAID = 'Anh Lê Văn Sáu đoạt giải A; tác phẩm "Ông "Bí thư của năm"" đạt giải B.'


@pytest.mark.parametrize(
    ("text", "recipients"),
    [(HEADED, ["Vũ Văn Hảo", "Lê Văn Sáu"]), (VAGUE, ["3 cá nhân"]), (CAPTION, ["4 tập thể"]), (SAID, ["Lê Văn Sáu"])],
    ids=["title", "vague", "caption", "pronoun in quotation marks"],
)
def test_what_is_told_better_elsewhere_is_told_once(text: str, recipients: list[str]) -> None:
    assert [a.recipient for a in draft_of(text).awards] == recipients
