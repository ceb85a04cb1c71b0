"""Files of lists opened again, as whoever gets one would: by headings, in rows."""

import csv
import io
from zipfile import ZipFile

import openpyxl

FORMATS = ("xlsx", "csv")


def bytes_of(response) -> bytes:
    return response.getvalue()


def book_of(response):
    """The workbook of an answer."""
    return openpyxl.load_workbook(io.BytesIO(bytes_of(response)))


def table_of(response) -> list[dict]:
    """The rows of the table, by heading; of a spreadsheet real values, of CSV texts. What is empty is None."""
    if "spreadsheet" in response["Content-Type"]:
        rows = list(book_of(response).worksheets[0].iter_rows(values_only=True))
    else:
        text = bytes_of(response).decode("utf-8-sig")
        rows = [[cell or None for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def about_of(response) -> list[tuple]:
    """The lines of the sheet that says what a spreadsheet is."""
    return list(book_of(response)["About this file"].iter_rows(values_only=True))[1:]


def text_of(response) -> str:
    """Everything a file holds, its properties too, as one text."""
    content = bytes_of(response)
    if "spreadsheet" not in response["Content-Type"]:
        return content.decode("utf-8-sig")
    with ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(part).decode() for part in parts.namelist())
