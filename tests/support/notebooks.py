"""A notebook for a test, from the texts of its code cells."""

import json


def write_notebook(path, cells, metadata=()):
    """metadata: of the first cells."""
    metadata = [*metadata, *[{}] * (len(cells) - len(metadata))]
    book = {"cells": [{"cell_type": "code", "id": f"c{i}",
                       "metadata": metadata[i], "execution_count": None,
                       "outputs": [], "source": code}
                      for i, code in enumerate(cells)],
            "metadata": {"kernelspec": {"name": "nabla", "language": "c",
                                        "display_name": "C (nabla)"},
                         "language_info": {"name": "c"}},
            "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book), encoding="utf-8")
    return path
