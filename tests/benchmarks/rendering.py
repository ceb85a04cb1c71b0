"""How much longer than WeasyPrint alone does our PDF of a long paper take, from the same HTML, in one run?

    .venv/bin/python -m tests.benchmarks.rendering

"Alone" is the same page and style sheets written as PDF/UA-1 without our margins, tags and checks. The two take
turns, so that a busy moment falls on both, and the time is the process's own. A paper with a table row longer than
a page is laid out twice, so it costs more: reports/pdf_tags.py says why.
"""

import logging
import os
import statistics
import time

ROUNDS = 5
RISKS, CONTROLS = 40, 200
LIMIT = 1.15


def html():
    """A paper of 40 risks and 200 controls, at least 25 pages."""
    from tests.specimen import specimen

    return specimen(risks=RISKS, controls=CONTROLS, sections=4, long_row=False)


def alone(text):
    """WeasyPrint itself, with our style sheet and fonts."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from reports import pdf

    fonts = FontConfiguration()
    fetcher = pdf._fetcher([])
    sheet = weasyprint.CSS(string=pdf._style().decode(), url_fetcher=fetcher, font_config=fonts)
    return weasyprint.HTML(string=text, url_fetcher=fetcher).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=b"x", presentational_hints=True
    )


def ours(text):
    from tests.specimen import render

    return render(text)


def measure(rounds=ROUNDS):
    """Seconds of each round: {"alone": [...], "ours": [...]}, and how many pages ours has."""
    text = html()
    pages = ours(text).pages  # fonts unpacked, modules loaded
    taken = {"alone": [], "ours": []}
    for turn in range(rounds):
        for name, make in (("alone", alone), ("ours", ours)) if turn % 2 else (("ours", ours), ("alone", alone)):
            begun = time.process_time()
            make(text)
            taken[name].append(time.process_time() - begun)
    return taken, pages


def ratio(taken):
    return statistics.median(taken["ours"]) / statistics.median(taken["alone"])


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    taken, pages = measure()
    for name, times in taken.items():
        print(f"{name:<6} {statistics.median(times):6.2f} s for {pages} pages")
    print(f"ours takes {ratio(taken):.3f} times as long (at most {LIMIT})")


if __name__ == "__main__":
    main()
