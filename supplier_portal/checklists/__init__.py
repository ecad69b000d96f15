"""Checklist versions: read from a file, checked, frozen by their hash; audits are pinned to one."""
