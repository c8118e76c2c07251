"""What account access manager entitles to, in the applications of the instance."""

from records import keep, pages


def entitlements(reader, instance, accounts):
    """As a whole and account by account: the two readings must be the same."""
    client, by_account = reader.entitlements, {}
    whole = {}
    for page in pages(client, "list_applications", token="nextToken"):
        for application in page["applications"]:
            arn = application["applicationArn"]
            source = client.get_application(applicationArn=arn)["identitySource"]["identityCenter"]
            reader.must_agree("GetApplication", source["instanceArn"], instance)
            client.list_tags_for_resource(resourceArn=arn)
            whole.update(listed(client, arn, {}))
            for account in accounts:
                by_account.update(listed(client, arn, {"account": account}))
    reader.must_agree("ListEntitlements", whole, by_account)
    return list(whole.values())


def listed(client, application, role):
    about = {"applicationArn": application, "filter": {"principalRole": role}}
    for page in pages(client, "list_entitlements", token="nextToken", **about):
        for record in page["entitlements"]:
            yield record["entitlementId"], {**keep(record), "applicationArn": application}
