"""Settings fail aloud."""

from datetime import date

import pytest

from supplier_portal.config import SettingRefused, read

SAFE = {"SUPPLIER_PORTAL_PRODUCTION": "true", "SUPPLIER_PORTAL_SECRET_KEY": "k" * 32}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"SUPPLIER_PORTAL_SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SUPPLIER_PORTAL_SECRET_KEY": "short"}, "shorter than 32"),
        ({"SUPPLIER_PORTAL_DEBUG": "yes"}, "DEBUG is on"),
        ({"SUPPLIER_PORTAL_PINNED_DAY": "2024-03-31"}, "PINNED_DAY is set"),
        ({"SUPPLIER_PORTAL_DEBUG": "maybe"}, "write true or false"),
        ({"SUPPLIER_PORTAL_PORT": "eighty"}, "PORT='eighty'"),
        ({"SUPPLIER_PORTAL_PINNED_DAY": "31.3.2024"}, "PINNED_DAY='31.3.2024'"),
        ({"SUPPLIER_PORTAL_TIME_ZONE": "Mars/Olympus"}, "no such time zone"),
        ({"SUPPLIER_PORTAL_SECRETKEY": "x"}, "there is no such setting"),
    ],
)
def test_production_does_not_start_with_an_unsafe_setting_and_says_why(changed, says):
    with pytest.raises(SettingRefused, match=says):
        read(SAFE | changed)


def test_production_starts_with_safe_settings():
    assert read(SAFE).production


def test_a_demonstration_may_pin_its_day(tmp_path):
    config = read({"SUPPLIER_PORTAL_PINNED_DAY": "2024-03-31", "SUPPLIER_PORTAL_DATA_FOLDER": str(tmp_path)})
    assert config.pinned_day == date(2024, 3, 31)


def test_a_development_key_is_made_once_and_kept_to_its_owner(tmp_path):
    environment = {"SUPPLIER_PORTAL_DATA_FOLDER": str(tmp_path)}
    assert read(environment).secret_key == read(environment).secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
