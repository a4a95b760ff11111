"""Compare the outputs of a fresh run with those that are committed.

What a reader sees as text must be the same: words exactly, whole numbers
exactly, other numbers to a relative 1e-5 (what is printed has six digits) or
an absolute 1e-9 (rounding errors around zero differ between processors).
Addresses count as equal, runs of blanks as one, since a minus sign may move a
column. Figures are compared by their text face; of richer formats only the
list is compared. A cell tagged `varies` (timings) is compared by the kinds of
its outputs alone.
"""

import math
import re

RELATIVE, ABSOLUTE = 1e-5, 1e-9
NUMBER = re.compile(
    r"(?<![\w.])[-+\u2212]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?!\w)")
ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")


def differences(committed, fresh):
    """Sentences that say where the two notebooks' outputs differ."""
    found = []
    old_cells = [c for c in committed.cells if c.cell_type == "code"]
    new_cells = [c for c in fresh.cells if c.cell_type == "code"]
    for number, (old, new) in enumerate(zip(old_cells, new_cells), start=1):
        varies = "varies" in old.metadata.get("tags", [])
        why = compare_cell(old, new, varies)
        if why:
            found.append(f"In[{number}]: {why}")
    if len(old_cells) != len(new_cells):
        found.append("the number of cells differs")
    return found


def compare_cell(old, new, varies):
    before, after = faces(old.outputs), faces(new.outputs)
    kinds = [kind for kind, _ in before], [kind for kind, _ in after]
    if kinds[0] != kinds[1]:
        return f"committed {kinds[0]}, now {kinds[1]}"
    if varies:
        return None
    for (kind, was), (_, now) in zip(before, after):
        if not same_text(was, now):
            return f"{kind}, committed:\n{was}\nnow:\n{now}"
    return None


def faces(outputs):
    """Each output as (what it is, the text that it shows), streams joined."""
    found = []
    for output in outputs:
        if output.output_type == "stream":
            if found and found[-1][0] == output.name:
                found[-1] = (output.name, found[-1][1] + output.text)
            else:
                found.append((output.name, output.text))
        elif output.output_type == "error":
            found.append((f"error {output.ename}", output.evalue))
        else:
            kind = " ".join([output.output_type, *sorted(output.data)])
            found.append((kind, output.data.get("text/plain", "")))
    return found


def same_text(was, now):
    old, new = tokens(was), tokens(now)
    return len(old) == len(new) and all(map(same_token, old, new))


def tokens(text):
    """Words and numbers, told apart so that numbers can be compared."""
    text = ADDRESS.sub("0xADDRESS", text)
    found, end = [], 0
    for match in NUMBER.finditer(text):
        found += [(False, word) for word in text[end:match.start()].split()]
        found.append((True, match.group()))
        end = match.end()
    return found + [(False, word) for word in text[end:].split()]


def same_token(old, new):
    if old == new:
        return True
    if not (old[0] and new[0]) or (is_whole(old[1]) and is_whole(new[1])):
        return False
    a, b = (float(text.replace("\u2212", "-")) for text in (old[1], new[1]))
    return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def is_whole(text):
    return text.lstrip("+-\u2212").isdigit()
