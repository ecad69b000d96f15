"""Units in headings and cells: what a figure is multiplied by, exactly. What is not known here is refused."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from supplier_portal.intake.cells.writing import Unreadable
from supplier_portal.intake.importing import CellKind

_MULTIPLIERS = {
    1: "",
    1_000: "k 000 thousand thousands 千",
    10_000: "万",
    100_000: "十万",
    1_000_000: "million millions mn mln mio 百万",
    10_000_000: "千万",
    100_000_000: "亿",
    1_000_000_000: "billion billions bn 十亿",
}


def _table(*bases: tuple[str, Decimal]) -> dict[str, Decimal]:
    """Give word → factor: each multiplier alone, each base alone, and both in one word."""
    table: dict[str, Decimal] = {}
    for factor, words in _MULTIPLIERS.items():
        table |= dict.fromkeys(words.split(), Decimal(factor))
        for names, size in bases:
            for base in names.split():
                table[base] = size
                table |= {f"{word}{base}": size * factor for word in words.split() if _one_script(word, base)}
    return table


def _one_script(word: str, base: str) -> bool:
    return word.isascii() == base.isascii() and word != "000" and (len(word) == 1 or not word.isascii())


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_ONE = Decimal(1)
MONEY = _table(("cny rmb yuan ¥ 元 人民币 人民币元 元人民币 圆", _ONE))
MONEY |= {f"{word}人民币": MONEY[word] for word in list(MONEY) if word.endswith("元") and "人民币" not in word}
MONEY |= {f"人民币{word}": MONEY[word] for word in list(MONEY) if not word.isascii() and "人民币" not in word}
TONNES = _table(
    ("t tonne tonnes ton tons tco2 tco2e tco2eq 吨 公吨", _ONE),
    ("kg kgs kilogram kilograms kgco2 kgco2e kgco2eq 公斤 千克", Decimal("0.001")),
)
SHARE = {word: Decimal("0.01") for word in ("%", "percent", "pct", "百分比", "百分数")}
COUNT = {word: size for word, size in _table(("人 名 persons people", _ONE)).items() if word not in {"k", "000"}}
TABLES: dict[str, dict[str, Decimal]] = {"money": MONEY, "tonnes": TONNES, "share": SHARE}

_SAYS_NOTHING = _words(
    "a per annum pa p year years yearly annual annually of in the to and or required optional excl excluding incl",
    "including tax vat net gross last latest current previous fiscal calendar fy estimate estimated actual total",
    "supplier approx reporting base metric unit units co2 co2e co2eq e eq equivalent s",
    "年 年度 每年 全年 上年 上年度 去年 本年 本年度 当年 单位 必填 选填 可选 含税 不含税 未税 税前 税后 预计 实际",
    "估算 约 二氧化碳当量 二氧化碳 当量 合计 总计 供应商 我司 本公司 最近一年 近一年 基准年",
)
_FOREIGN = _words(
    "teur keur meur kusd musd tusd usd us$ $ eur euro euros € gbp £ jpy hkd hk$ twd nt$ ntd krw ₩ inr ₹ sgd aud cad",
    "chf thb vnd myr dollar dollars pound pounds lb lbs oz ounce ounces gal gallon gallons m3 mwh kwh gj tj mj gwh",
    "litre litres liter liters",
    "美元 美金 欧元 日元 港元 港币 台币 新台币 韩元 英镑 卢比 新加坡元 加元 澳元 瑞郎 泰铢 越南盾 外币 磅 盎司",
    "千瓦时 立方米 标准煤 吨标准煤",
)
_CJK = "\u3400-\u9fff"
_TOKEN = re.compile(rf"[a-z]{{0,3}}\$|[a-z]+[0-9]*[a-z]*|[0-9]+|[{_CJK}]+|[%‰¥€£₩₹]")
_BRACKETS = re.compile(r"[(\[{【]([^()\[\]{}【】]*)[)\]}】]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONG_WORDS = re.compile(
    "({})".format(
        "|".join(
            sorted(
                {word for word in (*MONEY, *TONNES, *SHARE, *_SAYS_NOTHING, *_FOREIGN) if not word.isascii()}
                - set("元圆吨千万亿年约磅¥€£₩₹"),
                key=len,
                reverse=True,
            )
        )
    )
)


@dataclass(frozen=True)
class Unit:
    """What the heading says: a factor to the column's own unit, and whether it says it at all."""

    factor: Decimal = _ONE
    said: bool = False


