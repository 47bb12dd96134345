//! Links, names and sections shown in other pages.

use super::{Rule, error, off, warning};

pub const RULES: &[Rule] = &[
    error(
        "dead-link",
        "a link leads to a page or file that does not exist",
        "Names are ids, aliases and titles; paths are relative to the file that holds the link.",
        "[[ransomwear]]",
        "[[ransomware]]",
    ),
    error(
        "outside-link",
        "a link leads out of the book by its path",
        "What lies beside the book on a server is not in it, and is not there on a USB stick. In an mdBook it is off.",
        "[規程](../../rules/index.html)",
        "[規程](https://example.jp/rules/)",
    ),
    error(
        "dead-anchor",
        "a link leads to a heading that does not exist",
        "The page exists, the anchor does not. A heading's anchor is its text, or what `{#id}` behind it says.",
        "[[ransomware#bakcup]]",
        "[[ransomware#backup]]",
    ),
    error(
        "unsafe-link",
        "an address with a scheme that is not allowed",
        "Addresses can be http, https, mailto, tel and ftp. Others can run code or open programs.",
        "[開く](javascript:alert(1))",
        "[開く](https://example.jp/)",
    ),
    warning(
        "ambiguous-alias",
        "an alias that another page already has",
        "Of two pages of a kind with one alias only the first can be linked by it; and an id always wins over an alias.",
        "a.md: aliases: [BEC]\nb.md: aliases: [BEC]",
        "a.md: aliases: [BEC]\nb.md: aliases: []",
    ),
    warning(
        "ambiguous-link",
        "a link by a name that several pages have",
        "A term and the page about it may share an alias, but a link by it leads to one of them by chance.",
        "[[BEC]]",
        "[[business-email-compromise|BEC]]",
    ),
    error(
        "embed-cycle",
        "a section shows itself",
        "`![[page#section]]` shows a section of another page. A section that shows itself, be it over others, has no end.",
        "a.md: ![[b]]\nb.md: ![[a]]",
        "a.md: ![[b]]\nb.md: [[a]]",
    ),
    error(
        "embed-size",
        "a page shows too much of other pages",
        "Sections that show sections that show sections can be more than any reader reads or any disk holds. A page may \
         show ten megabytes of others; each section counts as ten kilobytes at least.",
        "![[everything]]\n![[everything]]\n…",
        "[[everything]]",
    ),
    error(
        "empty-embed",
        "there is no section to show",
        "Only a heading starts a section that can be shown in another page; an anchor of the front matter does not.",
        "![[flow-malware#isolate]]",
        "[[flow-malware#isolate]]",
    ),
    error(
        "inline-embed",
        "a section is shown where only text can stand",
        "The section of another page has paragraphs of its own. They cannot stand in a heading, in a link or in emphasis.",
        "**注意：![[backup#restore]]**",
        "**注意**\n\n![[backup#restore]]",
    ),
    error(
        "gone-address",
        "an address that was published leads nowhere",
        "Asked where the book has a file `addresses.lock`, which lists the addresses of pages and headings that others \
         may have written down. An address stays where its page or a redirect is. A page that has moved keeps it by \
         `aliases:`, a heading that has another text by `{#id}`. What is to go goes with `tebiki build \
         --update-addresses`.",
        "addresses.lock: rules/travel.html\nrules/journey.md: title: Journeys",
        "addresses.lock: rules/travel.html\nrules/journey.md: aliases: [/rules/travel.html]",
    ),
    off(
        "unlisted-address",
        "addresses that are not in `addresses.lock`",
        "What is not listed can go without a word. Set it to `warning` where every published address is to be listed, \
         and run `tebiki build --update-addresses` when pages or headings are added.",
        "addresses.lock without rules/travel.html",
        "addresses.lock with rules/travel.html",
    ),
    warning(
        "dead-address",
        "an address of the web does not answer",
        "Asked with `tebiki check --external` only. The server is not found, refuses, or has no such page. Answers are \
         kept for a week in `.tebiki/addresses.json`.",
        "[資料](https://www.example.jp/old.pdf)",
        "[資料](https://www.example.jp/new.pdf)",
    ),
    warning(
        "moved-address",
        "an address of the web has moved for good",
        "Asked with `tebiki check --external` only. The server says where the page is now (status 301 or 308).",
        "[資料](http://www.example.jp/)",
        "[資料](https://www.example.jp/)",
    ),
];
