"""Who descends from a process, as /proc tells."""

import pathlib


def parents():
    """Of all processes that have not ended."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z":
                found[int(entry.name)] = int(fields[1])
    return found


def family(pid):
    """The process and all that descend from it."""
    all_parents, found = parents(), {pid}
    while True:
        more = {p for p, parent in all_parents.items() if parent in found}
        if more <= found:
            return found
        found |= more