def folded(text: str) -> str:
    """Heading or unit in one width and case, low digits as plain ones, brackets as round or square ones."""
    return unicodedata.normalize("NFKC", text).replace("'", " ").replace("\u2019", " ").casefold()


def without_brackets(heading: str) -> str:
    return _BRACKETS.sub(" ", folded(heading))


def heading_unit(heading: str, kind: CellKind) -> Unit:
    """The unit a heading names in brackets or at its end. Raises Unreadable intake.unit_unknown."""
    table = TABLES.get(kind)
    if table is None:
        _refuse_multiplied(heading, kind)
        return Unit()
    bracketed = [token for inside in _BRACKETS.findall(folded(heading)) for token in _tokens(inside, table)]
    outside = _tokens(without_brackets(heading), table)
    foreign = [word for word in bracketed + outside if word in _FOREIGN and word not in table]
    unknown = [word for word in bracketed if not _known(word, table, kind)]
    if foreign or unknown:
        raise Unreadable("intake.unit_unknown", unit=(foreign or unknown)[0], heading=heading)
    return _together(bracketed + _units_outside(outside, table), table, heading)


def cell_unit(text: str, kind: CellKind) -> Unit:
    """The unit behind a figure in its cell. Raises Unreadable intake.unit_unknown."""
    table = TABLES.get(kind, {})
    tokens = _tokens(folded(text), table)
    if not tokens or any(word not in table and word not in _SAYS_NOTHING for word in tokens):
        raise Unreadable("intake.unit_unknown", unit=text, heading=text)
    return _together(tokens, table, text)


def _tokens(text: str, table: dict[str, Decimal]) -> list[str]:
    """Words of a text; a run of Chinese is cut at the units and fillings in it."""
    found: list[str] = []
    for word in _TOKEN.findall(text):
        found += [word] if word.isascii() or word in table else _cut(word)
    return found


def _cut(run: str) -> list[str]:
    found: list[str] = []
    for part in filter(None, _LONG_WORDS.split(run)):
        single = part[-1] in "元圆吨千万亿年" and not _LONG_WORDS.fullmatch(part)
        found += [part[:-1], part[-1]] if single and len(part) > 1 else [part]
    return found


def _known(word: str, table: dict[str, Decimal], kind: CellKind) -> bool:
    plain_share = kind == "share" and word in {"0", "1"}
    return word in table or word in _SAYS_NOTHING or bool(_YEAR.fullmatch(word)) or plain_share


def _units_outside(words: list[str], table: dict[str, Decimal]) -> list[str]:
    """Units at a heading's end, and those that multiply wherever they stand."""
    ending = []
    for word in reversed(words[1:]):
        if word in table:
            ending.append(word)
        elif word not in _SAYS_NOTHING and not _YEAR.fullmatch(word):
            break
    return ending + [word for word in words if table.get(word, _ONE) != 1]


def _together(tokens: list[str], table: dict[str, Decimal], text: str) -> Unit:
    """Raises Unreadable where two words multiply, such as 万元 and thousand."""
    factors = [table[token] for token in tokens if token in table]
    telling = {factor for factor in factors if factor != 1}
    if len(telling) > 1:
        raise Unreadable("intake.unit_unknown", unit=text, heading=text)
    return Unit(next(iter(telling), _ONE), bool(factors))


def _refuse_multiplied(heading: str, kind: CellKind) -> None:
    """A count in thousands: raises Unreadable, as figures of such columns are never multiplied."""
    if kind not in {"integer", "decimal"}:
        return
    for inside in _BRACKETS.findall(folded(heading)):
        for word in _tokens(inside, COUNT):
            if COUNT.get(word, _ONE) != 1:
                raise Unreadable("intake.unit_unknown", unit=word, heading=heading)
