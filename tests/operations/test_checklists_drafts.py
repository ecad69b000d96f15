"""Drafts of checklist versions: edited, handed over, published by a second person."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.checklists.models import ChecklistDraft, ChecklistVersion, DraftEdit
from supplier_portal.checklists.operations import (
    AddCheckpoint,
    CheckpointAct,
    DraftAct,
    MoveCheckpoint,
    PublishDraft,
    SaveCheckpoint,
    SaveHead,
    SendBack,
    StartDraft,
    add_checkpoint,
    copy_checkpoint,
    drop_draft,
    hand_over_draft,
    import_draft,
    move_checkpoint,
    publish_draft,
    read_import,
    remove_checkpoint,
    restore_checkpoint,
    save_checkpoint,
    save_head,
    send_back_draft,
    start_draft,
    take_back_draft,
)
from supplier_portal.checklists.queries import (
    checklist_of,
    draft_of,
    edits_of,
    shown_to,
    standing_of,
    visible_drafts,
)
from supplier_portal.checklists.yaml_writing import write_checklist, write_document
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from tests.cast import ADA, FANG, LUO, MO, NOW, PAN, TAN
from tests.checklist_story import (
    brought_out,
    change,
    content,
    drafted,
    handed_over,
    published_small,
    small,
    text,
)


def imported(session, actor, data):
    return import_draft(session, actor, read_import(session, actor, data), NOW)


@pytest.fixture
def version(session):
    published_small(session, name="other", title=text("Another checklist", "另一检查单"))
    return published_small(session)


@pytest.fixture
def draft(session, version):
    """Pan's draft after 1.0.0, beside another one that must stay as it is."""
    drafted(session, version, "9.9.9", ADA)
    return drafted(session, version, "1.0.1")


def row_of(session, draft, code):
    return next(row for row in content(session, draft).rows if row.document["code"] == code)


def codes(session, draft):
    return [row.document["code"] for row in content(session, draft).rows]


def test_a_copy_holds_the_same_and_has_no_faults(session, version, draft):
    held = content(session, draft)
    assert held.document == version.document | {"version": "1.0.1"}
    assert held.faults == []
    assert standing_of(session, held).differences.changes == ()


def test_a_copy_under_another_name_is_a_checklist_of_its_own(session, version):
    made = start_draft(session, PAN.actor, StartDraft("mine", "1.0.0", version_id=version.id), NOW)
    assert standing_of(session, content(session, made)) is None
    handed_over(session, made)
    assert brought_out(session, made).code == "mine"


def test_an_empty_draft_lacks_everything_and_can_be_saved(session):
    made = start_draft(session, PAN.actor, StartDraft("empty", "0.1.0"), NOW)
    assert {"title.en", "dimensions", "steps", "checkpoints"} <= {
        fault.place for fault in content(session, made).faults
    }


@pytest.mark.parametrize(("name", "number", "place"), [("Not A Name", "1.0.0", "name"), ("fine", "one", "version")])
def test_a_draft_needs_a_name_and_a_number_of_the_right_form(session, name, number, place):
    with pytest.raises(Invalid) as caught:
        start_draft(session, PAN.actor, StartDraft(name, number), NOW)
    assert [fault.place for fault in caught.value.faults] == [place]


def test_export_and_import_give_the_same_hash(session, version):
    file = write_checklist(checklist_of(version))
    assert imported(session, PAN.actor, file).version.id == version.id
    renamed = imported(session, PAN.actor, file.replace(b"name: small", b"name: renamed")).draft
    held = content(session, renamed)
    held.draft.head = {**held.draft.head, "name": "small"}
    assert content(session, renamed).sha256 == version.sha256


def test_a_file_of_a_published_version_with_other_content_is_refused_at_its_line(session, version):
    file = write_document(small(title=text("Changed", "已改")))
    with pytest.raises(Invalid) as caught:
        imported(session, PAN.actor, file)
    (fault,) = caught.value.faults
    assert fault.place == "version"
    assert file.decode().splitlines()[fault.line - 1].startswith("version:")
    assert session.scalar(select(func.count()).select_from(ChecklistDraft)) == 0


