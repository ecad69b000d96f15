"""Where the folders beside the package are: in the checkout next to it, in an installed wheel inside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE / "_shipped" if (PACKAGE / "_shipped").is_dir() else PACKAGE.parent
TEMPLATES, CHECKLISTS, MIGRATIONS, SEED = (ROOT / name for name in ("templates", "checklists", "migrations", "seed"))
