"""People and their posts, in sentences that carry the answer: `posts` are title @ unit, in order."""

import pytest
from drafts import draft_of
from marked import name, parse

OFFICIALS = [
    'Ông <p posts="Phó đại diện @ Tổng cục Hải quan phía Bắc">Lê Văn Ngạn</p>-Phó đại diện Tổng cục Hải quan phía Bắc; Trưởng đại diện Bộ Y tế khu vực miền Trung <p posts="Trưởng đại diện @ Bộ Y tế khu vực miền Trung">Lê Thị Ngần</p>, Phó đại diện Bộ Nội vụ <p posts="Phó đại diện @ Bộ Nội vụ">Lò Văn Thắng</p>; bà <p posts="Phó Trưởng đại diện @ Văn phòng Bộ Công Thương phía Nam">Vũ Thị Nga</p>, Phó Trưởng đại diện Văn phòng Bộ Công Thương phía Nam.',
    'Ông <p posts="Chủ nhiệm @ Ủy ban Pháp luật của Quốc hội">Lê Văn Ngạn</p>, Chủ nhiệm Ủy ban Pháp luật của Quốc hội; các Phó chủ nhiệm Ủy ban: ông <p posts="Phó chủ nhiệm @ Ủy ban Pháp luật của Quốc hội">Lò Văn Thắng</p>, bà <p posts="Phó chủ nhiệm @ Ủy ban Pháp luật của Quốc hội">Vũ Thị Nga</p> và các Ủy viên Thường trực Ủy ban: ông <p posts="Ủy viên Thường trực @ Ủy ban Pháp luật của Quốc hội">Mè Quốc Ngữ</p>, bà <p posts="Ủy viên Thường trực @ Ủy ban Pháp luật của Quốc hội">Lê Thị Ngần</p>.',
    'Ủy ban Pháp luật của Quốc hội họp; hai Phó Chủ nhiệm Uỷ ban là ông <p posts="Phó Chủ nhiệm @ Ủy ban Pháp luật của Quốc hội">Lò Văn Thắng</p> và bà <p posts="Phó Chủ nhiệm @ Ủy ban Pháp luật của Quốc hội">Vũ Thị Nga</p>, Chủ nhiệm Ủy ban <p posts="Chủ nhiệm @ Ủy ban Pháp luật của Quốc hội">Lê Văn Ngạn</p> dự.',
    'UBND tỉnh và Ủy ban MTTQ tỉnh họp. Phó Chủ tịch Ủy ban <p posts="Phó Chủ tịch Ủy ban @ ">Vũ Thị Nga</p> nói.',
    'UBND tỉnh họp. Bà <p posts="Phó Chủ nhiệm Ủy ban @ ">Vũ Thị Nga</p>, Phó Chủ nhiệm Ủy ban, nói; các Phó Chủ tịch Hội đồng: ông <p posts="Phó Chủ tịch Hội đồng @ ">Lò Văn Thắng</p>, bà <p posts="Phó Chủ tịch Hội đồng @ ">Lê Thị Ngần</p>.',
    'UBND tỉnh họp. Phó Chủ tịch Ủy ban <p posts="Phó Chủ tịch @ UBND tỉnh">Vũ Thị Nga</p> dự.',
    'Ông <p posts="Chủ tịch @ Ủy ban vì hòa bình">Lò Văn Thắng</p>, Chủ tịch Ủy ban vì hòa bình dự; Phó Chủ tịch Ủy ban phát biểu.',
    'Ông <p posts="Phó Chánh @ Văn phòng UBND tỉnh">Lê Văn Ngạn</p>, Phó Chánh văn phòng UBND tỉnh dự.',
    'Bà <p posts="Phó Hiệu trưởng @ Trường THPT Lê Lợi; Chủ tịch @ Công đoàn Trường THPT Lê Lợi">Lê Thị Lành</p>, Phó Hiệu trưởng kiêm Chủ tịch Công đoàn Trường THPT Lê Lợi dự.',
    'Ông <p posts="Phó Giám đốc @ Bệnh viện Mắt Hà Nam; Trưởng @ Khoa Nội">Lê Văn Ngạn</p>, Phó Giám đốc kiêm Trưởng khoa Nội, Bệnh viện Mắt Hà Nam dự.',
    'Bà <p posts="Trưởng @ Ban Tổ chức">Lê Thị Lành</p>, Trưởng Ban Tổ chức, Liên đoàn Lao động tỉnh Nam Định dự.',
    'Ông <p posts="Chủ tịch @ Hội Nông dân tỉnh">Lê Văn Ngạn</p> được bầu làm Chủ tịch Hội Nông dân tỉnh. Bà <p posts="Chủ tịch @ Hội Phụ nữ huyện Hoa Lư">Lê Thị Lành</p> tái đắc cử Chủ tịch Hội Phụ nữ huyện Hoa Lư.',
    'Ông <p posts="Bí thư @ Đảng ủy xã Lộc Hà">Lê Văn Ngạn</p> được Đại hội bầu giữ chức Bí thư Đảng ủy xã Lộc Hà.',
    'Bà <p posts="Phó Bí thư @ Ban Tổ chức Đảng ủy Bệnh viện Mắt; Trưởng @ Ban Tổ chức Đảng ủy Bệnh viện Mắt">Lê Thị Lành</p>, Phó Bí thư kiêm Trưởng Ban Tổ chức Đảng ủy Bệnh viện Mắt dự.',
    'Thừa ủy quyền của Chủ tịch nước và Thủ tướng Chính phủ, Phó Chủ tịch UBND tỉnh <p posts="Phó Chủ tịch @ UBND tỉnh">Lê Văn Ngạn</p> trao Huân chương.',
    'Bà <p posts="Chủ tịch @ Hội Phụ nữ xã Ea Tul">Lê Thị Lành</p>, dân tộc Ê Đê, Chủ tịch Hội Phụ nữ xã Ea Tul dự.',
    'Chủ tịch QH <p posts="Chủ tịch QH @ ">Lê Văn Ngạn</p> phát biểu.',
    'Thứ trưởng Bộ Tư pháp <p posts="Thứ trưởng @ Bộ Tư pháp">Lưu Thế Hiển</p> phát biểu.',
    'Ông <p posts="Giám đốc @ Sở Y tế; Chủ tịch @ Hội Đông y tỉnh">Trần Quốc Bửu</p>, Giám đốc Sở Y tế, Chủ tịch Hội Đông y tỉnh dự.',
    'Dự có các đồng chí: <p posts="Ủy viên @ Ban Thường vụ Tỉnh ủy; Phó Chủ tịch @ UBND tỉnh">Hà Thị Mận</p> - Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh; <p posts="Bí thư @ Huyện ủy Sông Mã">Lò Văn Én</p> - Bí thư Huyện ủy Sông Mã.',
    'PGS.TS <p posts="nguyên Viện trưởng @ Viện Lúa">Đỗ Bá Tùng</p>, nguyên Viện trưởng Viện Lúa.',
    'Các Phó Chủ tịch UBND tỉnh <p posts="Phó Chủ tịch @ UBND tỉnh">Vi Văn Thắng</p> và <p posts="Phó Chủ tịch @ UBND tỉnh">Mè Thị Lanh</p> cùng dự.',
    'Bà <p posts="Phó Chủ tịch @ Hội Nông dân tỉnh">Lý Thị Sao</p> và ông <p posts="Phó Chủ tịch @ Hội Nông dân tỉnh">Hồ Văn Đượm</p>, cùng là Phó Chủ tịch Hội Nông dân tỉnh.',
    'Thượng tá <p posts="Phó Giám đốc @ Công an tỉnh; Trưởng @ Ban chuyên án 45H">Tô Quang Hợi</p>, Phó Giám đốc Công an tỉnh làm Trưởng Ban chuyên án 45H.',
    'Ông <p posts="Phó Bí thư Thường trực @ Tỉnh ủy; Chủ tịch @ HĐND tỉnh">Y Khăm Niê</p>, Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh.',
    'bà <p posts="Phó Giám đốc @ Sở Công Thương">H\'Nga Byă</p>, Phó Giám đốc Sở Công Thương',
    'ông <p posts="Tổng Giám đốc @ Công ty TNHH Sao Việt">Park Min Soo</p>, Tổng Giám đốc Công ty TNHH Sao Việt',
    'Đại biểu <p posts="Đại biểu @ Hà Tĩnh">Nguyễn Hữu Vượng</p> (Hà Tĩnh) góp ý.',
    'Ông <p posts="đại biểu Quốc hội @ tỉnh Hà Nam">Lê Văn An</p>, đại biểu Quốc hội tỉnh Hà Nam, phát biểu.',
    'Đại biểu Quốc hội <p posts="Đại biểu Quốc hội @ Hà Tĩnh">Nguyễn Hữu Vượng</p> (Hà Tĩnh) góp ý.',
    'Có bà <p posts="đại biểu Quốc hội @ ">Trần Thị Bình</p>, đại biểu Quốc hội khóa XV.',
    'Cô <p posts="giáo viên @ Trường Tiểu học Nậm Cắn">Sùng Thị Dua</p>, giáo viên Trường Tiểu học Nậm Cắn.',
    'Anh <p posts="Trưởng bản Nà Lốc @ ">Cứ A Vừ</p>, Trưởng bản Nà Lốc, hiến đất.',
    'Ông <p posts="Tổ trưởng @ Tổ Cơ khí 2">Bùi Văn Kiên</p>, Tổ trưởng Tổ Cơ khí 2, Công ty Thép Gang Sắt.',
    'Bệnh viện Phổi Lũng Cao họp. Giám đốc bệnh viện <p posts="Giám đốc @ Bệnh viện Phổi Lũng Cao">Trần Lệ Thu</p> chủ trì.',
    'Chị <p posts="Bí thư @ Đoàn Trường THPT Lê Hồng Phong">Đinh Thị Én</p>, Bí thư Đoàn Trường THPT Lê Hồng Phong.',
    'Ông <p posts="Phó Tư lệnh @ Quân khu 3; Tham mưu trưởng @ Quân khu 3">Lê Văn Ngạn</p>, Phó Tư lệnh kiêm Tham mưu trưởng Quân khu 3.',
    'Phó Tư lệnh kiêm Tham mưu trưởng Quân khu 3 <p posts="Phó Tư lệnh @ Quân khu 3; Tham mưu trưởng @ Quân khu 3">Lê Văn Ngạn</p> dự.',
    'Phó Chủ tịch Hội Nông dân tỉnh Hà Nam, Chủ tịch Hội Luật gia huyện Kim Bảng <p posts="Phó Chủ tịch @ Hội Nông dân tỉnh Hà Nam; Chủ tịch @ Hội Luật gia huyện Kim Bảng">Trần Thị Ngần</p> dự.',
    'Ông <p posts="Phó Chủ tịch @ Hội Nông dân tỉnh">Vũ Văn Ninh</p>, Phó Chủ tịch Hội Nông dân tỉnh, Chủ tịch Hội Luật gia huyện <p posts="Chủ tịch @ Hội Luật gia huyện">Trần Thị Ngần</p> dự.',
    'Chủ tịch Hội Luật gia huyện Kim Bảng - <p posts="Chủ tịch @ Hội Luật gia huyện Kim Bảng">Trần Thị Ngần</p> trao quà.',
    'Gồm <p posts="Chủ tịch @ Công đoàn Công ty Than Sao Mai">Vũ Văn Ninh</p> - Chủ tịch Công đoàn Công ty Than Sao Mai; <p posts="Chủ tịch Công đoàn @ Trường THPT Tân Lập; Phó Hiệu trưởng @ Trường THPT Tân Lập">Lê Thị Lành</p> - Chủ tịch Công đoàn, Phó Hiệu trưởng Trường THPT Tân Lập.',
    'Ông <p posts="Bí thư Đảng ủy @ xã Tân Lập; Chủ tịch @ HĐND xã Tân Lập">Vũ Văn Ninh</p>, Bí thư Đảng ủy, Chủ tịch HĐND xã Tân Lập.',
    'Bí thư Đoàn phường Hoàng Liệt, quận Hoàng Mai <p posts="Bí thư @ Đoàn phường Hoàng Liệt">Bùi Duy Ngữ</p> dự.',
    'Tổng Thư ký Quốc hội <p posts="Tổng Thư ký @ Quốc hội">Lê Văn Ngạn</p> dự.',
    'Phó Bí thư Đoàn Thanh niên Trường Đại học Ngoại ngữ, Đại học Quốc gia Hà Nội <p posts="Phó Bí thư @ Đoàn Thanh niên Trường Đại học Ngoại ngữ">Vũ Thị Ngần</p> dự.',
    'Bệnh viện Mắt Hà Nam họp; nguyên Phó Giám đốc BV <p posts="nguyên Phó Giám đốc @ Bệnh viện Mắt Hà Nam">Vũ Đình Ngữ</p> dự.',
    'Ông <p posts="đảng viên @ Chi bộ khu Tân Phú">Lê Văn Ngạn</p>, đảng viên Chi bộ khu Tân Phú, nhận Huy hiệu.',
    'Ông <p posts="Bí thư @ Huyện ủy Sông Mã">Vũ Văn Ngần</p>, Bí thư Huyện ủy Sông Mã và Chủ tịch UBDN huyện.',
    'Ông <p posts="Viện trưởng @ Viện Lúa Hà Nam">Lê Văn Ngạn</p>, Viện trưởng, Viện Lúa Hà Nam nói.',
    'Chỉ huy trưởng, Bộ Chỉ huy quân sự tỉnh Hà Nam <p posts="Chỉ huy trưởng @ Bộ Chỉ huy quân sự tỉnh Hà Nam">Lê Văn Ngạn</p> nói.',
    'Thừa ủy quyền của Chủ tịch nước, Bí thư Tỉnh ủy Hà Nam <p posts="Bí thư @ Tỉnh ủy Hà Nam">Lê Văn Ngạn</p> trao Huân chương.',
    'Thay mặt Thủ tướng Chính phủ, Chủ tịch UBND tỉnh <p posts="Chủ tịch @ UBND tỉnh">Lê Văn Ngạn</p> trao Bằng khen.',
    'Tổng Bí thư, Chủ tịch nước <p posts="Tổng Bí thư @ ; Chủ tịch nước @ ">Lê Văn Ngạn</p> gửi thư.',
    'Tại Phủ Chủ tịch, Phó Chủ tịch nước <p posts="Phó Chủ tịch nước @ ">Lê Thị Ngần</p> tiếp đoàn.',
    'Ông <p posts="Bộ trưởng @ Bộ Nội vụ; nguyên Viện trưởng @ Viện Lúa">Lê Văn Ngạn</p>, Bộ trưởng Bộ Nội vụ nguyên Viện trưởng Viện Lúa dự.',
    'Anh <p posts="chiến sĩ @ Đội Chữa cháy số 2">Lê Văn Ngạn</p>, chiến sĩ Đội Chữa cháy số 2, và chị <p posts="phóng viên @ Báo Sông Lam">Vũ Thị Ngần</p>, phóng viên Báo Sông Lam.',
    'Phó Thủ tướng, Bộ trưởng Ngoại giao <p posts="Bộ trưởng @ Bộ Ngoại giao; Phó Thủ tướng @ ">Lê Văn Ngạn</p> dự.',
    'Thừa ủy quyền Chủ tịch nước, Chủ tịch UBND tỉnh <p posts="Chủ tịch @ UBND tỉnh">Lê Văn Ngạn</p> trao Huân chương.',
    'Chủ tịch HĐND tỉnh, Bí thư Đảng ủy Công an tỉnh - <p posts="Chủ tịch @ HĐND tỉnh; Bí thư @ Đảng ủy Công an tỉnh">Lê Diện</p> ghi nhận.',
    'Thừa ủy nhiệm của Nhà nước, Phó Chủ tịch HĐND tỉnh Hà Nam, ông <p posts="Phó Chủ tịch @ HĐND tỉnh Hà Nam">Lê Văn Ngạn</p> trao Huân chương.',
    'Thay mặt Chủ tịch UBND tỉnh, ông <p posts="Giám đốc @ Sở Y tế">Lê Văn Ngạn</p>, Giám đốc Sở Y tế trao Huân chương.',
    'Thừa ủy nhiệm của Chủ tịch nước, Chủ tịch UBND tỉnh <p posts="Chủ tịch @ UBND tỉnh">Lê Văn Ngạn</p> trao Huân chương.',
    'Được sự phân công của Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh <p posts="Chủ tịch @ UBND tỉnh">Lê Văn Ngạn</p> chủ trì.',
    'Thừa uỷ nhiệm Chủ tịch nước, Bí thư Tỉnh ủy <p posts="Bí thư @ Tỉnh ủy">Lê Văn Ngạn</p> gắn Huân chương.',
    'Có ông <p posts="Giám đốc @ Sở Y tế">Trần Lâm</p> Giám đốc Sở Y tế, bà <p posts="nguyên Bí thư @ Huyện ủy; Chủ tịch @ HĐND huyện">Vũ Thị Nga</p> nguyên Bí thư Huyện ủy, Chủ tịch HĐND huyện.',
    'Đồng chí <p posts="Phó chủ tịch nước @ ">Vũ Thị Nga</p> Phó chủ tịch nước dự; anh Lò Văn Thắng quản lý Công ty Hoa Sen; tặng hoa ông Vũ Lâm Giám đốc Sở Y tế <p posts="Giám đốc @ Sở Y tế">Lê Thị Ngần</p>.',
    'Có ông <p posts="Giám đốc @ Sở Y tế">Lò Văn Thắng</p> Giám đốc Sở Y tế, Phó Giám đốc Sở Nội vụ <p posts="Phó Giám đốc @ Sở Nội vụ">Vũ Thị Nga</p>.',
    'Có Giám đốc Công ty Hoa Sen (HSC) <p posts="Giám đốc @ Công ty Hoa Sen">Vũ Lâm</p>; Công ty Sao Mai (SMC) Lò Văn Thắng.',
    'Đại đức <p posts="Phó Pháp chủ @ Giáo hội Phật giáo Việt Nam">Thích Minh Ngạn</p>, Phó Pháp chủ Giáo hội Phật giáo Việt Nam; Hòa Thượng <p posts="trụ trì @ chùa Sông Lam">Thích Vũ Hảo</p> – trụ trì chùa Sông Lam; sư cô <p posts="trụ trì @ tịnh xá Ngọc Lam">Thích Nữ Nga</p>, trụ trì tịnh xá Ngọc Lam.',
    'Đại sứ đặc mệnh toàn quyền Việt Nam tại Lào <p posts="Đại sứ đặc mệnh toàn quyền Việt Nam tại Lào @ ">Lê Văn Ngạn</p> dự.',
    'Đại sứ Nhật Bản tại Việt Nam, bà <p posts="Đại sứ Nhật Bản tại Việt Nam @ ">Vũ Thị Ngần</p> phát biểu; Đại sứ thiện chí Lò Văn Thắng vắng.',
    'Ông <p posts="thường trực @ Khối thi đua Văn hóa">Lê Văn Ngạn</p>, thường trực Khối thi đua Văn hóa và bà <p posts="phó chủ tịch thường trực @ HĐTĐ khen thưởng TW">Vũ Thị Ngần</p>, phó chủ tịch thường trực HĐTĐ khen thưởng TW.',
    'Quyết định có hiệu lực.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\n<p posts="CHỦ TỊCH @ ">Lê Văn Ngạn</p>',
    'KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\n\n<p posts="PHÓ THỦ TƯỚNG @ ">Lê Văn Ngạn</p>\nNơi nhận:',
    'Chủ tịch Hội Nhà văn Việt Nam <p posts="Chủ tịch @ Hội Nhà văn Việt Nam">Hữu Ngạn</p> trao giải; Chủ tịch Hội Nông dân Việt Nam Lao Động và Hội Nhà báo Việt Nam Sao Mai dự.',
    'HLV Đội tuyển <p posts="HLV Đội tuyển @ ">Vũ Hảo</p> được khen.',
    'Hai phó giám đốc công an tỉnh là Đại tá <p posts="phó giám đốc @ Công an tỉnh">Lò Văn Thắng</p> và Thượng tá <p posts="phó giám đốc @ Công an tỉnh">Mè Quốc Ngữ</p> được khen.',
    'Các Phó Chủ tịch UBND huyện gồm ông <p posts="Phó Chủ tịch @ UBND huyện">Lò Văn Thắng</p> và bà <p posts="Phó Chủ tịch @ UBND huyện">Vũ Thị Nga</p>.',
    'Ông <p posts="Chủ tịch HĐQT @ Công ty TNHH Sao Việt; Tổng Giám đốc @ Công ty TNHH Sao Việt">Vũ Văn Ninh</p>, Chủ tịch HĐQT kiêm Tổng Giám đốc Công ty TNHH Sao Việt.',
    'Bà <p posts="Giảng viên cao cấp @ Bộ môn Hóa dược">Lê Thị Ngần</p>, Giảng viên cao cấp bộ môn Hóa dược, Trường Đại học Lam Kinh.',
    'Đoàn có nguyên Giám đốc Sở Y tế là ông <p posts="nguyên Giám đốc @ Sở Y tế">Lò Văn Thắng</p> cùng bà Vũ Thị Nga.',
    'Các Phó Giám đốc Sở Y tế là: ông <p posts="Phó Giám đốc @ Sở Y tế">Lò Văn Thắng</p>, bà <p posts="Phó Giám đốc @ Sở Y tế">Vũ Thị Nga</p>.',
    'Chủ tịch Công đoàn TCT <p posts="Chủ tịch @ Công đoàn TCT">Tạ Thiên Ngữ</p> phát biểu.',
    'Phó Đoàn trưởng <p posts="Phó Đoàn trưởng @ ">Lê Văn Ngạn</p>, nguyên Phó trưởng đoàn công tác <p posts="nguyên Phó trưởng đoàn công tác @ ">Lê Thị Lành</p> cùng dự.',
    'Ông <p posts="Phó Trưởng Ban Thường trực @ Ban Tổ chức Tỉnh ủy Hà Nam">Lê Văn Ngạn</p>, Phó Trưởng Ban Thường trực Ban Tổ chức Tỉnh ủy Hà Nam dự.',
    'Ông <p posts="Bí thư Đảng ủy @ Công ty Hoa Sen; Chủ tịch @ Công đoàn Công ty Hoa Sen">Lê Văn Ngạn</p>, Bí thư Đảng ủy, Chủ tịch Công đoàn Công ty Hoa Sen, và bà <p posts="Chủ tịch @ Hội Nông dân xã Tân Lập; Bí thư Đảng ủy @ ">Lê Thị Lành</p>, Bí thư Đảng ủy, Chủ tịch Hội Nông dân xã Tân Lập.',
    'Đại tá <p posts="Chủ tịch @ Hội đồng Thi đua - Khen thưởng Bộ CHQS tỉnh Hà Nam; Phó Bí thư Thường trực Đảng ủy @ ; Chính ủy @ ">Lê Văn Ngạn</p>, Phó Bí thư Thường trực Đảng ủy, Chính ủy, Chủ tịch Hội đồng Thi đua - Khen thưởng Bộ CHQS tỉnh Hà Nam chủ trì.',
    'Thượng tướng <p posts="Tổng Tham mưu trưởng @ QĐNDVN; Thứ trưởng @ Bộ Quốc phòng">Lê Văn Ngạn</p>, Tổng Tham mưu trưởng QĐNDVN, Thứ trưởng Bộ Quốc phòng dự.',
    'Dự có các đồng chí Phó Tư lệnh: <p posts="Ủy viên @ Ban Thường vụ Tỉnh ủy; Phó Tư lệnh @ ">Lê Văn Ngạn</p> - Ủy viên Ban Thường vụ Tỉnh ủy; <p posts="Phó Tư lệnh @ ">Vũ Văn Ngà</p>; <p posts="Phó Tư lệnh @ ">Trần Thị Lành</p> và <p posts="Giám đốc @ Sở Y tế">Hồ Văn Nghi</p> - Giám đốc Sở Y tế.',
    'Chủ tịch Hội đồng: <p posts="Giám đốc @ Sở Y tế; Chủ tịch Hội đồng @ ">Lê Văn Ngạn</p> - Giám đốc Sở Y tế; Vũ Văn Ngà; Trần Thị Lành.',
    'Hội nghị họp.\nÔng <p posts="Chủ tịch @ Hội Nông dân tỉnh">Lê Văn Ngạn</p> - Chủ tịch Hội Nông dân tỉnh phát biểu tại hội nghị\nTin, ảnh: Vũ Lam',
    'Bà <p posts="Chủ tịch @ UBND tỉnh; Chủ tịch Hội đồng @ ">Lê Thị Lành</p>, Chủ tịch UBND tỉnh, Chủ tịch Hội đồng, và ông <p posts="Phó Giám đốc Công ty @ ">Lê Văn Ngạn</p>, Phó Giám đốc Công ty.',
    'Có các ông <p posts="Phó Giám đốc @ Sở Y tế">Lê Văn Ngạn</p>, <p posts="Phó Giám đốc @ Sở Y tế">Vũ Văn Ngà</p>, Phó Giám đốc Sở Y tế; các bà Lê Thị Nga, <p posts="Giám đốc @ Sở Nội vụ">Vũ Thị Lành</p>, Giám đốc Sở Nội vụ; các em Lê Na, Vũ Hà và thầy <p posts="Phó Hiệu trưởng @ ">Hồ Văn Nghi</p>, Phó Hiệu trưởng.',
    'Sở Y tế họp; ông <p posts="Giám đốc @ Sở Y tế">Lê Văn Ngạn</p> - Giám đốc Sở, ông <p posts="Phó Bí thư TT @ Tỉnh ủy">Vũ Văn Ngà</p>, Phó Bí thư TT Tỉnh ủy, bà <p posts="Phó Chủ tịch @ TW Hội Chữ thập đỏ">Lê Thị Nga</p>, Phó Chủ tịch TW Hội Chữ thập đỏ cùng dự.',
    'Sở Y tế và Sở Nội vụ họp; ông <p posts="Giám đốc Sở @ ">Lê Văn Ngạn</p> - Giám đốc Sở dự. Ban Giám đốc Sở gồm: ông Vũ Văn Ngà và bà Lê Thị Nga.',
    'Khối thi đua Nội chính họp; ông <p posts="Trưởng @ Khối thi đua Nội chính">Lê Văn Ngạn</p>, Trưởng Khối, chủ trì.',
    'Đại tá <p posts="Chỉ huy trưởng @ Bộ CHQS tỉnh">Lê Văn Ngạn</p>, Chỉ huy trưởng, Bộ CHQS tỉnh và ông <p posts="Trưởng ban @ Ban Dân tộc tỉnh">Hồ Văn Nghi</p>, Trưởng ban, Ban Dân tộc tỉnh dự.',
    'Dự có ông <p posts="Trưởng Ban đại diện hội phụ huynh học sinh @ ">Lê Văn Ngạn</p> – Trưởng Ban đại diện hội phụ huynh học sinh, và bà <p posts="Phó trưởng Ban tổ chức @ ">Lê Thị Nga</p>, Phó trưởng Ban tổ chức.',
    'Bà <p posts="Bí thư @ Đoàn TNCS Hồ Chí Minh Trường THPT Tân Lập">Lê Thị Lành</p>, Bí thư Đoàn TNCS Hồ Chí Minh Trường THPT Tân Lập; ông <p posts="Bí thư @ Đoàn TNCS Hồ Chí Minh xã Lộc Hà">Vũ Văn Ngần</p>, Bí thư Đoàn TNCS Hồ Chí Minh xã Lộc Hà.',
    'Ông <p posts="Ủy viên Thường vụ Đảng ủy @ Quân khu 3; Phó Tư lệnh @ Quân khu 3">Lê Văn Ngạn</p>, Ủy viên Thường vụ Đảng ủy, Phó Tư lệnh Quân khu 3; ông <p posts="Ủy viên Thường vụ @ Đảng ủy Quân khu 3">Vũ Văn Ngần</p>, Ủy viên Thường vụ Đảng ủy Quân khu 3.',
    'Ông <p posts="Phó Giám đốc @ Công an tỉnh; Thủ trưởng @ Cơ quan Cảnh sát điều tra Công an tỉnh">Lê Văn Ngạn</p>, Phó Giám đốc, Thủ trưởng Cơ quan Cảnh sát điều tra Công an tỉnh; bà <p posts="Phó Hiệu trưởng @ Trường THPT Tân Lập; Bí thư @ Chi bộ Trường THPT Tân Lập">Vũ Thị Ngần</p>, Phó Hiệu trưởng, Bí thư Chi bộ Trường THPT Tân Lập.',
    'Phó Giám đốc, Chánh Thanh tra Sở Y tế <p posts="Phó Giám đốc @ Sở Y tế; Chánh @ Thanh tra Sở Y tế">Vũ Thị Ngần</p> dự.',
    'Ông <p posts="Đội trưởng @ Đội 3 Công an huyện Ba Bể; Phó Giám đốc @ ">Lê Văn Ngạn</p>, Phó Giám đốc, Đội trưởng Đội 3 Công an huyện Ba Bể; bà <p posts="Bí thư @ Chi bộ Trường THPT Tân Lập; Giám đốc @ ">Vũ Thị Ngần</p>, Giám đốc, Bí thư Chi bộ Trường THPT Tân Lập.',
    'Ông <p posts="Ủy viên @ Ban Thường vụ Tỉnh ủy; Phó Giám đốc @ Sở Y tế">Lê Văn Ngạn</p>, UVBTV Tỉnh ủy, PGĐ Sở Y tế dự. Đồng chí Lê Văn Ngạn, Ủy viên Ban Thường vụ Tỉnh ủy, Phó Giám đốc Sở Y tế nói.',
    'Ông <p posts="Tổng Thanh tra @ Thanh tra Chính phủ">Lê Văn Ngạn</p>, Tổng Thanh tra Chính phủ; Phó Tổng Thanh tra Chính phủ <p posts="Phó Tổng Thanh tra @ Thanh tra Chính phủ">Vũ Thị Ngần</p>; bà <p posts="nguyên Tổng Kiểm toán @ Kiểm toán Nhà nước">Lò Thị Lanh</p>, nguyên Tổng Kiểm toán Nhà nước.',
    'Hội nghị của Bộ Công an: Ủy viên Trung ương Đảng, Phó Chủ tịch nước <p posts="Ủy viên @ Trung ương Đảng; Phó Chủ tịch nước @ ">Lê Thị Ngần</p>, Ủy viên Bộ Chính trị, Thủ tướng <p posts="Ủy viên @ Bộ Chính trị; Thủ tướng @ ">Vũ Văn Ngà</p> và Bí thư Trung ương Đảng, Thứ trưởng <p posts="Bí thư @ Trung ương Đảng; Thứ trưởng @ Bộ Công an">Lò Văn Thắng</p> dự.',
    'Ủy viên Ban Thường vụ Tỉnh ủy, Bí thư Đảng đoàn, Chủ tịch Hội Nông dân tỉnh <p posts="Ủy viên @ Ban Thường vụ Tỉnh ủy; Chủ tịch @ Hội Nông dân tỉnh; Bí thư Đảng đoàn @ ">Lê Thị Ngần</p> và Tỉnh ủy viên, Phó Giám đốc <p posts="Tỉnh ủy viên @ ; Phó Giám đốc @ ">Vũ Văn Ngà</p> nói.',
    'Thay mặt Ủy viên Trung ương Đảng, Thứ trưởng <p posts="Thứ trưởng @ ">Lê Thị Ngần</p> trao cờ; ông <p posts="Ủy viên @ Trung ương Đảng">Lê Văn Ngạn</p>, Ủy viên Trung ương Đảng, Phó Chủ tịch nước <p posts="Phó Chủ tịch nước @ ">Vũ Thị Lành</p> và các Ủy viên Trung ương Đảng, Thứ trưởng <p posts="Thứ trưởng @ ">Hồ Văn Nghi</p> dự.',
    'Dự có UVTƯ Đảng, Thứ trưởng <p posts="UVTƯ Đảng @ ; Thứ trưởng @ ">Lê Thị Ngần</p>; ông <p posts="Bí thư @ Tỉnh ủy; UVTWĐ @ ">Vũ Văn Ngà</p>, UVTWĐ, Bí thư Tỉnh ủy.',
    'Chủ tịch UBND xã <p posts="Chủ tịch @ UBND xã">Ksor H’Lam</p>, Bí thư Đảng ủy phường <p posts="Bí thư @ Đảng ủy phường">Kpă Thoan</p>, Phó Chủ tịch HĐND xã Ia Lâu <p posts="Phó Chủ tịch @ HĐND xã Ia Lâu">Siu Thút</p>, Trưởng Công an xã <p posts="Trưởng @ Công an xã">H\'Dim Niê</p> và Chủ tịch Hội Nông dân xã <p posts="Chủ tịch @ Hội Nông dân xã">Rmah Brit</p> dự.',
]
OTHERS = [
    "Công an bắt quả tang đối tượng <p>Vũ Thị Ngần</p>, sinh năm 1983, cùng đối tượng <p>Lò Văn Thắng</p> (SN 1990); tượng Lê Lợi và tượng đài Trần Phú ở khu vực châu Á - Thái Bình Dương.",
    "Em <p>Giàng Thị Sua</p> (lớp 5A) và em <p>K'Brin</p> nhận quà.",
    "Nghệ nhân <p>Hà Văn Thấu</p> truyền nghề cho ông <p>Lường Văn Pọm</p>, nông dân bản Mển.",
    "Các em là <p>Ka Hiên</p>, <p>Ya Thom</p> và <p>Nguyễn Bảo Vy</p>.",
    "Sinh viên <p>Trần Hoài Nam Anh</p> đạt giải.",
    "Ông <p>Vũ Văn Ngần</p>, đảng viên, rất vui.",
    "Thượng tọa <p>Thích Minh Ngạn</p>, trụ trì, rất vui.",
    "Có 5 người dự.\nCHỦ TỊCH\n<p>Lê Văn Ngạn</p> phát biểu.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n<p>Vũ Thị Ngần</p> và <p>Lò Văn Thắng</p>.",
    "Chị <p>Vũ Thị Ngần</p>, phóng viên, và chiến sĩ <p>Lê Văn Ngạn</p> rất vui.",
    "Lão nông <p>Lê Thoan</p> hiến đất; các cá nhân: <p>Vũ Hảo</p> (bản Mển), <p>Lê Sáu</p> và công nhân <p>Chamaléa Điểu</p>.",
    "Bài báo của tác giả <p>Lý Sơn Hà</p> – <p>Anh Thư</p> – <p>Hoài Vân</p> đoạt giải; tác giả <p>Vũ Hảo</p> - Hà Nam vắng.",
    "Em <p>Trần Thị Hiên</p> (Đại học Lam Kinh); <p>Vũ Hảo</p> (Đại học Vinh) học giỏi.",
    "Các nghệ sĩ <p>Marta Solen</p>, <p>Ivo Brandt</p> và <p>Karel van Houten</p> biểu diễn.",
    "Tặng ca khúc “Chiều bên sông” của <p>Thanh Thoan</p>, tranh sơn dầu “Bến cũ” của <p>Hồ Lau</p>, tập thơ “Mưa” của nhóm tác giả <p>Trà Nhiên</p>.",
    "Vợ Giám đốc Sở Y tế là bà <p>Vũ Thị Nga</p> và con của Phó Giám đốc là anh <p>Lê Văn Ngạn</p>.",
    "Trao thưởng ông <p>Đoàn Minh Hải</p>, nông dân.",
    "Trao Huy hiệu cho bà <p>Lê Thị Nga</p> (tức Vũ Thị Lành), ông <p>Hồ Văn Nghi</p> (tên thật là Trần Văn Ba); ông <p>Lê Văn Ngạn</p>, bí danh Vũ Sông Lam, dự.",
]
NOTHING = [
    "Hội trao giải Báo chí Trần Mai Lâm. Giải thưởng Văn học Trần Thị Na lần thứ 5.",
    '- Giải Nhất: Tác phẩm "Mẹ tôi".\n- Giải Nhì: Tác phẩm "Mây ấm".',
    "Lễ diễn ra ở một ngôi nhà (trú tại ngõ 51, Lương Khánh Thiện, quận Ngô Quyền).",
    "Học tập và làm theo tấm gương đạo đức Hồ Chí Minh.",
    "Lễ diễn ra ở đường Trần Hưng Đạo, Quảng trường Nguyễn Tất Thành, tỉnh Thái Nguyên.",
    "Học sinh Trường THPT Lê Quý Đôn nhận Giải thưởng Lý Tự Trọng.",
    "Tỉnh Bà Rịa-Vũng Tàu, quận Hoàng Mai và huyện Phú Bình dự.",
    "Đoàn công tác về Lâm Đồng, Hà Nam, Cao Bằng; Bà Rịa - Vũng Tàu cũng dự.",
    "Các học sinh Ninh Thuận và vận động viên Phú Thọ biểu diễn.",
    "Trận chung kết kết thúc. VÂN SƠN Theo Bạn Đọc Trận đấu hay.",
    "Lễ diễn ra tại Khách sạn Hoàng Anh Sông Lam.",
    "Tặng ca khúc “Chiều bên sông” của Hà Nam, bộ phim “Mưa” của Việt Nam, cuốn sách “Gió” của NXB Sông Lam và “Mây” của Thanh Thoan.",
    "Các ông, các bà, các đồng chí và bà con đều vui; bà mẹ Việt Nam anh hùng được tặng quà.",
    "Chủ tịch Hội Luật gia Việt Nam Đương Nhiệm, nói.",
]


