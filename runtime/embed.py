"""Put CSV files into the library: embed.py OUT.h FILE.csv ...

The assembler copies each file as it is, with a zero byte behind it.
"""
import os
import sys


def main():
    out, files = sys.argv[1], sys.argv[2:]
    lines = ["/* Made by embed.py from the CSV files; do not edit. */"]
    for path in files:
        name = os.path.splitext(os.path.basename(path))[0]
        lines += ['__asm__(".section .rodata\\n"',
                  f'        "csv_{name}:\\n"',
                  f'        ".incbin \\"{os.path.abspath(path)}\\"\\n"',
                  '        ".byte 0\\n"',
                  '        ".previous\\n");',
                  f'extern const char csv_{name}[] '
                  '__attribute__((visibility("hidden")));']
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


main()
