//! The contract with themes: everything a template can see.
//!
//! A template gets two values, `site` ([`SiteView`], equal for every page) and `page`
//! ([`PageView`]). It gets nothing else and can fetch nothing, so the hash of these two values
//! and of the theme decides the bytes of a page. Every `href` is relative to the page it is
//! given to and can be printed as it is. Front-matter keys are given with `_` for `-`, because
//! template identifiers have no hyphen. Fields named `html` or `content` are safe HTML; all
//! others are plain text and are escaped by the template engine.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// What every page shows of its book.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Title of the book.
    pub title: String,
    /// One sentence about the book, may be empty.
    pub description: String,
    /// BCP 47 tag of the book's language, `ja` unless `book.toml` says otherwise.
    pub language: String,
    /// Authors in the order of `book.toml`.
    pub authors: Vec<String>,
    /// The whole address where the book will be published, with a `/` at its end; empty when unknown.
    pub base_url: String,
    /// Whether pages have markdown twins.
    pub twins: bool,
    /// Output path of the feed of changes; empty where there is none.
    pub feed: String,
    /// Output path of the script that says which edition is shown, from the site's root. The
    /// edition itself is in that one file: in every page it would change every page at each edit.
    pub edition: String,
    /// Interface strings of the theme in the book's language, by dotted key with `_` for `.`.
    pub strings: BTreeMap<String, String>,
    /// Output path of the style sheet, from the site's root.
    pub styles: String,
    /// Output paths of scripts by their name without `.js`, from the site's root.
    pub scripts: BTreeMap<String, String>,
    /// Output path of the search root (see `search::export`), from the site's root.
    pub search_root: String,
    /// SVG sources of the theme's icons by name, safe HTML.
    pub icons: BTreeMap<String, String>,
    /// Content security policy of all pages, for a `<meta>`.
    pub policy: String,
    /// Titles of kinds by name.
    pub kinds: BTreeMap<String, String>,
    /// Free values under `[theme]` in `book.toml`.
    pub options: BTreeMap<String, Value>,
}

/// One page, with all its links resolved.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Stable id, unique in the book.
    pub id: String,
    /// Name of its kind, `page` for plain pages.
    pub kind: String,
    /// Title of its kind in the book's language.
    pub kind_title: String,
    /// Title of the page.
    pub title: String,
    /// Title with `<wbr>` between phrases, safe HTML.
    pub title_html: String,
    /// What the window is called, where that is not the page's title and the book's; else empty.
    pub window_title: String,
    /// Anchor of the title, empty where the title is no heading of the file.
    pub title_id: String,
    /// One sentence about the page, may be empty.
    pub description: String,
    /// Output path from the site's root, `threats/ransomware.html`.
    pub url: String,
    /// Address of the page's markdown twin, relative to it; empty where there is none.
    pub twin: String,
    /// Path from this page to the site's root: empty, or `../` repeated.
    pub root: String,
    /// The whole address when the book has a base URL, else empty.
    pub permalink: String,
    /// Rendered body, safe HTML.
    pub content: String,
    /// Headings of levels 2 and 3, for the table of contents.
    pub toc: Vec<TocEntry>,
    /// From the home page to the parent of this page.
    pub breadcrumbs: Vec<Link>,
    /// The same with the page itself as schema.org's `BreadcrumbList` in JSON, without `<`: safe in a
    /// `<script type="application/ld+json">`. Empty where `permalink` is.
    pub breadcrumb_list: String,
    /// Top-level entries, with children below the open branch only.
    pub sidebar: Vec<NavEntry>,
    /// The page before this one in reading order.
    pub previous: Option<Link>,
    /// The page after this one in reading order.
    pub next: Option<Link>,
    /// Pages directly below this one (for the index page of a folder).
    pub children: Vec<Card>,
    /// Reader roles, from the front matter.
    pub audience: Vec<String>,
    /// Tags with the pages that list them.
    pub tags: Vec<Link>,
    /// The front matter. A reference (`x-ref`) is replaced by the [`Card`] of its page.
    pub data: BTreeMap<String, Value>,
    /// The same values in the schema's order with titles, for kinds without a template.
    pub fields: Vec<Field>,
    /// Pages that refer to this one, by the schema's reverse title.
    pub relations: Vec<Relation>,
    /// Pages whose text links here.
    pub backlinks: Vec<Backlink>,
    /// Collections that the page's `collect:` asked for.
    pub collections: Vec<Collection>,
    /// Where the page has moved, relative to it, when it is only a way there; else empty.
    pub redirect: String,
    /// Places of this page that have moved: the old anchor as the title, and where it is now.
    pub moved: Vec<Link>,
    /// Where the source of the page can be edited, or empty.
    pub edit_url: String,
    /// Date of the last change, `2026-11-21`, or empty.
    pub last_change: String,
}

