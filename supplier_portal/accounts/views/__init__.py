"""Pages of the door and of people."""

from supplier_portal.accounts.views import colleagues, door, people

BLUEPRINTS = [door.blueprint, people.blueprint, colleagues.blueprint]
MENU = people.MENU
