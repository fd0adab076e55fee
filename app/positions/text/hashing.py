"""The hash of a version's text: two texts have the same one exactly when nothing that counts differs."""

import hashlib

from app.lib.tokens import canonical_json
from app.positions.text.nodes import Tree

FORMAT = 1


def canonical_body(tree: Tree) -> str:
    """Every unit in the order of reading, as JSON that can be written in one way only.

    Identity, parent, kind, text, marks count; ranks count only through the order that they make.
    """
    units = [
        [node.node_id, node.parent_id, node.kind, node.text, node.demand, list(node.addressees), node.marker_override]
        for node in tree
    ]
    return canonical_json({"format": FORMAT, "units": units})


def body_sha256(tree: Tree) -> str:
    """SHA-256 of `canonical_body`, in hex."""
    return hashlib.sha256(canonical_body(tree).encode()).hexdigest()
