"""Applications with their parts, their providers, the issuers they trust."""

from records import every, keep


def applications(reader, instance):
    sso = reader.sso
    for listed in every(sso, "list_applications", "Applications", InstanceArn=instance):
        about = {"ApplicationArn": listed["ApplicationArn"]}
        described = keep(sso.describe_application(**about))
        reader.must_agree("DescribeApplication", keep(listed), described)
        assigned = every(sso, "list_application_assignments", "ApplicationAssignments", **about)
        yield {
            **described,
            "Assignments": [{name: row[name] for name in ("PrincipalType", "PrincipalId")} for row in assigned],
            "AssignmentConfiguration": keep(sso.get_application_assignment_configuration(**about)),
            "SessionConfiguration": keep(sso.get_application_session_configuration(**about)),
            "AccessScopes": every(sso, "list_application_access_scopes", "Scopes", MaxResults=10, **about),
            "AuthenticationMethods": every(
                sso, "list_application_authentication_methods", "AuthenticationMethods", **about
            ),
            "Grants": every(sso, "list_application_grants", "Grants", **about),
            "Tags": every(sso, "list_tags_for_resource", "Tags", ResourceArn=listed["ApplicationArn"]),
        }


def providers(reader):
    for listed in every(reader.sso, "list_application_providers", "ApplicationProviders"):
        arn = listed["ApplicationProviderArn"]
        described = keep(reader.sso.describe_application_provider(ApplicationProviderArn=arn))
        reader.must_agree("DescribeApplicationProvider", listed, described)
        yield described


def issuers(reader, instance):
    for listed in every(reader.sso, "list_trusted_token_issuers", "TrustedTokenIssuers", InstanceArn=instance):
        arn = listed["TrustedTokenIssuerArn"]
        described = keep(reader.sso.describe_trusted_token_issuer(TrustedTokenIssuerArn=arn))
        reader.must_agree("DescribeTrustedTokenIssuer", listed, {name: described[name] for name in listed})
        yield {**described, "Tags": every(reader.sso, "list_tags_for_resource", "Tags", ResourceArn=arn)}
