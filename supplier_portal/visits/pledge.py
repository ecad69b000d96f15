"""The integrity pledge both sides sign, and what an opening and a closing meeting go through."""

from supplier_portal.domain.checklist.version import Text
from supplier_portal.visits.models import CLOSING, OPENING

VERSION = "1"
PLEDGE = (
    Text(
        "In connection with this audit we give and take no gifts, money, entertainment or favours of any value.",
        "在本次审核中，双方不赠送、不收受任何礼品、礼金、宴请、娱乐或其他利益，不论价值大小。",
    ),
    Text(
        "What we show, state and record is true; nothing is made up, changed afterwards or held back.",
        "所提供的资料、陈述和记录真实完整，不编造、不事后修改、不隐瞒。",
    ),
    Text(
        "The auditors have declared every interest in the supplier and judge by the evidence alone.",
        "审核人员已申报与供应商之间的全部利益关系，仅依据证据作出判断。",
    ),
    Text(
        "What is learned in the audit serves the assessment of the supplier alone and is kept confidential.",
        "审核中获知的信息仅用于供应商评价，双方予以保密。",
    ),
    Text(
        "An honest answer puts nobody at a disadvantage; a breach is reported to the buyer's compliance office.",
        "任何人不因如实作答而受到不利对待；发现违反本承诺的行为，应向采购方合规部门举报。",
    ),
)

POINTS = {
    OPENING: ("introductions", "purpose", "agenda", "method", "confidentiality", "photos", "safety", "channel"),
    CLOSING: ("thanks", "summary", "findings", "limits", "report", "plan", "appeal"),
}
