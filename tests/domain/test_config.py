"""Settings fail aloud."""

from datetime import date

import pytest

from supplier_portal.config import SettingRefused, read

SAFE = {
    "SUPPLIER_PORTAL_PRODUCTION": "true",
    "SUPPLIER_PORTAL_SECRET_KEY": "k" * 32,
    "SUPPLIER_PORTAL_PUBLIC_ADDRESS": "https://suppliers.example.com",
}


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
        ({"SUPPLIER_PORTAL_COUNTRY": "China"}, "COUNTRY='China' is no country of ISO 3166"),
        ({"SUPPLIER_PORTAL_COUNTRY": "EU"}, "no country of ISO 3166"),
        ({"SUPPLIER_PORTAL_COUNTRY": ""}, "no country of ISO 3166"),
        ({"SUPPLIER_PORTAL_SECRETKEY": "x"}, "there is no such setting"),
    ],
)
def test_production_does_not_start_with_an_unsafe_setting_and_says_why(changed, says):
    with pytest.raises(SettingRefused, match=says):
        read(SAFE | changed)


def test_production_starts_with_safe_settings():
    assert read(SAFE).production


def test_the_buyer_is_in_china_unless_it_says_otherwise():
    assert read(SAFE).country == "CN"
    assert read(SAFE | {"SUPPLIER_PORTAL_COUNTRY": "DE"}).country == "DE"


@pytest.mark.parametrize(
    "address",
    [
        None, "", "http://localhost:8000", "https://LOCALHOST", "https://localhost.", "http://portal.localhost",
        "http://127.0.0.1:8000", "https://127.1.2.3", "http://[::1]:8000", "http://0.0.0.0", "suppliers.example.com",
        "ftp://suppliers.example.com", "https://", "https://suppliers.example.com:port", "https://[::",
        "https://ann@suppliers.example.com", "https://suppliers.example.com/?a=b",
    ],
)  # fmt: skip
def test_production_does_not_print_codes_that_lead_nowhere(address):
    name = "SUPPLIER_PORTAL_PUBLIC_ADDRESS"
    changed = {key: value for key, value in SAFE.items() if key != name} | ({} if address is None else {name: address})
    with pytest.raises(SettingRefused, match=f"{name}.*for example https://"):
        read(changed)


@pytest.mark.parametrize(
    "address", ["https://suppliers.example.com", "http://10.0.0.4:8080", "https://example.com/portal/"]
)
def test_production_takes_an_address_that_others_reach(address):
    assert read(SAFE | {"SUPPLIER_PORTAL_PUBLIC_ADDRESS": address}).public_address == address


def test_elsewhere_the_public_address_follows_the_port(tmp_path):
    own = {"SUPPLIER_PORTAL_DATA_FOLDER": str(tmp_path), "SUPPLIER_PORTAL_PORT": "8123"}
    assert read(own).public_address == "http://localhost:8123"


MAIL = SAFE | {"SUPPLIER_PORTAL_MAIL_SERVER": "smtp.example.com", "SUPPLIER_PORTAL_MAIL_FROM": "portal@example.com"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"MAIL_SECURITY": "ssl"}, "starttls, tls, none"),
        ({"MAIL_SECURITY": "none"}, "in the clear"),
        ({"MAIL_SECURITY": "none", "MAIL_SERVER": "10.0.0.1"}, "in the clear"),
        ({"MAIL_FROM": ""}, "no address to send from"),
        ({"MAIL_FROM": "portal"}, "no address to send from"),
        ({"MAIL_FROM": "a@example.com, b@example.com"}, "no address to send from"),
        ({"MAIL_FROM": "a@example.com\nBcc: b@example.com"}, "no address to send from"),
    ],
)
def test_mail_that_could_be_read_on_the_way_or_come_from_nobody_is_refused(changed, says):
    with pytest.raises(SettingRefused, match=says):
        read(MAIL | {f"SUPPLIER_PORTAL_{name}": value for name, value in changed.items()})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"MAIL_SECURITY": "tls", "MAIL_PORT": "465"},
        {"MAIL_SECURITY": "none", "MAIL_SERVER": "localhost"},
        {"MAIL_SECURITY": "none", "MAIL_SERVER": "127.0.0.1"},
        {"MAIL_SERVER": "", "MAIL_FROM": ""},
    ],
)
def test_mail_over_a_secret_line_or_the_own_machine_is_taken(changed):
    asked = MAIL | {f"SUPPLIER_PORTAL_{name}": value for name, value in changed.items()}
    assert read(asked).mail_server == asked["SUPPLIER_PORTAL_MAIL_SERVER"]


def test_a_demonstration_may_pin_its_day(tmp_path):
    config = read({"SUPPLIER_PORTAL_PINNED_DAY": "2024-03-31", "SUPPLIER_PORTAL_DATA_FOLDER": str(tmp_path)})
    assert config.pinned_day == date(2024, 3, 31)


def test_a_development_key_is_made_once_and_kept_to_its_owner(tmp_path):
    environment = {"SUPPLIER_PORTAL_DATA_FOLDER": str(tmp_path)}
    assert read(environment).secret_key == read(environment).secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
