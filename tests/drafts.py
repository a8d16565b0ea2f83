"""The draft that the whole pipeline leaves of a test sentence, and long texts that never repeat themselves."""

from extract.draft import Draft
from extract.pipeline import run

SYLLABLES = "An Bé Cả Duy Em Giang Hoa Én Kim Lan Mai Na Oanh Pá Quý Rin Sáu Út".split()


def draft_of(text: str, published_on: str | None = None) -> Draft:
    """Everything that was found in the sentence."""
    return run(text, published_on)


def called(n: int) -> str:
    """Three syllables, others for each n: a text that repeats itself is read once only and would tell nothing about time."""
    return " ".join(SYLLABLES[n // k % 18] for k in (1, 18, 324))


def news(n: int) -> str:
    """A paragraph of the genre with facts of most kinds, other ones for each n."""
    return (
        f"Ngày {n % 28 + 1}/3/2019, Trường THPT {called(n)} tổ chức hội nghị tổng kết phong trào thi đua “Dạy tốt lần {n}”. "
        f"Ông Lò {called(n)}, Giám đốc Sở Y tế trao Bằng khen cho bà Cầm {called(n + 7)} và {n + 2} tập thể. "
        f"Dịp này, xã thưởng {n + 3} triệu đồng cho Đội {n} Công an tỉnh theo Quyết định số {n}/QĐ-UBND.\n"
    )
