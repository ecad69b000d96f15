"""Scoring a second time, as slowly and as close to the text of scoring.md as can be; no code is shared.

It takes documents as they stand in a receipt and gives their `published` block. Nothing is checked.
"""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

Document = dict[str, Any]


def half_up(number: Fraction, places: int) -> Fraction:
    scaled = abs(number) * 10**places
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(-whole if number < 0 else whole, 10**places)


def shown(number: Fraction, places: int) -> str:
    number = half_up(Fraction(number), places)
    digits = str(abs(number.numerator * 10**places // number.denominator)).rjust(places + 1, "0")
    return ("-" if number < 0 else "") + digits[:-places] + "." + digits[-places:]


def weighted(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    return sum(w * x for w, x in pairs) / sum(w for w, _ in pairs) if sum(w for w, _ in pairs) else None


def audit_figures(
    audit: Document, policy: Document, levels: Document
) -> tuple[dict[int, Fraction], dict[str, Fraction], Fraction]:
    steps = {}
    for step in sorted({checkpoint["step"] for checkpoint in audit["checkpoints"]}):
        value = weighted(
            [
                (Fraction(checkpoint["weight"]), Fraction(25 * (levels[checkpoint["code"]] or 0)))
                for checkpoint in audit["checkpoints"]
                if checkpoint["step"] == step and levels[checkpoint["code"]] not in ("NA", "out_of_profile")
            ]
        )
        if value is not None:
            steps[step] = value
    dimensions = {}
    for name, members in policy["dimensions"].items():
        value = weighted(
            [(Fraction(policy["step_weights"][str(step)]), steps[step]) for step in members if step in steps]
        )
        if value is not None:
            dimensions[name] = value
    return (
        steps,
        dimensions,
        weighted([(Fraction(policy["dimension_weights"][name]), x) for name, x in dimensions.items()]),
    )


def gate_count(gate: Document, document: Document, site: str | None) -> int:
    """How many findings count at a site; None: over all findings."""
    severity = "critical" if gate["when"] == "open_critical" else "major"
    return len(
        [
            one
            for one in document["nonconformities"]
            if one["severity"] == severity
            and one["open"]
            and (one["overdue"] or gate["when"] != "overdue_major")
            and (site is None or one["site"] is None or one["site"] == site)
        ]
    )


def days_to_expiry(audit: Document, policy: Document) -> int:
    return policy["validity"]["expires_after_days"] + audit.get("extension_days", 0)


def age(audit: Document, document: Document) -> int:
    return (date.fromisoformat(document["as_of"]) - date.fromisoformat(audit["issued_on"])).days


def missing_module(document: Document) -> bool:
    return any(
        document["modules"].get(name) is None
        for name in document["policy"]["module_weights"]
        if name != "sustainability"
    )


def no_valid_audit(document: Document) -> bool:
    return all(age(one, document) > days_to_expiry(one, document["policy"]) for one in document["audits"])


def gate_holds(gate: Document, document: Document, site: str | None) -> bool:
    if gate["when"] == "no_valid_audit":
        return no_valid_audit(document)
    if gate["when"] == "missing_module":
        return missing_module(document)
    if gate["when"] == "audit_refused":
        return document["audit_refused"]
    return gate_count(gate, document, site) >= gate.get("at_least", 1)


def grade_for(value: Fraction, policy: Document) -> str:
    for name, least in policy["grades"]:
        if value >= Fraction(least):
            return name
    raise AssertionError


def aged(gated: Fraction, audit: Document, document: Document) -> Fraction:
    validity = document["policy"]["validity"]
    days, full, expires = age(audit, document), validity["full_days"], days_to_expiry(audit, document["policy"])
    if days > expires:
        return half_up(min(gated, Fraction(validity["no_audit"])), 2)
    f = Fraction(1)
    if days > full:
        f = 1 - (1 - Fraction(validity["factor_at_expiry"])) * Fraction(days - full, expires - full)
    return half_up(min(gated, Fraction(validity["pivot"]) + f * (gated - Fraction(validity["pivot"]))), 2)


def rating(document: Document) -> Document:
    policy = document["policy"]
    sites = {one["site"] for one in document["audits"]} | {
        one["site"] for one in document["nonconformities"] if one["site"] is not None
    }
    acting = []
    for gate in policy["gates"]:
        everywhere = sites or {None}
        if gate["code"] not in document["waived"] and any(gate_holds(gate, document, site) for site in everywhere):
            acting.append(gate)
    blocks, effective = [], []
    for audit in document["audits"]:
        levels = {one["code"]: one["rating"] for one in audit["checkpoints"]}
        lifted = levels | {
            code: max(levels[code] or 0, min(3, level)) for code, level in audit.get("re_rated", {}).items()
        }
        steps, dimensions, raw = audit_figures(audit, policy, levels)
        current = half_up(audit_figures(audit, policy, lifted)[2], 2)
        caps = [Fraction(policy["mode_caps"][audit["mode"]])]
        caps += [
            Fraction(g["cap_audit"]) for g in acting if "cap_audit" in g and gate_holds(g, document, audit["site"])
        ]
        gated = min([current, *caps])
        effective.append((Fraction(audit.get("weight", "1")), aged(gated, audit, document)))
        blocks.append(
            {
                "site": audit["site"],
                "steps": {str(step): shown(value, 2) for step, value in steps.items()},
                "dimensions": {name: shown(value, 2) for name, value in dimensions.items()},
                "audit_raw": shown(raw, 2),
                "audit_current": shown(current, 2),
                "audit_gated": shown(gated, 2),
                "audit_grade": grade_for(gated, policy),
                "effective_audit": shown(effective[-1][1], 2),
            }
        )
    if effective:
        supplier = half_up(weighted(effective), 2)
    else:
        supplier = min(
            [Fraction(policy["validity"]["no_audit"]), *(Fraction(g["cap_audit"]) for g in acting if "cap_audit" in g)]
        )
    return {"sites": blocks, **module_figures(document, acting, supplier)}


def module_figures(document: Document, acting: list[Document], supplier: Fraction) -> Document:
    policy, rule = document["policy"], document["policy"]["sustainability"]
    data = 100 * Fraction(rule["data"]["primary_share"]) * Fraction(document["data"]["primary_share"])
    data += 100 * Fraction(rule["data"]["verified"]) if document["data"]["verified"] else 0
    parts = {
        "audit": supplier,
        "cdp": Fraction(rule["cdp"][document["cdp"]]),
        "sbt": Fraction(rule["sbt"][document["sbt"]]),
    }
    parts["data"] = data
    sustainability = half_up(weighted([(Fraction(w), parts[name]) for name, w in rule["weights"].items()]), 2)
    values = {name: Fraction(value) for name, value in document["modules"].items() if value is not None}
    values["sustainability"] = sustainability
    result = half_up(
        weighted([(Fraction(w), values[name]) for name, w in policy["module_weights"].items() if name in values]), 2
    )
    order = [name for name, _ in policy["grades"]]
    caps = [order.index(gate["cap_grade"]) for gate in acting if "cap_grade" in gate]
    return {
        "effective_audit": shown(supplier, 2),
        "sustainability": shown(sustainability, 2),
        "rating": shown(result, 2),
        "grade": order[max([order.index(grade_for(result, policy)), *caps])],
        "provisional": no_valid_audit(document) or missing_module(document),
        "bid_blocked": any(gate.get("block_bid") for gate in acting),
        "gates": [gate["code"] for gate in acting],
    }


def price_points(document: Document, price: Fraction) -> Fraction:
    zero, full = Fraction(document["price_scale"]["zero_at"]), Fraction(document["price_scale"]["full_marks_at"])
    return 100 * max(Fraction(0), min(Fraction(1), (zero - price) / (zero - full)))


def points(document: Document, bid: Document, code: str) -> Fraction:
    return price_points(document, Fraction(bid["price"])) if code == "price" else Fraction(bid["scores"][code])


def green(document: Document, bid: Document) -> Fraction:
    return Fraction(bid["scores"].get(document["sustainability_criterion"], "0"))


def value(document: Document, bid: Document) -> Fraction:
    price = Fraction(bid["price"])
    if document["method"] == "weighted_sum":
        return weighted([(Fraction(c["weight"]), points(document, bid, c["code"])) for c in document["criteria"]])
    if document["method"] == "fictitious_discount":
        shares = [
            Fraction(share) for threshold, share in document["discounts"] if green(document, bid) >= Fraction(threshold)
        ]
        return price - max([Fraction(0), *shares]) * Fraction(document["reference_value"])
    if document["method"] == "quality_price_ratio":
        most = Fraction(document["vmax"])
        return price / (1 + most * green(document, bid) / 100 / (1 - most))
    pcf = bid.get("pcf") if bid.get("pcf") is not None else document["default_pcf"]
    return price + Fraction(document["carbon_price"]) * Fraction(pcf) * Fraction(bid["quantity"]) / 1000


def reasons(document: Document, bid: Document) -> list[str]:
    found = ["blocked"] if bid["blocked"] else []
    order = document["grades"]
    if document["min_grade"] and order.index(bid["grade"]) > order.index(document["min_grade"]):
        found.append("grade")
    if document["ceiling"] and Fraction(bid["price"]) > Fraction(document["ceiling"]):
        found.append("ceiling")
    return found


def evaluation(document: Document) -> Document:
    left_out = {bid["bidder"]: reasons(document, bid) for bid in document["bids"] if reasons(document, bid)}
    bids = [bid for bid in document["bids"] if bid["bidder"] not in left_out]
    exact = {bid["bidder"]: value(document, bid) for bid in bids}
    places, sign = (4, -1) if document["method"] == "weighted_sum" else (2, 1)

    def key(bid: Document) -> tuple[Fraction, Fraction, Fraction, str]:
        total = sign * half_up(exact[bid["bidder"]], places)
        return total, -green(document, bid), Fraction(bid["price"]), bid["submitted_at"]

    order = []
    while len(order) < len(bids):  # the best of those left, the first of equals
        rest = [bid for bid in bids if bid not in order]
        order.append(next(bid for bid in rest if all(key(bid) <= key(other) for other in rest)))
    result = {
        "totals": {bid["bidder"]: shown(exact[bid["bidder"]], places) for bid in order},
        "ranking": [bid["bidder"] for bid in order],
        "excluded": left_out,
        "manual_tie_break": len(order) > 1 and key(order[0]) == key(order[1]),
    }
    weights = {c["code"]: Fraction(c["weight"]) for c in document["criteria"]}
    criterion = document["sustainability_criterion"]
    if document["method"] == "weighted_sum" and order and weights.get("price") and weights.get(criterion):
        result |= fragility(document, order, exact, weights)
    return result


def fragility(
    document: Document, order: list[Document], exact: dict[str, Fraction], weights: dict[str, Fraction]
) -> Document:
    criterion = document["sustainability_criterion"]
    zero, full = Fraction(document["price_scale"]["zero_at"]), Fraction(document["price_scale"]["full_marks_at"])
    level = {}
    for bid in order[1:]:
        behind = exact[order[0]["bidder"]] - exact[bid["bidder"]]
        needed = price_points(document, Fraction(bid["price"])) + behind * sum(weights.values()) / weights["price"]
        price = zero - needed / 100 * (zero - full)
        level[bid["bidder"]] = None if needed > 100 else shown(Fraction(int(price * 100), 100), 2)
    return {
        "price_of_one_sustainability_point": shown(weights[criterion] / weights["price"] * (zero - full) / 100, 2),
        "price_to_draw_level": level,
        "winner_by_sustainability_weight": envelope(document, order, weights, criterion),
    }


def envelope(document: Document, bids: list[Document], weights: dict[str, Fraction], criterion: str) -> list[Document]:
    """Cut 0 to 1 where any two lines cross, ask who wins in the middle of each piece, join equal neighbours."""
    lines = {}
    for bid in bids:
        others = weighted([(w, points(document, bid, code)) for code, w in weights.items() if code != criterion and w])
        lines[bid["bidder"]] = (others, points(document, bid, criterion))
    cuts = {Fraction(0), Fraction(1)}
    for a, b in lines.values():
        for c, d in lines.values():
            slope = (b - a) - (d - c)
            if slope and 0 < (c - a) / slope < 1:
                cuts.add((c - a) / slope)
    cuts = sorted(cuts)
    pieces = []
    for start, end in pairwise(cuts):
        middle = (start + end) / 2
        height = {bidder: (1 - middle) * a + middle * b for bidder, (a, b) in lines.items()}
        winners = sorted(bidder for bidder in height if height[bidder] == max(height.values()))
        if pieces and pieces[-1][2] == winners:
            pieces[-1][1] = end
        else:
            pieces.append([start, end, winners])
    return [{"from": shown(start, 6), "to": shown(end, 6), "winners": winners} for start, end, winners in pieces]
