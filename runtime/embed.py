"""Turn CSV files into C arrays of bytes: embed.py OUT.h FILE.csv ..."""
import os
import sys


def main():
    out, files = sys.argv[1], sys.argv[2:]
    lines = ["/* Made by embed.py from the CSV files; do not edit. */"]
    for path in files:
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path, "rb") as f:
            data = f.read() + b"\0"
        lines.append(f"static const char csv_{name}[] = {{")
        for i in range(0, len(data), 16):
            lines.append("    " + ", ".join(str(b) for b in data[i:i + 16]) + ",")
        lines.append("};")
    with open(out, "w", encoding="ascii") as f:
        f.write("\n".join(lines) + "\n")


main()
