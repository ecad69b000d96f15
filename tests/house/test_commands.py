"""Every command is found by its name, without loading the others."""

import subprocess
import sys
from importlib import import_module

from supplier_portal.cli import ROOMS_WITH_COMMANDS


def test_each_module_has_the_commands_it_is_listed_with():
    for room, names in ROOMS_WITH_COMMANDS.items():
        commands = import_module(f"supplier_portal.{room}").COMMANDS
        assert tuple(command.name for command in commands) == names, room


def test_checking_a_checklist_loads_nothing_that_draws_or_asks_a_database():
    code = (
        "import sys; from supplier_portal.cli import main\n"
        "sys.argv = ['supplier-portal', 'checklist', 'check', '--help']\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'weasyprint', 'pandas', 'sqlalchemy', 'flask'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
