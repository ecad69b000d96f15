from tests.tenders_story import *
def test_try(app, as_person):
    db = app.extensions["portal"].database
    with db.unit_of_work(LIN.actor) as s:
        t = brought_to(s, "evaluated"); tid = t.id
    b = as_person(LIN)
    for l in ("en", "zh"):
        b.speaking(l)
        for a in ("", "new", f"{tid}", f"{tid}/evaluation", f"{tid}/award"):
            b.page(f"/tenders/{a}")
