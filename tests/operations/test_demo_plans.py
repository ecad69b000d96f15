"""What the demonstration plans: audits and findings in every state, answers whose figures and words agree."""

import string
from collections import Counter
from collections.abc import Iterator

import pytest

from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.demo import seed_files, seeds
from supplier_portal.demo.audit_plans import PlannedAudit, planned_audits
from supplier_portal.demo.beginning import CHECKLIST, MODULES
from supplier_portal.demo.finding_lives import state_after
from supplier_portal.demo.finding_plans import PlannedAnswer
from supplier_portal.domain.checklist.suggestion import suggested_level, suggested_level_of_pair
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING


@pytest.fixture(scope="module")
def checklist() -> ChecklistVersion:
    return read_checklist(CHECKLIST.read_bytes())[0]


@pytest.fixture(scope="module")
def modules() -> dict[str, ChecklistVersion]:
    return {name: read_checklist(path.read_bytes())[0] for name, path in MODULES.items()}


@pytest.fixture(scope="module")
def planned(checklist: ChecklistVersion, modules: dict[str, ChecklistVersion]) -> list[PlannedAudit]:
    return planned_audits(checklist, modules, seeds.suppliers())


def test_a_finding_comes_to_every_state_of_the_table(planned: list[PlannedAudit]) -> None:
    states = Counter(
        state_after(finding.acts) if audit.issued else "draft" for audit in planned for finding in audit.findings
    )
    assert set(FINDING.states) <= states.keys()


def test_an_audit_comes_to_every_state(planned: list[PlannedAudit]) -> None:
    states = {"closed" if audit.closed_on else audit.seed.until for audit in planned}
    states |= {"amended" for audit in planned if audit.seed.amended_on}
    assert states == set(AUDIT.states)


def test_audits_of_every_mode_and_type_are_issued_in_both_languages_and_at_second_sites(
    planned: list[PlannedAudit],
) -> None:
    issued = [audit for audit in planned if audit.issued]
    assert {audit.seed.mode for audit in issued} == {"on_site", "remote", "desktop"}
    assert {audit.seed.type for audit in issued} == {"initial", "periodic"}
    assert {audit.supplier.language for audit in issued} == {"en", "zh"}
    assert {audit.seed.site for audit in issued} == {0, 1}


def test_a_strong_supplier_is_strong_where_the_way_begins_and_weaker_where_it_ends(
    planned: list[PlannedAudit],
) -> None:
    means = [
        [sum(int(one.rating) for one in _of_step(audit, step)) / len(_of_step(audit, step)) for step in ("S1.", "S8.")]
        for audit in planned
        if audit.issued
    ]
    first, last = (sum(column) / len(means) for column in zip(*means, strict=True))
    assert first > last + 0.5


def _of_step(audit: PlannedAudit, step: str) -> list[PlannedAnswer]:
    return [one for one in audit.answers if one.checkpoint.startswith(step) and one.rating != "NA"]


def test_figures_propose_the_level_the_answer_has(
    planned: list[PlannedAudit], checklist: ChecklistVersion, modules: dict[str, ChecklistVersion]
) -> None:
    known = {code: one for version in (checklist, *modules.values()) for code, one in version.by_code.items()}
    compared = 0
    for audit in planned:
        for answer in audit.answers:
            checkpoint, figures = known[answer.checkpoint], answer.figures
            if figures.number is not None:
                proposed = suggested_level(checkpoint, figures.number, on_track=figures.on_track is True)
            elif figures.claimed is not None and figures.reperformed is not None:
                proposed = suggested_level_of_pair(checkpoint, figures.claimed, figures.reperformed)
            else:
                continue
            compared += 1
            assert str(proposed) == answer.rating, (audit.key, answer)
    assert compared > 300


def test_every_answer_has_a_finished_sentence(planned: list[PlannedAudit]) -> None:
    for audit in planned:
        for answer in audit.answers:
            assert len(answer.note) > 5
            assert not set("{}") & set(answer.note)
            assert answer.note.isascii() == (audit.language == "en") or max(answer.note) < "\u4e00"


def test_records_that_are_not_genuine_are_found_where_the_supplier_is_weak(planned: list[PlannedAudit]) -> None:
    forged = [(audit, one) for audit in planned for one in audit.findings if one.forged]
    assert {audit.supplier.number for audit, _ in forged} >= {"S-1009"}
    for audit, finding in forged:
        ratings = {one.checkpoint: one.rating for one in audit.answers if one.rating != "NA"}
        told_at = set(audit.wording.forged_at().values()) & ratings.keys()
        assert ratings[finding.checkpoint] == min(ratings[code] for code in told_at)
        assert [one.checkpoint for one in audit.findings if one.kind != "strength"].count(finding.checkpoint) == 1


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    english, chinese = (dict(_sentences(seed_files.texts(language))) for language in ("en", "zh"))
    assert english.keys() == chinese.keys()
    optional = {"S2.1/high"}
    assert [key for key in english.keys() - optional if _blanks(english[key]) != _blanks(chinese[key])] == []


def _sentences(table: seed_files.Texts, above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _sentences(value, f"{above}{key}/")
        else:
            several = value if isinstance(value, list) else [value]
            yield from ((f"{above}{key}" if value == one else f"{above}{key}[{place}]", one)
                        for place, one in enumerate(several))  # fmt: skip


def _blanks(sentence: str) -> set[str | None]:
    return {blank for _, blank, _, _ in string.Formatter().parse(sentence)} - {None}
