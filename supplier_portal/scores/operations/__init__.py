"""Publishing policies and ratings, keeping what an issued audit is scored by, waivers of gates and saved views."""

from supplier_portal.scores.operations.policies import publish_policy
from supplier_portal.scores.operations.ratings import (
    BATCH,
    publish_next,
    publish_rating,
    publish_ratings,
)
from supplier_portal.scores.operations.results import store_add_on_result, store_audit_result
from supplier_portal.scores.operations.saved_views import (
    SaveView,
    change_view,
    delete_view,
    lead_with_view,
    rename_view,
    save_view,
)
from supplier_portal.scores.operations.waivers import GrantWaiver, end_waiver, grant_waiver

__all__ = [
    "BATCH",
    "GrantWaiver",
    "SaveView",
    "change_view",
    "delete_view",
    "end_waiver",
    "grant_waiver",
    "lead_with_view",
    "publish_next",
    "publish_policy",
    "publish_rating",
    "publish_ratings",
    "rename_view",
    "save_view",
    "store_add_on_result",
    "store_audit_result",
]