def test_a_wrong_file_makes_no_draft(session):
    with pytest.raises(Invalid) as caught:
        imported(session, PAN.actor, b"name: [")
    assert caught.value.faults[0].line
    assert session.scalar(select(func.count()).select_from(ChecklistDraft)) == 0


def test_the_second_person_publishes_and_both_are_kept(session, draft):
    change(session, draft, "S1.1", title=text("Title of S1.1", "标题S1.1"))
    handed_over(session, draft)
    published = brought_out(session, draft)
    assert (published.version, published.asked_by, published.published_by) == ("1.0.1", PAN.number, FANG.number)
    assert published.sha256 == draft.sha256
    assert draft.state == "published"
    assert draft.version_id == published.id
    assert checklist_of(published).by_code["S1.1"].title.en == "Title of S1.1"


def test_nobody_who_edited_or_handed_over_publishes(session, draft):
    change(session, draft, "S1.1", ADA, title=text("By Ada", "艾达"))
    handed_over(session, draft)
    for person in (PAN, ADA):
        with pytest.raises(Conflict, match="own_draft"):
            brought_out(session, draft, person)
    assert brought_out(session, draft, FANG).published_by == FANG.number


def test_only_what_was_looked_at_is_published(session, draft):
    handed_over(session, draft)
    with pytest.raises(Conflict, match="other_content"):
        publish_draft(session, FANG.actor, PublishDraft(draft.id, "0" * 64), NOW)


def test_a_draft_is_not_published_before_it_is_handed_over(session, draft):
    with pytest.raises(Conflict, match="draft_not_now"):
        brought_out(session, draft)


@pytest.mark.parametrize("person", [FANG, LUO, MO, TAN])
def test_whoever_may_not_write_versions_changes_no_draft(session, draft, person):
    row = row_of(session, draft, "S1.1")
    for act in (
        lambda: save_checkpoint(session, person.actor, SaveCheckpoint(draft.id, row.id, row.edit, {}), NOW),
        lambda: hand_over_draft(session, person.actor, DraftAct(draft.id, draft.edit), NOW),
        lambda: drop_draft(session, person.actor, DraftAct(draft.id, draft.edit), NOW),
        lambda: imported(session, person.actor, b""),
        lambda: start_draft(session, person.actor, StartDraft("mine", "1.0.0"), NOW),
    ):
        with pytest.raises(Missing):
            act()


@pytest.mark.parametrize("person", [LUO, MO, TAN])
def test_drafts_are_there_for_writers_and_publishers_only(session, draft, person):
    assert not session.scalars(visible_drafts(person.actor)).all()
    assert session.scalars(visible_drafts(FANG.actor)).all()
    with pytest.raises(Missing):
        publish_draft(session, person.actor, PublishDraft(draft.id, ""), NOW)


@pytest.mark.parametrize(
    ("code", "values", "places"),
    [
        ("S1.1", {"weight": "39"}, {""}),
        ("S1.1", {"weight": "-1"}, {"checkpoints[0].weight", ""}),
        ("S2.1", {"weight": "0"}, {"steps[1]", ""}),
        ("S1.2", {"title": text("", "标题")}, {"checkpoints[1].title.en"}),
        ("S1.2", {"follows_from": "S9.9"}, {"checkpoints[1].follows_from"}),
        ("S1.2", {"code": "S1.1"}, {"checkpoints[1].code"}),
        ("S2.1", {"close_days": "soon"}, {"checkpoints[2].close_days"}),
    ],
)
def test_a_draft_with_faults_is_saved_and_not_handed_over(session, version, code, values, places):
    draft = drafted(session, version, "2.0.0")
    change(session, draft, code, **values)
    with pytest.raises(Invalid) as caught:
        handed_over(session, draft)
    assert {fault.place for fault in caught.value.faults} == places
    assert draft.state == "editing"


