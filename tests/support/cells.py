"""cells.py NOTEBOOK: its code cells, as `nabla-session --replay` reads them."""

import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            print("// %%")
            print("".join(cell["source"]))


if __name__ == "__main__":
    main()
