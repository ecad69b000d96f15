"""Adding and changing sites."""

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.suppliers.forms import SiteForm
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.operations import AddSite, ChangeSite, add_site, change_site, row_digest
from supplier_portal.suppliers.views.room import ONE, PageForms, blueprint, done, found, supplier_page
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post(f"{ONE}/sites")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def add_one_site(supplier_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), SiteForm().offer()
    if not form.validate_on_submit():
        return supplier_page(supplier, PageForms(site=form)), 422
    try:
        with writing() as session:
            add_site(session, actor(), AddSite(supplier.id, **form.facts()), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return supplier_page(found(supplier_id), PageForms(site=form)), 422
    return done(supplier.id, speech().gettext("The site was added."))


@blueprint.get(f"{ONE}/sites/<int:site_id>")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def edit_site(supplier_id: int, site_id: int) -> ResponseReturnValue:
    supplier = found(supplier_id)
    site = _site(supplier, site_id)
    return _site_page(SiteForm(obj=site, seen=row_digest(site)).offer(), supplier, site)


@blueprint.post(f"{ONE}/sites/<int:site_id>")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def save_site(supplier_id: int, site_id: int) -> ResponseReturnValue:
    supplier, form = found(supplier_id), SiteForm().offer()
    site = _site(supplier, site_id)
    if not form.validate_on_submit():
        return _site_page(form, supplier, site), 422
    command = ChangeSite(supplier_id=supplier.id, site_id=site.id, seen=form.seen.data or "", **form.facts())
    try:
        with writing() as session:
            change_site(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _site_page(form, supplier, site), 422
    return done(supplier.id, speech().gettext("The site was changed."))


def _site(supplier: Supplier, site_id: int) -> Site:
    site = next((site for site in supplier.sites if site.id == site_id), None)
    if site is None:
        raise Missing
    return site


def _site_page(form: SiteForm, supplier: Supplier, site: Site) -> str:
    return render_template("suppliers/site.html", form=form, supplier=supplier, site=site)
