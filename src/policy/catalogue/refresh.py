#!/usr/bin/env python3
"""Writes the catalogues of the policy library from files that a person has downloaded.

Needs Python 3.11 and zstandard (`pip install zstandard`). Only what is named is refreshed:

    python refresh.py --service-reference catalog.json --service-reference-manifest manifest.json
    python refresh.py --managed-policies aws_managed_policies.py
    python refresh.py --sensitive actions.yaml --sensitive-version COMMIT_OR_DATE

actions.txt.zst: AWS's service reference, which the crate `cloudcover-aws` (MIT) keeps in data/sar.
    cargo init scratch && cd scratch && cargo add cloudcover-aws && cargo vendor
    ls vendor/cloudcover-aws/data/sar

managed_policies.txt.zst: AWS's managed policies, which `moto` (PyPI, Apache-2.0) keeps in
moto/iam/aws_managed_policies.py.
    pip download moto --no-deps
    unzip moto-*.whl moto/iam/aws_managed_policies.py

sensitive_actions.txt: the list actions.yaml of primeharbor/sensitive_iam_actions on GitHub (CC0-1.0).
    git clone https://github.com/primeharbor/sensitive_iam_actions

The same input and the same release of zstandard give the same bytes.
"""

import argparse
import ast
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import zstandard

CATALOGUES = Path(__file__).parent
WINDOW_LOG = 24  # 16 MiB: more than a whole catalogue
MANAGED_POLICY_ARN = "arn:aws:iam::aws:policy"
CATEGORIES = ["CredentialExposure", "DataAccess", "PrivEsc", "ResourceExposure"]

# The first that holds is an action's level; R, read, where none does.
LEVELS = [("IsPermissionManagement", "P"), ("IsTaggingOnly", "T"), ("IsWrite", "W"), ("IsList", "L")]


def main():
    parser = argparse.ArgumentParser(description="Refreshes the catalogues whose inputs are named.")
    parser.add_argument("--service-reference", type=Path, metavar="FILE", help="catalog.json of cloudcover-aws")
    parser.add_argument("--service-reference-manifest", type=Path, metavar="FILE", help="the manifest.json beside it")
    parser.add_argument("--managed-policies", type=Path, metavar="FILE", help="aws_managed_policies.py of moto")
    parser.add_argument("--sensitive", type=Path, metavar="FILE", help="actions.yaml of sensitive_iam_actions")
    parser.add_argument("--sensitive-version", metavar="VERSION", help="the commit or date of that actions.yaml")
    inputs = parser.parse_args()
    if bool(inputs.service_reference) != bool(inputs.service_reference_manifest):
        parser.error("--service-reference and --service-reference-manifest go together")
    if bool(inputs.sensitive) != bool(inputs.sensitive_version):
        parser.error("--sensitive and --sensitive-version go together")

    if inputs.service_reference:
        refresh_actions(inputs.service_reference, inputs.service_reference_manifest)
    if inputs.managed_policies:
        refresh_managed_policies(inputs.managed_policies)
    if inputs.sensitive:
        refresh_sensitive_actions(inputs.sensitive, inputs.sensitive_version)


def refresh_actions(catalog_file, manifest_file):
    catalog = catalog_file.read_bytes()
    manifest = json.loads(manifest_file.read_bytes())
    if hashlib.sha256(catalog).hexdigest() != manifest["catalog_sha256"]:
        raise SystemExit(f"{catalog_file} is not the catalogue of {manifest_file}: its SHA-256 differs")
    services = sorted((service["document"] for service in json.loads(catalog)["services"]), key=name)

    lines = [source_line("AWS service reference, from cloudcover-aws", "MIT", manifest["retrieved_at"][:10])]
    for service in services:
        lines.append(f"S\t{name(service)}")
        lines += [resource_line(resource) for resource in sorted(service.get("Resources", []), key=name)]
        lines += [action_line(action) for action in sorted(service["Actions"], key=name)]
    actions = sum(len(service["Actions"]) for service in services)
    write_compressed("actions.txt.zst", lines, f"{len(services)} services, {actions} actions")


def resource_line(resource):
    return "\t".join(["R", name(resource), *resource["ARNFormats"]])


def action_line(action):
    properties = action["Annotations"]["Properties"]
    level = next((letter for mark, letter in LEVELS if properties[mark]), "R")
    # Where the reference does not say whether an action is of the data plane, there is no flag either.
    flags = "D" if properties.get("IsDataPlane") else ""
    # A few actions name a resource type twice.
    types = sorted({name(resource) for resource in action.get("Resources", [])})
    return "\t".join(["A", name(action), level, flags, ",".join(types)])


def refresh_managed_policies(module_file):
    assignment = ast.parse(module_file.read_text("utf-8")).body[0]
    policies = json.loads(ast.literal_eval(assignment.value))
    by_arn = {MANAGED_POLICY_ARN + policy["Path"] + title: policy for title, policy in policies.items()}
    newest = max(update_time(policy) for policy in policies.values())

    lines = [source_line("AWS managed policies, from moto", "Apache-2.0", newest[:10])]
    for arn, policy in sorted(by_arn.items()):
        document = json.dumps(policy["Document"], ensure_ascii=False, separators=(",", ":"))
        lines.append("\t".join([arn, policy["DefaultVersionId"], update_time(policy), document]))
    write_compressed("managed_policies.txt.zst", lines, f"{len(by_arn)} documents")


def update_time(policy):
    return datetime.fromisoformat(policy["UpdateDate"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def refresh_sensitive_actions(list_file, version):
    actions = read_sensitive_actions(list_file)
    lines = [source_line("Sensitive IAM actions, from primeharbor/sensitive_iam_actions", "CC0-1.0", version)]
    lines += [f"{category}\t{action}" for category in CATEGORIES for action in sorted(actions[category])]
    figures = ", ".join(f"{len(actions[category])} {category}" for category in CATEGORIES)
    write("sensitive_actions.txt", text(lines), figures)


def read_sensitive_actions(list_file):
    """The actions by category. The file is YAML of one shape: categories, each with a list of `Actions`."""
    actions = {category: set() for category in CATEGORIES}
    category = None
    for line in list_file.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"(\w+):", line):
            category = heading[1]
        elif item := re.fullmatch(r" *- ([\w-]+:\w+)", line):
            actions[category].add(item[1])
        elif line.strip() not in ("", "Actions:"):
            raise SystemExit(f"{list_file}: this line is not understood: {line}")
    return actions


def name(entry):
    return entry["Name"]


def source_line(source, licence, version):
    return "\t".join(["# source", source, licence, version])


def text(lines):
    return "".join(line + "\n" for line in lines).encode()


def write_compressed(file_name, lines, figures):
    plain = text(lines)
    settings = zstandard.ZstdCompressionParameters.from_level(22, window_log=WINDOW_LOG, enable_ldm=True)
    compressed = zstandard.ZstdCompressor(compression_params=settings).compress(plain)
    write(file_name, compressed, f"{figures}, {len(plain)} bytes of text")


def write(file_name, content, figures):
    (CATALOGUES / file_name).write_bytes(content)
    print(f"{file_name}: {figures}, {len(content)} bytes")


if __name__ == "__main__":
    main()
