"""Sentences about signing in and inviting."""

ERRORS = {
    "accounts.sign_in_first": "Sign in first. What you have typed on this device is kept.",
    "accounts.wrong": "E-mail or password is wrong.",
    "accounts.too_many_attempts": "Too many attempts. Wait five minutes and try again.",
    "accounts.password_length": "At least {least} and at most {most} characters.",
    "accounts.wrong_password": "This is not your present password.",
    "accounts.role_and_company": "A supplier’s person needs a company, nobody else has one.",
    "accounts.has_account": "This person has an account already.",
    "accounts.invitation_over": "This link is used up, expired or mistyped. Ask for a new one.",
}
