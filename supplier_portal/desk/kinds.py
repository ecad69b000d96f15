"""What the desk tells: a reminder of who holds the ball, asked for by hand, and findings that were handed over."""

from supplier_portal.findings.kinds import REMINDERS, STEPS
from supplier_portal.notices.kinds import BUYER, SUPPLIER, Kind

REMINDED_SUPPLIER = Kind("desk.reminded_supplier", REMINDERS, sides=(SUPPLIER,))
REMINDED_BUYER = Kind("desk.reminded_buyer", REMINDERS, sides=(BUYER,))
HANDED_OVER = Kind("desk.handed_over", STEPS, webhook=False, sides=(BUYER,))

KINDS = (REMINDED_SUPPLIER, REMINDED_BUYER, HANDED_OVER)
