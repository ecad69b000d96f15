"""The Luhn sum, by which ISINs and D-U-N-S numbers check their digits (ISO/IEC 7812-1)."""

TEN = 10


def luhn_sum(digits: list[int]) -> int:
    """Every second digit from the right is doubled and its own digits added; a right number's sum is a full ten."""
    doubled = [sum(divmod(2 * digit, TEN)) for digit in digits[-2::-2]]
    return sum(digits[-1::-2]) + sum(doubled)
