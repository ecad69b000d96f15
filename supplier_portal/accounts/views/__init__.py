"""Pages of the door and of people."""

from supplier_portal.accounts.views import door, people

BLUEPRINTS = [door.blueprint, people.blueprint]
MENU = people.MENU
