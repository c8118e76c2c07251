"""boto3 clients for a service at some URL, and a check of raw answers against botocore's models."""

import json

import boto3
from botocore.config import Config
from botocore.validate import ParamValidator

SERVICES = ("sso-admin", "identitystore", "organizations")


def clients(url, **settings):
    config = Config(retries={"total_max_attempts": 1}, **settings)
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    session = boto3.Session(**keys)
    return {name: session.client(name, endpoint_url=url, config=config) for name in SERVICES}


def hold_against_model(client, problems):
    """Each answer the client gets must be what the service model says, with no member it does not know."""

    def check(model, parsed, http_response, **_):
        if model is None or http_response.status_code != 200:
            return
        where = model.name
        problems.extend(unknown_members(json.loads(http_response.content), model.output_shape, where))
        answer = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
        if answer.get("InlinePolicy") == "":
            del answer["InlinePolicy"]  # AWS says "" where there is none, against its own model
        report = ParamValidator().validate(answer, model.output_shape)
        if report.has_errors():
            problems.append(f"{where}: {report.generate_report()}")

    client.meta.events.register("after-call", check)


def unknown_members(value, shape, where):
    if shape.type_name == "structure":
        for name, member in value.items():
            if name not in shape.members:
                yield f"{where}: no member {name} in {shape.name}"
            else:
                yield from unknown_members(member, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from unknown_members(item, shape.member, where)
    elif "enum" in shape.metadata and value not in shape.metadata["enum"]:
        yield f"{where}: {value} is not one of {shape.metadata['enum']}"
