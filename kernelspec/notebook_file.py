"""What the commands for notebooks share: to read one, and to write a file."""

import os
import shutil

import nbformat
from nbformat.reader import NotJSONError


class Failure(Exception):
    """Why a notebook is of no use here; the text is for the reader."""


def read(path):
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise Failure("there is no such file")
    except IsADirectoryError:
        raise Failure("this is a folder; name the notebook in it")
    except PermissionError:
        raise Failure("this file may not be read by you")
    except (NotJSONError, UnicodeDecodeError, nbformat.ValidationError,
            AttributeError, KeyError, TypeError) as error:
        first = (str(error).splitlines() or ["unreadable"])[0]
        raise Failure(f"this is not a notebook ({first[:100]})")


def replace(path, data):
    """Replace the file in one step, so that none is ever half written."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        if path.exists():
            shutil.copymode(path, fresh)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
