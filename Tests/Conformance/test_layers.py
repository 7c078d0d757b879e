"""What may import what: docs/architecture.md lists it, and this holds the sources to the list.

`python Tests/Conformance/test_layers.py` writes the lists; read what changed before you commit it.
"""

import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "Sources"
PAGE = ROOT / "docs/architecture.md"
FOLDERS = ["ImgflowCLI", "ImgflowREPL", "ImgflowPlanner"]

IMPORT = re.compile(
    r"^(?:@\w+ )?(?:package |public |private |fileprivate |internal )?import "
    r"(?:struct |enum |class )?(\w+)", re.M)
DECLARED = re.compile(
    r"^(?:package |public |@\w+(?:\([^)]*\))? )*(?:final |indirect )*"
    r"(?:struct|class|enum|actor|protocol|typealias|func|let|var) (\w+)", re.M)


def swift_files(folder):
    return sorted(folder.rglob("*.swift"))


def code(file):
    """Without comments and strings: words in them refer to nothing."""
    text = re.sub(r"//.*", "", file.read_text())
    text = re.sub(r'"""(?:.|\n)*?"""', '""', text)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def targets():
    """Each target with those of its own package that it imports."""
    names = {folder.name for folder in SOURCES.iterdir() if folder.is_dir()}
    found = {}
    for name in sorted(names):
        imports = set()
        for file in swift_files(SOURCES / name):
            imports |= set(IMPORT.findall(file.read_text())) & names
        found[name] = imports - {name}
    return found


def references(target):
    """Which file names a declaration of which other file of its target."""
    texts = {file: code(file) for file in swift_files(SOURCES / target)}
    homes = defaultdict(set)
    for file, text in texts.items():
        for name in DECLARED.findall(text):
            homes[name].add(file)
    found = defaultdict(set)
    for file, text in texts.items():
        for word in set(re.findall(r"\w+", text)):
            # A name that several files declare, each for itself, refers to nothing elsewhere.
            if len(homes[word]) == 1:
                found[file] |= homes[word] - {file}
    return found


def folders(target):
    root = SOURCES / target
    arrows = defaultdict(set)
    for file in swift_files(root):
        arrows[folder_of(file, root)] |= set()
    for file, others in references(target).items():
        for other in others:
            ends = folder_of(file, root), folder_of(other, root)
            if ends[0] != ends[1]:
                arrows[ends[0]].add(ends[1])
    return arrows


def folder_of(file, root):
    parts = file.relative_to(root).parts
    return parts[0] if len(parts) > 1 else "(top)"


def rows(arrows):
    """As the page shows them: below what they import."""
    order, seen = [], set()

    def place(name, path=()):
        if name in seen or name in path:
            return
        for other in sorted(arrows[name]):
            place(other, (*path, name))
        seen.add(name)
        order.append(name)

    for name in sorted(arrows):
        place(name)
    return [f"{name}: {' '.join(sorted(arrows[name])) or '-'}" for name in order]


def lists():
    yield "targets", rows(targets())
    for target in FOLDERS:
        yield target, rows(folders(target))


def block(name, lines):
    return f"<!-- {name} -->\n" + "".join(f"    {line}\n" for line in lines) + "<!-- end -->"


def listed(name, page):
    return re.search(rf"<!-- {name} -->\n(?:.*\n)*?<!-- end -->", page)


@pytest.mark.parametrize("name", ["targets", *FOLDERS])
def test_the_page_lists_what_imports_what(name):
    found = listed(name, PAGE.read_text())
    assert found, f"docs/architecture.md has no list of {name}"
    assert found[0] == block(name, dict(lists())[name])


def circles(arrows):
    """Groups of names each of which leads to every other of its group."""
    reach = {}
    for name in arrows:
        seen, open_ = set(), [name]
        while open_:
            for other in arrows.get(open_.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    open_.append(other)
        reach[name] = seen
    return {
        frozenset(other for other in reach[name] if name in reach.get(other, ()))
        for name in arrows if name in reach[name]
    }


def test_targets_import_in_one_direction():
    assert not circles(targets())


@pytest.mark.parametrize("target", FOLDERS)
def test_folders_import_in_one_direction(target):
    assert not circles(folders(target))


def test_no_more_than_a_pair_of_files_of_the_command_line_needs_each_other():
    for circle in circles(references("ImgflowCLI")):
        assert len(circle) <= 2, sorted(file.name for file in circle)


if __name__ == "__main__":
    text = PAGE.read_text()
    for name, lines in lists():
        text = text.replace(listed(name, text)[0], block(name, lines))
    PAGE.write_text(text)
