#!/usr/bin/env python3
"""Holds the sources against the layers: a file below src/ may include headers of its own folder's layer and of the
layers that its CMakeLists.txt declares with huntbook_layer(... DEPENDS ...), and nothing else of src/.

Prints one line a violation and exits with 1 where there is any.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
LAYER = re.compile(r"huntbook_layer\(\s*(\w+)([^)]*)\)")
KEYWORDS = {"SOURCES", "DEPENDS", "LIBRARIES"}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def read_layers():
    """The layers by name: (folder, names of the layers that it depends on)."""
    layers = {}
    for listing in sorted(SOURCE.rglob("CMakeLists.txt")):
        text = re.sub(r"#.*", "", listing.read_text())
        for name, body in LAYER.findall(text):
            depends, section = [], None
            for word in body.split():
                if word in KEYWORDS:
                    section = word
                elif section == "DEPENDS":
                    depends.append(word)
            layers[name] = (listing.parent, depends)
    return layers


def layer_of(path, folders):
    """The layer of the nearest folder above `path` that has one."""
    for folder in path.parents:
        if folder in folders:
            return folders[folder]
    return None


def find_cycle(layers):
    done, path = set(), []

    def walk(name):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done or name not in layers:
            return None
        path.append(name)
        for dependency in layers[name][1]:
            if cycle := walk(dependency):
                return cycle
        path.pop()
        done.add(name)
        return None

    for name in layers:
        if cycle := walk(name):
            return cycle
    return None


def main():
    layers = read_layers()
    folders = {folder: name for name, (folder, _) in layers.items()}
    problems = []
    for name, (folder, depends) in layers.items():
        for dependency in depends:
            if dependency not in layers:
                problems.append(f"{folder.relative_to(ROOT)}/CMakeLists.txt: {dependency} is no layer")
    if cycle := find_cycle(layers):
        problems.append("layers depend on each other in a circle: " + " -> ".join(cycle))
    for path in sorted(SOURCE.rglob("*.[ch]pp")):
        own = layer_of(path, folders)
        if own is None:
            problems.append(f"{path.relative_to(ROOT)}: in no layer")
            continue
        allowed = {own, *layers[own][1]}
        text = path.read_text()
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start(1)) + 1
            place = f"{path.relative_to(ROOT)}:{line}"
            target = SOURCE / match.group(1)
            if not target.is_file():
                problems.append(f'{place}: "{match.group(1)}" is not below src/; name headers from there')
                continue
            owner = layer_of(target, folders)
            if owner not in allowed:
                problems.append(f'{place}: {own} does not declare {owner}, which owns "{match.group(1)}"')
    print("\n".join(problems) or f"{len(layers)} layers keep to their declarations")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
