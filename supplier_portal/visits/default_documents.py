"""What is asked for before a visit where nothing else is chosen, and when it is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from supplier_portal.domain.checklist.version import Text

DAYS_BEFORE = 7
"""Calendar days before the first day of the audit by which documents and self-assessment are wanted."""


@dataclass(frozen=True)
class DefaultDocument:
    """checkpoints: codes of the main checklist it is for."""

    title: Text
    checkpoints: tuple[str, ...]


DEFAULTS = (
    DefaultDocument(
        Text("Climate strategy and target with the approval of management", "双碳战略、目标及管理层批准文件"),
        ("S1.1", "S5.1"),
    ),
    DefaultDocument(
        Text("Answer to the requirements letter, signed Code of Conduct", "要求函回复及已签署的行为准则"), ("S1.5",)
    ),
    DefaultDocument(
        Text("Organisation chart and appointments for carbon duties", "组织架构图及双碳岗位任命文件"), ("S2.1", "S2.2")
    ),
    DefaultDocument(Text("Training records and certificates of the carbon team", "双碳岗位培训记录与证书"), ("S2.3",)),
    DefaultDocument(
        Text("Inventory procedure and product footprint procedure", "碳盘查制度与产品碳足迹核算制度"), ("S3.1", "S3.2")
    ),
    DefaultDocument(Text("List of meters with calibration certificates", "计量器具台账及校准证书"), ("S3.4",)),
    DefaultDocument(
        Text(
            "Greenhouse gas inventories of the base year and the two latest years, with the worksheets",
            "基准年及最近两个年度的温室气体清单与计算表",
        ),
        ("S3.3", "S4.1", "S4.7"),
    ),
    DefaultDocument(
        Text(
            "Records of fuels, refrigerants and process gases of the last full year",
            "最近完整年度燃料、制冷剂及工艺气体消耗记录",
        ),
        ("S4.2",),
    ),
    DefaultDocument(
        Text("Electricity and heat bills of the last 12 months, all meters", "最近12个月全部计量点的电费、热力账单"),
        ("S4.3",),
    ),
    DefaultDocument(Text("Footprint reports of the products supplied", "供货产品碳足迹报告"), ("S4.6", "S7.3")),
    DefaultDocument(
        Text("List of reduction measures with savings worked out", "减排措施清单及减排量测算"), ("S5.2", "S5.3")
    ),
    DefaultDocument(
        Text("Green electricity contracts, certificates and proof of cancellation", "绿电合同、绿证及核销证明"),
        ("S5.4",),
    ),
    DefaultDocument(
        Text("Latest disclosure: CDP answer with score, or report", "最近一次披露：CDP答卷及评分，或公开报告"),
        ("S6.1", "S6.2"),
    ),
    DefaultDocument(Text("Verification statement and report", "核查声明与核查报告"), ("S7.1", "S7.2", "S7.4")),
    DefaultDocument(Text("Commitment to or approval of a science based target", "科学碳目标承诺函或批准函"), ("S8.1",)),
)


def defaults_for(asked: Collection[str]) -> list[DefaultDocument]:
    """Those of the default list that an audit's checkpoints ask for; `asked`: codes that apply to the supplier."""
    kept = [(one.title, tuple(code for code in one.checkpoints if code in asked)) for one in DEFAULTS]
    return [DefaultDocument(title, codes) for title, codes in kept if codes]


def wanted_by(starts_on: date, today: date) -> date:
    """The day by which a supplier's preparation is wanted: a week before the audit, never in the past."""
    return max(starts_on - timedelta(days=DAYS_BEFORE), today)
