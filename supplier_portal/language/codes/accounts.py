"""Sentences about signing in and inviting."""

ERRORS = {
    "accounts.sign_in_first": "Sign in first. What you have typed on this device is kept.",
    "accounts.wrong": "E-mail or password is wrong.",
    "accounts.too_many_attempts": "Too many attempts. Wait five minutes and try again.",
    "accounts.password_length": "At least {least} and at most {most} characters.",
    "accounts.wrong_password": "This is not your present password.",
    "accounts.role_and_company": "A supplier’s person needs a company, nobody else has one.",
    "accounts.has_account": "This person has an account already.",
    "accounts.name_needed": "Write the name.",
    "accounts.last_owner": "A company needs an owner. Make somebody else owner first, or hand ownership over.",
    "accounts.not_a_colleague": "Choose somebody of the same company who can sign in.",
    "accounts.no_member": "Choose a member of your company who is not an owner yet.",
    "accounts.superior_circle": "{name} stands above this person already, so it cannot be the other way round too.",
    "accounts.successor_needed": "Say who takes over what is open.",
    "accounts.removed_already": "{name} was removed meanwhile.",
    "accounts.offer_waits": "An offer of yours waits already. Withdraw it first.",
    "accounts.offer_over": "This offer is over: it was answered or withdrawn meanwhile.",
    "accounts.invitation_over": "This link is used up, expired or mistyped. Ask for a new one.",
}

WORDS = {
    "duty.findings": "findings in their charge",
    "duty.actions": "actions of corrective action plans",
}