def told(posts: str) -> list[tuple[str, str]]:
    pairs = [post.split(" @ ") if " @ " in post else [post.removesuffix(" @"), ""] for post in posts.split("; ")]
    return [(title.strip(), unit.strip()) for title, unit in pairs]


@pytest.mark.parametrize("marked", OFFICIALS, ids=name)
def test_officials_have_every_post_told(marked: str) -> None:
    sentence = parse(marked, {"p"})
    found = {o.name: [(p.title, p.unit or "") for p in o.posts] for o in draft_of(sentence.text).officials}
    assert found == {m.quote: told(m.attrs["posts"]) for m in sentence.marks}


@pytest.mark.parametrize("marked", OTHERS, ids=name)
def test_people_without_post_are_people(marked: str) -> None:
    sentence = parse(marked, {"p"})
    draft = draft_of(sentence.text)
    assert [p.name for p in draft.people] == [m.quote for m in sentence.marks]
    assert [(m.start, m.end) for p in draft.people for m in p.mentions] == [(m.start, m.end) for m in sentence.marks]
    assert draft.officials == []


def test_a_word_printed_without_a_blank_is_no_part_of_a_name_told_elsewhere() -> None:
    text = "Ông Lê Đức Hào dự. Ông Lê Đức Hàochia sẻ. Bà Vũ An và bà Vũ Anh, ông Tạ Thu và ông Tạ Thuyên nghe."
    assert [p.name for p in draft_of(text).people] == ["Lê Đức Hào", "Vũ An", "Vũ Anh", "Tạ Thu", "Tạ Thuyên"]


