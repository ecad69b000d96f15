"""Words for notices, mail and webhooks. The kinds of other rooms stand in those rooms' own files."""

ERRORS = {
    "notices.webhook_unreadable": "This is no web address. Write it whole, for example https://hooks.example.com/portal.",
    "notices.webhook_not_https": "The address has to begin with https:// so that nobody on the way reads along.",
    "notices.webhook_private": "This address lies inside a private network. Webhooks lead to the public internet only.",
    "notices.webhook_secret": "DingTalk shows a secret that begins with SEC under “Additional signature”. Copy it here.",
    "notices.webhook_topics": "Choose at least one topic, otherwise nothing is ever sent there.",
    "notices.too_many_webhooks": "There are {most} webhooks in use already. Switch one off first.",
    "notices.mail_not_given_up": "This mail is on its way or has arrived. Only what was given up can be sent again.",
    "notices.no_mail": "This portal sends no mail: no mail server is set. Set one first.",
    "notices.webhook_off": "This webhook is switched off. Switch it on, then try it.",
}

WORDS = {
    "notice.notices.trial.subject": "The supplier portal reaches you",
    "notice.notices.trial.text": "This is a test message. Nothing has happened and nothing is to be done.",
    "notice_frequency.at_once": "By mail at once",
    "notice_frequency.daily": "Once a day, in one mail",
    "notice_frequency.never": "Only in the portal",
    "webhook_preset.plain": "JSON, for a program of your own",
    "webhook_preset.wecom": "WeCom group robot",
    "webhook_preset.dingtalk": "DingTalk group robot",
    "merge_part.webhooks": "webhooks",
    "delivery.waiting": "Waiting",
    "delivery.sent": "Delivered",
    "delivery.given_up": "Given up",
    "undelivered.notices.no_server": "No mail server is set",
    "undelivered.notices.no_reader": "The account was closed, or there is nothing left to tell",
    "undelivered.notices.no_address": "This is no address mail can be sent to",
    "undelivered.notices.webhook_unreadable": "This is no web address",
    "undelivered.notices.webhook_not_https": "The address does not begin with https://",
    "undelivered.notices.webhook_private": "The address leads into a private network",
    "undelivered.notices.webhook_unknown_host": "The name of the host is not known",
    "undelivered.notices.webhook_redirects": "It answers with a redirect, which is not followed",
    "undelivered.notices.webhook_answer": "Its answer is none of such a robot",
    "undelivered.notices.webhook_off": "The webhook was switched off",
}
