"""Texts that honest people share, of kinds and lengths that no rule was chosen on, put into the labelled units."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.evaluation.test_labelled_units import (
    UNITS,
    flagged,
    flagged_as_it_is,
    inserted,
    scan_texts,
    texts_of,
)

pytestmark = pytest.mark.xdist_group("labelled units")

PLEDGE = (
    "Tôi xin cam kết: không uống rượu bia trong giờ làm việc, không dùng xe công vào việc riêng, không nhận quà "
    "biếu của người đến giao dịch, ai hỏi việc gì thì trả lời đến nơi đến chốn ngay trong buổi."
)
JOB = (
    "Theo bản mô tả vị trí việc làm, người giữ vị trí này nhận hồ sơ đầu vào, vào sổ theo số thứ tự, chuyển cho "
    "bộ phận phụ trách trước mười lăm giờ mỗi ngày, giữ con dấu trong tủ có khóa, lập bảng kê văn phòng phẩm từng "
    "quý và thay mặt văn phòng trực máy điện thoại những hôm lãnh đạo đi công tác xa."
)
PARAGRAPH = (
    "Sau trận mưa lớn đêm mười bốn tháng chín, nước từ suối Ngàn tràn qua ngầm, ngập sân sau và kho lưu trữ gần "
    "nửa mét. Cơ quan huy động toàn bộ anh chị em có mặt lúc ba giờ sáng, kê cao bốn mươi bảy giá hồ sơ, dời máy "
    "phát điện lên tầng hai, che bạt dãy nhà cấp bốn và cử hai đội đi giúp bà con xóm Bãi chuyển lợn gà, lúa "
    "giống ra khỏi vùng trũng. Đến trưa hôm sau nước rút, ba bếp ăn dã chiến được dựng ngay ở nhà văn hóa, nấu "
    "tổng cộng hơn chín trăm suất cơm trong bốn ngày liền. Đoàn thanh niên nạo vét tám trăm mét mương, vớt rác kè "
    "hai bên cầu treo, rắc vôi bột quanh giếng ăn và phun thuốc khử trùng từng hộ. Không có người bị thương, "
    "thiệt hại về tài sản ước bốn trăm hai mươi triệu đồng, chủ yếu là lúa mùa chưa kịp gặt. Huyện đã tặng giấy "
    "khen cho tập thể, còn bài học rút ra là phải dời kho hồ sơ lên cao trước mùa mưa, mua thêm hai máy bơm dầu "
    "và phân lịch trực rõ từng người từng đêm."
)
QUOTATIONS = (
    "Người xưa dạy rằng của một đồng công một nén, làm việc cho dân mà tính hơn thiệt từng ly từng tí thì có giỏi "
    "mấy cũng chẳng ai tin, còn đã được tin rồi thì việc khó đến đâu dân cũng xúm vào gánh cùng.",
    "Đồng chí bí thư kết luận hội nghị: năm nay ta chọn ba việc mà làm cho tới cùng, mỗi việc có một người đứng "
    "tên, cuối tháng nào cũng đem ra soi, việc nào đứng yên hai tháng thì người đứng tên phải nói rõ trước chi "
    "bộ.",
)
SLOGAN = (
    'Phương châm của đơn vị: "Gần dân từ câu chào, vững tay trong từng con số, chậm một ngày thì xin lỗi, sai một '
    'dòng thì sửa ngay, không để ai phải đi lại đến lần thứ hai vì lỗi của người làm."'
)
OF_MANY = ((PLEDGE, 7), (PLEDGE, 30), (JOB, 8), (PARAGRAPH, 6), (PARAGRAPH, 25))


def with_passages(texts: dict[str, str], passages: tuple[str, ...], people: int) -> tuple[dict[str, str], set[str]]:
    """The texts with the passages put into those of so many people, and who they are."""
    random_ = random.Random(11)
    having = random_.sample(sorted(texts), people)
    changed = dict(texts)
    for passage in passages:
        changed |= {id: inserted(changed[id], passage, random_) for id in having}
    return changed, {Path(id).stem for id in having}


@pytest.mark.slow
@pytest.mark.parametrize(("passage", "people"), OF_MANY, ids=["pledge 7", "pledge 30", "job 8", "event 6", "event 25"])
@pytest.mark.parametrize("name", ["unit_c", "unit_d"])
def test_what_many_paste_accuses_nobody_and_is_told_once(name: str, passage: str, people: int, tmp_path: Path) -> None:
    texts, having = with_passages(texts_of(UNITS[name]), (passage,), people)
    report = scan_texts(texts, UNITS[name], tmp_path)
    before = flagged_as_it_is(name)
    assert flagged(report) - before == set()
    assert len(before - flagged(report)) <= 1
    (told,) = [one for one in report.shared_texts if passage[30:70] in one.text]
    assert {Path(id).stem for id in told.people} == having


@pytest.mark.slow
def test_two_quotations_of_the_same_twelve_people_are_two_shared_texts(tmp_path: Path) -> None:
    texts, having = with_passages(texts_of(UNITS["unit_c"]), QUOTATIONS, 12)
    report = scan_texts(texts, UNITS["unit_c"], tmp_path)
    before = flagged_as_it_is("unit_c")
    assert flagged(report) - before == set()
    for quotation in QUOTATIONS:
        (told,) = [one for one in report.shared_texts if quotation[30:70] in one.text]
        assert {Path(id).stem for id in told.people} == having


@pytest.mark.slow
def test_what_four_quote_is_at_most_one_group_of_these_four(tmp_path: Path) -> None:
    """Text alone cannot tell a motto that four know from one that three took over, so nobody else may be in it."""
    texts, having = with_passages(texts_of(UNITS["unit_c"]), (SLOGAN,), 4)
    report = scan_texts(texts, UNITS["unit_c"], tmp_path)
    before = flagged_as_it_is("unit_c")
    new = {frozenset(Path(id).stem for id in pair) for pair in flagged(report) - before}
    assert all(pair <= having for pair in new)
    assert before <= flagged(report)
