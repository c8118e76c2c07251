"""Reads GraphML from standard input and prints its nodes and edges as JSON."""

import json
import sys
import xml.etree.ElementTree as ElementTree

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def data(element):
    return {datum.get("key"): datum.text or "" for datum in element.iter(NAMESPACE + "data")}


root = ElementTree.fromstring(sys.stdin.buffer.read())
nodes = [{"xml_id": node.get("id"), **data(node)} for node in root.iter(NAMESPACE + "node")]
edges = [
    {"from": edge.get("source"), "to": edge.get("target"), "kind": data(edge)["edge_kind"]}
    for edge in root.iter(NAMESPACE + "edge")
]
print(json.dumps({"nodes": nodes, "edges": edges}))
