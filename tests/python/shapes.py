"""Requests and answers held against botocore's models, more strictly than botocore does itself."""

import json
import re
from xml.etree import ElementTree

from botocore.validate import ParamValidator


def patterns(value, shape, where):
    """ParamValidator does not look at patterns, enums and the greatest number; AWS does."""
    if shape.type_name == "structure":
        for name, member in value.items():
            if name in shape.members:
                yield from patterns(member, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from patterns(item, shape.member, where)
    elif shape.type_name == "map":
        for item in value.values():
            yield from patterns(item, shape.value, where)
    elif shape.type_name == "string":
        rules = shape.metadata
        if "enum" in rules and value not in rules["enum"]:
            yield f"{where}: {value!r} is not one of {rules['enum']}"
        # Java's \p{...} classes are not Python's; the shapes that have them are free text.
        if "pattern" in rules and "\\p{" not in rules["pattern"] and not re.search(rules["pattern"], value):
            yield f"{where}: {value!r} does not match {rules['pattern']}"
    elif shape.type_name == "integer" and value > shape.metadata.get("max", value):
        yield f"{where}: {value} is over {shape.metadata['max']}"


def hold_against_model(client, problems):
    """Each answer the client gets must be what the service model says, with no member it does not know."""

    def check(model, parsed, http_response, **_):
        if model is None or http_response.status_code != 200:
            return
        where, shape = model.name, model.output_shape
        if model.service_model.protocol == "query":
            problems.extend(unknown_elements(result(model, http_response.content), shape, where))
        else:
            problems.extend(unknown_members(json.loads(http_response.content), shape, where))
        answer = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
        if answer.get("InlinePolicy") == "":
            del answer["InlinePolicy"]  # AWS says "" where there is none, against its own model
        report = ParamValidator().validate(answer, shape)
        if report.has_errors():
            problems.append(f"{where}: {report.generate_report()}")
        problems.extend(patterns(answer, shape, where))

    client.meta.events.register("after-call", check)


def unknown_members(value, shape, where):
    if getattr(shape, "is_document_type", False):
        return
    if shape.type_name == "structure":
        if getattr(shape, "is_tagged_union", False) and len(value) != 1:
            yield f"{where}: not one member of {shape.name}, but {sorted(value)}"
        for name, member in value.items():
            if name not in shape.members:
                yield f"{where}: no member {name} in {shape.name}"
            else:
                yield from unknown_members(member, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from unknown_members(item, shape.member, where)
    elif shape.type_name == "map":
        for item in value.values():
            yield from unknown_members(item, shape.value, where)


def result(model, content):
    """The element that holds the answer, in the namespace that the model says."""
    namespace = "{" + model.service_model.metadata["xmlNamespace"] + "}"
    response = ElementTree.fromstring(content)
    assert response.tag == f"{namespace}{model.name}Response", response.tag
    return response.find(namespace + model.output_shape.serialization["resultWrapper"])


def unknown_elements(element, shape, where):
    names = [child.tag.split("}")[1] for child in element]
    if shape.type_name == "structure":
        for name, child in zip(names, element):
            if name not in shape.members:
                yield f"{where}: no member {name} in {shape.name}"
            else:
                yield from unknown_elements(child, shape.members[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for name, child in zip(names, element):
            if name != "member":
                yield f"{where}: an item is not called {name}"
            yield from unknown_elements(child, shape.member, where)
    elif names:
        yield f"{where}: {names} in a {shape.type_name}"
