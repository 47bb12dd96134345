#!/usr/bin/env python3
"""Builds an mdBook with mdBook and with tebiki and compares addresses, fragments, headings and text.

    tests/compat/compare.py [--tebiki PROGRAM] [--mdbook PROGRAM] [--facts FILE] BOOK...

BOOK is the folder of an mdBook with its book.toml. It is copied and left as it is. What is compared,
and which differences stay, is said in README.md beside this file. Differences that are explained there
are counted by their sort; all others are printed, and make the exit status 1. `--facts` writes what
mdBook made as JSON; the test of the small book here reads that, so that it needs no mdBook.
"""

import argparse
import difflib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from collections import Counter
from html.parser import HTMLParser

# Files of mdBook itself: its scripts, styles, fonts and its search index.
PROGRAM = re.compile(
    r"^(css/|fonts/|FontAwesome/|\.nojekyll$|favicon[-.]|searchindex|searcher|book[-.].*js$|toc[-.].*(js|html)$|toc\.html$"
    r"|highlight|ace[-.]|editor|mode-rust|theme-|clipboard|elasticlunr|mark[-.]|tomorrow-night|ayu-highlight|playground_editor/)"
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Content(HTMLParser):
    """Collects ids, headings and words of the part of a page that the chapter gave."""

    def __init__(self, starts, skips):
        super().__init__(convert_charrefs=True)
        self.starts, self.skips = starts, skips
        self.open, self.inside, self.skipping, self.heading = [], 0, 0, 0
        self.ids, self.headings, self.text = set(), [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        starts = self.starts(tag, attributes)
        skips = (self.inside or starts) and self.skips(tag, attributes)
        if self.inside or starts:
            for name in ("id", "name") if tag == "a" else ("id",):
                self.ids |= {attributes[name]} if attributes.get(name) else set()
        if tag in HEADINGS and (self.inside or starts) and not self.skipping:
            self.headings.append("")
            self.heading += 1
        if tag in VOID:
            return
        self.open.append((tag, starts, skips))
        self.inside += starts
        self.skipping += bool(skips)

    def handle_endtag(self, tag):
        if tag not in [name for name, _, _ in self.open]:
            return
        while self.open:
            name, starts, skips = self.open.pop()
            self.inside -= starts
            self.skipping -= bool(skips)
            if name in HEADINGS and self.heading:
                self.heading -= 1
            if name == tag:
                return

    def handle_data(self, data):
        if self.inside and not self.skipping:
            self.text.append(data)
            if self.heading:
                self.headings[-1] += data


def squeeze(text):
    """White space is no difference, nor is which of its forms a dash or a quotation mark has."""
    return " ".join(text.replace("\u00a0", " ").split())


def has_class(attributes, name):
    return name in (attributes.get("class") or "").split()


def mdbook_page(html):
    content = Content(
        lambda tag, attributes: tag == "main",
        lambda tag, attributes: tag in ("script", "style", "nav", "svg", "button")
        or has_class(attributes, "boring")
        or has_class(attributes, "footnote-backlink")
        or (tag == "a" and (attributes.get("href") or "").startswith("#fr-")),
    )
    content.feed(re.sub(r"<!--.*?-->", "", html, flags=re.S))
    return content


def tebiki_page(html):
    content = Content(
        lambda tag, attributes: tag == "h1" or has_class(attributes, "prose") or has_class(attributes, "moved"),
        lambda tag, attributes: tag in ("script", "style", "svg", "button", "math")
        or has_class(attributes, "anchor")
        or has_class(attributes, "boring")
        or has_class(attributes, "moved")
        or has_class(attributes, "footnote-back"),
    )
    content.feed(re.sub(r"<!--.*?-->", "", html, flags=re.S))
    return content


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stderr


def plain_configuration(folder):
    """mdBook 0.5 refuses keys that older books have, and the preprocessors are other programs."""
    file = folder / "book.toml"
    kept, skip = [], False
    for line in (file.read_text() if file.exists() else "").splitlines():
        header = re.match(r"\s*\[([^\]]+)\]", line)
        if header:
            name = header[1].strip()
            skip = name.startswith(("preprocessor.", "output.html.playpen")) or (
                name.startswith("output.") and not name.startswith("output.html")
            )
        old = re.match(r"\s*(author|multilingual|git-repository-url|curly-quotes|editor|copy-fonts)\s*=", line)
        kept += [] if skip or old and not (old[1] == "git-repository-url" and "output" in "".join(kept[-12:])) else [line]
    # Its own scripts for code that runs are none of the book's text.
    file.write_text("\n".join(kept) + "\n")
    return "\n".join(line for line in kept)


def facts(output):
    """What mdBook made: each page's fragments, headings and text, and all other files."""
    pages, files = {}, []
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if not path.is_file() or PROGRAM.match(name):
            continue
        html = path.read_text(errors="replace") if name.endswith(".html") else ""
        if "<main>" in html and name not in ("print.html", "404.html", "index.html"):
            page = mdbook_page(html)
            pages[name] = {
                "ids": sorted(page.ids),
                "headings": [squeeze(heading) for heading in page.headings],
                "text": squeeze("".join(page.text)),
            }
        files.append(name)
    return {"files": files, "pages": pages}


def compare(expected, site, show):
    """Returns how often each sort of difference was found; those without an explanation as `!`."""
    found = Counter()
    for name in expected["files"]:
        found["addresses"] += 1
        if not (site / urllib.parse.unquote(name)).is_file():
            if name.endswith((".css", ".js")):
                found["style sheet or script of the book"] += 1
                continue
            found["! address"] += 1
            show(f"no address {name}")
    for name, page in expected["pages"].items():
        file = site / name
        if not file.is_file():
            continue
        own = tebiki_page(file.read_text())
        compare_ids(name, page, own, found, show)
        compare_headings(name, page, own, found, show)
        compare_text(name, page, own, found, show)
    return found


def compare_ids(name, page, own, found, show):
    for anchor in page["ids"]:
        found["fragments"] += 1
        if anchor in own.ids:
            continue
        sort = "fragment of a footnote's way back" if re.match(r"fr-.*-\d+$", anchor) else "! fragment"
        found[sort] += 1
        if sort.startswith("!"):
            show(f"{name}: no fragment #{anchor}")


def compare_headings(name, page, own, found, show):
    headings = [squeeze(heading) for heading in own.headings]
    found["headings"] += len(page["headings"])
    if headings == page["headings"]:
        return
    if headings[1:] == page["headings"]:
        found["title from SUMMARY.md"] += 1
        return
    found["! headings"] += 1
    show(f"{name}: headings differ")
    for line in difflib.unified_diff(page["headings"], headings, "mdBook", "tebiki", lineterm="", n=0):
        show(f"    {line}")


def compare_text(name, page, own, found, show):
    theirs, ours = page["text"], squeeze("".join(own.text))
    found["pages"] += 1
    found["characters"] += len(theirs)
    if page["headings"] and squeeze(own.headings[0]) == page["headings"][0]:
        # The title stands above the page here, wherever it stood.
        title = page["headings"][0]
        moved = not without_spaces(theirs).startswith(without_spaces(title))
        found["title above what stood before it"] += moved
        theirs, ours = theirs.replace(title, "", 1), ours.replace(title, "", 1)
    elif own.headings and ours.startswith(squeeze(own.headings[0])):
        # The chapter has no heading of its own; compare_headings has counted that.
        ours = ours.replace(squeeze(own.headings[0]), "", 1)
    if without_spaces(theirs) == without_spaces(ours):
        found["pages with the same text"] += 1
        return
    a, b = words(theirs), words(ours)
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = " ".join(a[i1:i2]), " ".join(b[j1:j2])
        if without_spaces(before) == without_spaces(after):
            continue
        sort = explain(before, after)
        found[sort] += 1
        if sort.startswith("!"):
            show(f"{name}: “{before[:160]}” is “{after[:160]}”  (after “{' '.join(a[max(0, i1 - 5):i1])}”)")


def words(text):
    return re.findall(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+", text)


def without_spaces(text):
    return re.sub(r"\s", "", text)


def explain(before, after):
    """Sorts of differences that are meant, as README.md has them."""
    before, after = without_spaces(before), without_spaces(after)
    if re.sub(r"</?[A-Za-z][^<>]*>", "", after) == re.sub(r"</?[A-Za-z][^<>]*>", "", before):
        return "unknown tag shown as text"
    if before.replace("**", "") == after and "**" in before:
        return "emphasis beside CJK text"
    if before != after and re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", before) == after:
        return "formula"
    return "! text"


def build(book, tebiki, mdbook, work):
    # Books include files of the repository around them.
    repository = next((folder for folder in [book, *book.parents] if (folder / ".git").exists()), book)
    if repository == pathlib.Path(__file__).resolve().parents[2]:
        repository = book
    copy = work / "copy"
    ignored = shutil.ignore_patterns(".git", "target", "node_modules", "book", "book-build")
    shutil.copytree(repository, copy, symlinks=True, ignore=ignored)
    (copy / ".git").mkdir()
    root = copy / book.relative_to(repository)
    plain_configuration(root)
    run([mdbook, "build", "-d", work / "mdbook", root])
    run([tebiki, "build", root, "-d", work / "tebiki"])
    return work / "mdbook", work / "tebiki"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tebiki", default="target/release/tebiki")
    parser.add_argument("--mdbook", default="mdbook")
    parser.add_argument("--facts", type=pathlib.Path, help="write what mdBook made of the book here")
    parser.add_argument("--most", type=int, default=40, help="differences to print for a book")
    parser.add_argument("book", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    failed = False
    for book in arguments.book:
        with tempfile.TemporaryDirectory() as work:
            theirs, ours = build(book.resolve(), arguments.tebiki, arguments.mdbook, pathlib.Path(work))
            expected = facts(theirs)
            shown = []
            found = compare(expected, ours, shown.append)
        if arguments.facts:
            arguments.facts.write_text(json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        print(f"== {book}")
        for sort, count in sorted(found.items()):
            print(f"  {count:7}  {sort}")
        for line in shown[: arguments.most]:
            print(f"    {line}")
        if len(shown) > arguments.most:
            print(f"    … and {len(shown) - arguments.most} more")
        failed |= any(sort.startswith("!") for sort in found)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