@pytest.mark.parametrize(
    ("values", "least"),
    [
        ({"title": text("Other words", "换种说法")}, "1.0.1"),
        ({"samples": text("Three meetings", "三次会议")}, "1.1.0"),
        ({"condition": "core"}, "2.0.0"),
    ],
)
def test_a_number_below_what_the_changes_need_is_refused(session, draft, values, least):
    change(session, draft, "S1.1", **values)
    assert standing_of(session, content(session, draft)).least == least
    save_head(session, PAN.actor, SaveHead(draft.id, draft.edit, {"version": "1.0.0"}, "head_changed"), NOW)
    with pytest.raises(Invalid) as caught:
        handed_over(session, draft)
    assert [(fault.code, fault.facts["least"]) for fault in caught.value.faults] == [
        ("checklists.version_too_low", least)
    ]
    save_head(session, PAN.actor, SaveHead(draft.id, draft.edit, {"version": least}, "head_changed"), NOW)
    assert handed_over(session, draft).state == "handed_over"


def test_a_number_taken_meanwhile_is_refused_at_publishing(session, version, draft):
    rival = drafted(session, version, "1.0.1", ADA)
    for one in (draft, rival):
        handed_over(session, one, PAN if one is draft else ADA)
    brought_out(session, draft)
    with pytest.raises(Invalid) as caught:
        brought_out(session, rival)
    assert caught.value.faults[0].place == "version"


def test_of_two_edits_of_one_checkpoint_the_second_is_told_and_nothing_is_overwritten(session, draft):
    row = row_of(session, draft, "S1.1")
    seen = row.edit
    change(session, draft, "S1.1", ADA, title=text("First", "先"))
    with pytest.raises(Conflict, match="quicker"):
        late = {**row.document, "title": text("Second", "后")}
        save_checkpoint(session, PAN.actor, SaveCheckpoint(draft.id, row.id, seen, late), NOW)
    assert row_of(session, draft, "S1.1").document["title"]["en"] == "First"


def test_of_two_edits_of_the_head_the_second_is_told(session, draft):
    seen = draft.edit
    save_head(session, ADA.actor, SaveHead(draft.id, seen, {"version": "1.2.0"}, "head_changed"), NOW)
    with pytest.raises(Conflict, match="quicker"):
        save_head(session, PAN.actor, SaveHead(draft.id, seen, {"version": "1.3.0"}, "head_changed"), NOW)


def test_saving_without_a_change_is_no_edit(session, draft):
    before = len(edits_of(session, draft.id))
    change(session, draft, "S1.1")
    assert len(edits_of(session, draft.id)) == before
    assert row_of(session, draft, "S1.1").edit == 1


def test_a_new_code_is_followed_by_what_fails_together_with_it(session, draft):
    change(session, draft, "S1.1", code="S1.7")
    assert row_of(session, draft, "S1.2").document["follows_from"] == "S1.7"


def test_a_checkpoint_moves_within_its_step_and_not_out_of_it(session, draft):
    row = row_of(session, draft, "S1.2")
    for to, expected in (("up", ["S1.2", "S1.1"]), ("up", ["S1.2", "S1.1"]), ("down", ["S1.1", "S1.2"])):
        move_checkpoint(session, PAN.actor, MoveCheckpoint(draft.id, row.id, row.edit, to), NOW)
        session.flush()
        assert codes(session, draft) == [*expected, "S2.1"]


def test_a_checkpoint_moves_to_another_step_under_a_code_of_that_step(session, draft):
    row = row_of(session, draft, "S1.1")
    move_checkpoint(session, PAN.actor, MoveCheckpoint(draft.id, row.id, row.edit, 2), NOW)
    session.flush()
    assert codes(session, draft) == ["S1.2", "S2.1", "S2.2"]
    assert row_of(session, draft, "S1.2").document["follows_from"] == "S2.2"
    with pytest.raises(Invalid):
        move_checkpoint(session, PAN.actor, MoveCheckpoint(draft.id, row.id, row.edit, 7), NOW)


def test_added_and_copied_checkpoints_have_no_weight_and_a_code_of_their_own(session, draft):
    added = add_checkpoint(session, PAN.actor, AddCheckpoint(draft.id, 1), NOW)
    copied = copy_checkpoint(session, PAN.actor, CheckpointAct(draft.id, row_of(session, draft, "S1.1").id, None), NOW)
    assert codes(session, draft) == ["S1.1", "S1.4", "S1.2", "S1.3", "S2.1"]
    assert {added.document["weight"], copied.document["weight"]} == {"0"}
    assert copied.document["question"] == row_of(session, draft, "S1.1").document["question"]
    assert content(session, draft).total == 100