/// A link with its text.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Link {
    /// Text of the link.
    pub title: String,
    /// Address relative to the page that holds the link.
    pub href: String,
}

/// What another page shows of a page.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Card {
    /// Id of the page.
    pub id: String,
    /// Kind of the page.
    pub kind: String,
    /// Title of the page.
    pub title: String,
    /// Title with `<wbr>` between phrases, safe HTML.
    pub title_html: String,
    /// Address relative to the page that shows the card.
    pub href: String,
    /// One sentence about the page, may be empty.
    pub description: String,
    /// The fields that the kind's schema names in `x-card`, references left as ids.
    pub data: BTreeMap<String, Value>,
}

/// A heading in the table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct TocEntry {
    /// 2 to 6.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Plain text.
    pub title: String,
}

/// An entry of the sidebar.
#[derive(Debug, Clone, Serialize)]
pub struct NavEntry {
    /// Text of the entry.
    pub title: String,
    /// Address; empty for a draft or the title of a part.
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether the page is below it.
    pub open: bool,
    /// Whether it has pages below it, shown or not.
    pub parent: bool,
    /// Entries below it; empty unless it is open.
    pub children: Vec<NavEntry>,
}

/// A field of the front matter, ready to show.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Key with `_` for `-`.
    pub key: String,
    /// The schema's title of the field.
    pub title: String,
    /// Value as safe HTML.
    pub html: String,
}

/// Pages that refer to this page in one way.
#[derive(Debug, Clone, Serialize)]
pub struct Relation {
    /// `kind.field` on the other side, for example `threat.flows`.
    pub key: String,
    /// The schema's `x-reverse`.
    pub title: String,
    /// The pages, in reading order.
    pub pages: Vec<Card>,
}

/// A page that links here in its text.
#[derive(Debug, Clone, Serialize)]
pub struct Backlink {
    /// Title of the linking page.
    pub title: String,
    /// Address of the section that holds the link.
    pub href: String,
    /// The sentence around the link, plain text.
    pub sentence: String,
}

/// Pages of one kind, as `collect:` asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Collection {
    /// Heading, may be empty.
    pub title: String,
    /// Anchor of the heading.
    pub id: String,
    /// The kind collected.
    pub kind: String,
    /// `list`, `cards`, `table`, `matrix`, or `changes`: rows whose one cell is the day.
    pub layout: String,
    /// Groups in order; one group without title when nothing groups.
    pub groups: Vec<Group>,
    /// Keys of the columns of a table, with their titles.
    pub columns: Vec<Column>,
    /// The pages that are the columns of a matrix.
    pub against: Vec<Card>,
}

/// A column of a collection's table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Key with `_` for `-`.
    pub key: String,
    /// The schema's title.
    pub title: String,
}

/// A group of a collection.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// Title, may be empty.
    pub title: String,
    /// Anchor of the group.
    pub id: String,
    /// Rows in order.
    pub rows: Vec<Row>,
}

/// A page in a collection.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The page.
    pub page: Card,
    /// Values of the columns, safe HTML; same order as [`Collection::columns`].
    pub cells: Vec<String>,
    /// For a matrix: whether the page names each page of [`Collection::against`].
    pub marks: Vec<bool>,
}
