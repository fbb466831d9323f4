"""YAML as law files are written in it: plain data, and a key given twice is an error, not a silent replacement."""

from __future__ import annotations

from typing import Any

import yaml

from tidewaiter.model import LawError

try:
    from yaml import CSafeLoader as _SafeLoader  # ten times as fast; wheels of PyYAML carry it
except ImportError:  # pragma: no cover  built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class _UniqueKeys(_SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise LawError(f"line {node.start_mark.line + 1}: the key {min(map(str, twice))!r} is given twice")
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def load_yaml(text: str) -> Any:  # noqa: ANN401  only who asked for a document knows what it holds
    """Return the data of one YAML document.

    Raises:
        LawError: when a key is given twice, with its line.
        yaml.YAMLError: when the text is not YAML.
    """
    return yaml.load(text, Loader=_UniqueKeys)  # noqa: S506  a safe loader
