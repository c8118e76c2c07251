"""How records of AWS stand in a snapshot, and lists that come in pages."""

import datetime

# Members of AWS's answers that a snapshot does not keep.
NOT_KEPT = {
    "AvailablePolicyTypes",
    "GroupArn",
    "MembershipArn",
    "Path",
    "Paths",
    "PolicyTypes",
    "ResponseMetadata",
    "Revision",
    "UserArn",
}


def plain(value):
    if isinstance(value, datetime.datetime):
        text = value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "")
        return (text.rstrip("0") if "." in text else text) + "Z"
    return value


def keep(record):
    return {name: plain(value) for name, value in record.items() if name not in NOT_KEPT}


def pages(client, operation, token="NextToken", **params):
    """All pages, by hand: an empty page with a token is not the end."""
    while True:
        answer = getattr(client, operation)(**params)
        yield answer
        if token not in answer:
            return
        params[token] = answer[token]


def every(client, operation, member, **params):
    return [item for page in pages(client, operation, **params) for item in page.get(member, [])]