def test_a_checkpoint_taken_out_can_be_put_back(session, draft):
    row = row_of(session, draft, "S1.2")
    remove_checkpoint(session, PAN.actor, CheckpointAct(draft.id, row.id, row.edit), NOW)
    assert codes(session, draft) == ["S1.1", "S2.1"]
    with pytest.raises(Conflict, match="removed"):
        save_checkpoint(session, PAN.actor, SaveCheckpoint(draft.id, row.id, row.edit, row.document), NOW)
    restore_checkpoint(session, PAN.actor, CheckpointAct(draft.id, row.id, None), NOW)
    assert codes(session, draft) == ["S1.1", "S1.2", "S2.1"]


def test_a_checkpoint_of_another_draft_is_not_there(session, version, draft):
    other = drafted(session, version, "1.0.2", ADA)
    strange = row_of(session, other, "S1.1")
    with pytest.raises(Missing):
        save_checkpoint(session, PAN.actor, SaveCheckpoint(draft.id, strange.id, strange.edit, {}), NOW)


def test_a_draft_rests_while_it_is_handed_over_and_can_be_taken_back(session, draft):
    handed_over(session, draft)
    with pytest.raises(Conflict, match="draft_not_now"):
        change(session, draft, "S1.1", title=text("Late", "晚"))
    take_back_draft(session, PAN.actor, draft.id, NOW)
    change(session, draft, "S1.1", title=text("In time", "及时"))
    assert row_of(session, draft, "S1.1").document["title"]["en"] == "In time"


def test_a_draft_is_sent_back_with_a_reason_and_its_sender_may_publish_it_later(session, draft):
    handed_over(session, draft)
    with pytest.raises(Invalid):
        send_back_draft(session, FANG.actor, SendBack(draft.id, "  "), NOW)
    send_back_draft(session, FANG.actor, SendBack(draft.id, "Say what a meeting is."), NOW)
    assert (draft.state, edits_of(session, draft.id)[0].note) == ("editing", "Say what a meeting is.")
    handed_over(session, draft)
    assert brought_out(session, draft, FANG).version == "1.0.1"


def test_a_published_draft_and_a_dropped_one_are_changed_no_more(session, draft, version):
    handed_over(session, draft)
    brought_out(session, draft)
    with pytest.raises(Conflict, match="draft_not_now"):
        change(session, draft, "S1.1", title=text("Late", "晚"))
    other = drafted(session, version, "1.0.2")
    drop_draft(session, PAN.actor, DraftAct(other.id, other.edit), NOW)
    with pytest.raises(Missing):
        draft_of(session, PAN.actor, other.id)


@pytest.mark.parametrize("column", ["version", "document", "asked_by", "published_by", "sha256"])
def test_what_a_draft_became_is_frozen_in_the_database(session, draft, column):
    handed_over(session, draft)
    published = brought_out(session, draft)
    value = {"document": {}, "asked_by": ADA.number, "published_by": ADA.number}.get(column, "0")
    with pytest.raises(IntegrityError):
        session.execute(update(ChecklistVersion).where(ChecklistVersion.id == published.id).values({column: value}))


def test_who_edited_is_never_rewritten(session, draft):
    with pytest.raises(IntegrityError):
        session.execute(update(DraftEdit).where(DraftEdit.draft_id == draft.id).values(account_id=FANG.number))


def test_a_supplier_is_not_told_how_evidence_is_faked(session, version):
    checklist = checklist_of(version)
    assert all(not one.faked for one in shown_to(TAN.actor, checklist).checkpoints)
    assert all(one.faked for one in shown_to(LUO.actor, checklist).checkpoints)


def test_of_two_who_publish_at_once_one_is_told(database):
    with database.unit_of_work(PAN.actor) as unit:
        draft = drafted(unit, published_small(unit), "1.0.1")
        handed_over(unit, draft)
        number, sha256 = draft.id, draft.sha256
    with database.unit_of_work(FANG.actor) as unit:
        publish_draft(unit, FANG.actor, PublishDraft(number, sha256), NOW)
    with pytest.raises(Conflict, match="draft_not_now"), database.unit_of_work(ADA.actor) as unit:
        publish_draft(unit, ADA.actor, PublishDraft(number, sha256), NOW)