def test_a_name_printed_twice_in_a_row_is_named_twice() -> None:
    person = draft_of("Ca sĩ Lý Vũ Hảo Lý Vũ Hảo sinh năm 1984.").people[0]
    assert (person.name, [m.quote for m in person.mentions]) == ("Lý Vũ Hảo", ["Lý Vũ Hảo", "Lý Vũ Hảo"])


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_places_prizes_and_forms_of_address_are_nobody(text: str) -> None:
    draft = draft_of(text)
    assert [p.name for p in draft.people] + [o.name for o in draft.officials] == []


def test_a_short_name_belongs_to_the_full_one() -> None:
    draft = draft_of("Bà Đặng Thị Nhàn, Chủ tịch Hội Khuyến học huyện dự. Bà Nhàn trao quà. Bác sĩ Lý Bạch Yến và bà Bạch Yến.")
    assert [o.name for o in draft.officials] == ["Đặng Thị Nhàn"]
    assert [m.quote for m in draft.officials[0].mentions if m.part == "name"] == ["Đặng Thị Nhàn", "Nhàn"]
    assert [(p.name, p.variants) for p in draft.people] == [("Lý Bạch Yến", ["Bạch Yến"])]


def test_accents_tell_people_apart_and_tone_places_do_not() -> None:
    draft = draft_of("Ông Trần Văn Hùng, ông Trần Văn Hưng, bà Lê Thị Thúy và bà Lê Thị Thuý.")
    assert [p.name for p in draft.people] == ["Trần Văn Hùng", "Trần Văn Hưng", "Lê Thị Thúy"]


def test_roles_come_from_the_clause_of_the_name() -> None:
    draft = draft_of(
        "Ông Lý Văn Bền, Giám đốc Sở Y tế chủ trì hội nghị. Ông Bền trao Bằng khen cho bà Tạ Thị Cúc, Giám đốc Sở Nội vụ."
    )
    assert [o.roles for o in draft.officials] == [["chaired", "conferred"], ["received"]]
