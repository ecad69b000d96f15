"""Pages of notices, of how one is told, of webhooks, and of mail that did not go out."""

from supplier_portal.notices.views import mail, own, webhooks

BLUEPRINTS = [own.blueprint, webhooks.blueprint, mail.blueprint]
