//! `book.toml`: the configuration of a book.
//!
//! Names are mdBook's where mdBook has them. An unknown key is an error that names the nearest
//! known one: a misspelt setting must not be silently without effect.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnostic::{Level, meant, nearest};
use crate::mdbook;
use crate::message::Message;
use crate::security::Security;
use crate::trouble::{Saying, Trouble};
use crate::{fail, say};

/// Name of the configuration file in the book's root.
pub const FILE: &str = "book.toml";

/// The configuration of a book. It can be written too, so that the reference in `docs/` is made
/// from it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// What the book is.
    pub book: BookConfig,
    /// Where it is read from and written to.
    pub build: BuildConfig,
    /// What `check` reports.
    pub check: CheckConfig,
    /// How markdown is read.
    pub markdown: MarkdownConfig,
    /// Where the search is answered.
    pub search: SearchConfig,
    /// How to report a weakness of the site, published as `security.txt` (RFC 9116). `contact`, a list of
    /// addresses, and `expires`, a date and time, are needed; `encryption`, `acknowledgments`,
    /// `preferred-languages`, `canonical`, `policy` and `hiring` are lists.
    pub security: Option<Security>,
    /// Values of your own for the theme's templates, which have them as `site.options`.
    pub theme: BTreeMap<String, Value>,
    /// Whether the book is a mere folder of markdown: what `book.toml` would say is guessed.
    #[serde(skip)]
    pub guessed: bool,
    /// What only an mdBook says; none in a book of our own.
    #[serde(skip)]
    pub mdbook: Option<mdbook::Settings>,
}

/// `[book]`: what the book is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BookConfig {
    /// Title of the book.
    pub title: String,
    /// Authors, shown at the foot of each page.
    pub authors: Vec<String>,
    /// One sentence about the book.
    pub description: String,
    /// BCP 47 tag of the language. The theme has words in `ja` and `en`; any other language gets
    /// those of English until the theme has a file of its strings.
    pub language: String,
    /// Folder of the content, from the book's root.
    pub src: PathBuf,
}

impl Default for BookConfig {
    fn default() -> BookConfig {
        BookConfig {
            title: String::new(),
            authors: Vec::new(),
            description: String::new(),
            language: "ja".into(),
            src: "content".into(),
        }
    }
}

/// `[build]`: where the book is read from and written to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BuildConfig {
    /// Folder that the site is written to, from the book's root.
    pub build_dir: PathBuf,
    /// Folder of theme files that replace those of the built-in theme, from the book's root. It need
    /// not exist.
    pub theme: PathBuf,
    /// Where the site will be published, with its path: `https://example.jp/handbook/`. Canonical
    /// addresses need it, `sitemap.xml`, `robots.txt` and the feed of changes, and `404.html`, which
    /// servers show at any depth; for the last the path alone, `/handbook/`, is enough.
    pub base_url: String,
    /// Address of the editable source of a page, with `{path}` for its path.
    pub edit_url: String,
    /// Whether HTML of the content that is not on the allow-list passes as it is written: every writer can then
    /// put scripts, forms and frames into pages, and only their content security policy is left to stop them.
    pub allow_raw_html: bool,
    /// Whether every page has a markdown twin, at its address with `.md` behind it, for programs that read
    /// text. It is one more file for each page.
    pub markdown_twins: bool,
    /// Whether the programs may run that an mdBook names as its preprocessors.
    pub run_preprocessors: bool,
}

impl Default for BuildConfig {
    fn default() -> BuildConfig {
        BuildConfig {
            build_dir: "book".into(),
            theme: "theme".into(),
            base_url: String::new(),
            edit_url: String::new(),
            allow_raw_html: false,
            markdown_twins: false,
            run_preprocessors: false,
        }
    }
}

impl BuildConfig {
    /// Path of the place where the site will be published, with `/` at both ends; `/` when no
    /// address is named.
    pub fn root(&self) -> &str {
        let (_, rest) = self.base_url.split_once("://").unwrap_or(("", &self.base_url));
        rest.find('/').map_or("/", |at| &rest[at..])
    }

    /// The whole address of the place where the site will be published, with `/` at its end; none
    /// where its path alone is known.
    pub fn address(&self) -> Option<&str> {
        is_web(&self.base_url).then_some(&self.base_url)
    }
}

/// `[markdown]`: how markdown is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct MarkdownConfig {
    /// Whether `$…$` and `$$…$$` are formulas in TeX. Without it a dollar is a dollar.
    pub math: bool,
}

/// `[search]`: where the search is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SearchConfig {
    /// Address of a search engine that readers' browsers ask, instead of the files of the site; empty for none.
    /// Pages may then connect to it, and the site has no index.
    pub endpoint: String,
    /// What answers there.
    pub engine: Engine,
    /// Name of the book's index in a search engine: small letters, digits, `-` and `_`, at least three, a letter
    /// first.
    pub index: String,
}

/// A search engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// OpenSearch, and what has its interface.
    #[default]
    Opensearch,
    /// Quickwit, by the part of OpenSearch's interface that it has.
    Quickwit,
}

impl Default for SearchConfig {
    fn default() -> SearchConfig {
        SearchConfig { endpoint: String::new(), engine: Engine::default(), index: "handbook".into() }
    }
}

impl SearchConfig {
    /// Scheme, host and port of the engine (RFC 6454), when one is named.
    pub fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.endpoint.split_once("://")?;
        let host = rest.split('/').next().unwrap_or("");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        let is_web = matches!(scheme, "http" | "https") && !host.is_empty() && host.bytes().all(plain);
        is_web.then(|| &self.endpoint[..scheme.len() + 3 + host.len()])
    }

    /// Where queries go.
    pub fn address(&self) -> String {
        let (endpoint, index) = (self.endpoint.trim_end_matches('/'), &self.index);
        match self.engine {
            Engine::Opensearch => format!("{endpoint}/{index}/_search"),
            Engine::Quickwit => format!("{endpoint}/api/v1/_elastic/{index}/_search"),
        }
    }

    /// Whether both engines take the name: OpenSearch has no capitals, Quickwit begins with a letter and has at
    /// least three characters, both have at most 255.
    fn has_index_name(&self) -> bool {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        (3..=255).contains(&self.index.len())
            && self.index.starts_with(|c: char| c.is_ascii_lowercase())
            && self.index.chars().all(allowed)
    }
}

/// `[check]`: what is reported, and how severely.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CheckConfig {
    /// Level of a code, `dead-link = "warning"`.
    pub levels: BTreeMap<String, Level>,
    /// Facts and verifications older than this many days are reported; 0 never reports.
    pub stale_after: u32,
    /// Abbreviations that need no explanation.
    pub abbreviations: Vec<String>,
    /// Codes that are reported once for all places that say the same.
    pub once: Vec<String>,
    /// File with the topics that `covers:` may name, the first word of each line; from the book's
    /// root. Without it `covers:` is free.
    pub topics: Option<PathBuf>,
}

/// Reads the configuration of the book in a folder: of an mdBook, or of a book of our own. A folder
/// without `book.toml` gets defaults.
///
/// # Errors
/// When the file cannot be read, is not TOML, has an unknown key or a value of a wrong type; the
/// message gives line and column.
pub fn load(root: &Path) -> Result<Config> {
    let path = root.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && root.is_dir() => None,
        Err(error) => return Err(error).saying(|| say!("cannot read {file}", file = path)),
    };
    let src = content(root, text.as_deref());
    let parse = if mdbook::is_mdbook(&root.join(&src)) { mdbook::parse } else { parse };
    let mut config =
        parse(text.as_deref().unwrap_or_default()).saying(|| Message::quoted(path.display().to_string()))?;
    config.book.src = src;
    config.guessed = config.book.src == Path::new(".") && text.is_none();
    Ok(config)
}

/// The content folder of a book, from its root: what `src` names, else `content`, or `src` where that
/// is an mdBook's. Without a `book.toml` and such a folder it is the root: a folder of markdown.
fn content(root: &Path, text: Option<&str>) -> PathBuf {
    let table: Option<toml::Table> = text.and_then(|text| toml::from_str(text).ok());
    let named = table.as_ref().and_then(|table| table.get("book")?.get("src")?.as_str());
    match named {
        Some(named) => named.into(),
        None if mdbook::is_mdbook(&root.join("src")) => "src".into(),
        None if text.is_none() && !root.join("content").is_dir() => ".".into(),
        None => "content".into(),
    }
}

/// Parses the text of a `book.toml`.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str) -> Result<Config> {
    match toml::from_str::<Config>(text) {
        Ok(config) => config.checked(),
        Err(error) => {
            let why = Trouble::new(Message::quoted(error.to_string().trim_end()));
            Err(why.hints(suggestion(error.message())).into())
        }
    }
}

impl Config {
    /// Refuses what is of the right type and still cannot be meant.
    fn checked(mut self) -> Result<Config> {
        let (base, edit) = (&self.build.base_url, &self.build.edit_url);
        if !(base.is_empty() || base.starts_with('/') || is_web(base)) {
            fail!("`base-url` under `[build]` starts with `https://`, `http://` or `/`");
        }
        if base.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"<>\\".contains(c)) {
            fail!("`base-url` under `[build]` is an address without spaces, quotes, `?` and `#`");
        }
        if !(edit.is_empty() || is_web(edit)) {
            fail!("`edit-url` under `[build]` starts with `https://` or `http://`");
        }
        if !self.search.endpoint.is_empty() && self.search.origin().is_none() {
            fail!("`endpoint` under `[search]` starts with `https://` or `http://` and a host");
        }
        if !self.search.has_index_name() {
            fail!("`index` under `[search]` is of small letters, digits, `-` and `_`, at least three, a letter first");
        }
        if self.book.src.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
            fail!("`src` under `[book]` leads out of the book");
        }
        if !self.build.base_url.is_empty() && !self.build.base_url.ends_with('/') {
            self.build.base_url.push('/');
        }
        Ok(self)
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Finds the nearest key in the message of an unknown field: "unknown field `a`, expected one of
/// `b`, `c`".
fn suggestion(message: &str) -> Option<Message> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let wrong = quoted.next().filter(|_| message.starts_with("unknown field"));
    wrong.and_then(|wrong| nearest(wrong, quoted)).map(meant)
}

#[cfg(test)]
mod tests {
    use super::{BuildConfig, SearchConfig, parse};

    #[test]
    fn whom_pages_may_ask() {
        let origin = |endpoint: &str| {
            let config = SearchConfig { endpoint: endpoint.into(), ..Default::default() };
            config.origin().map(str::to_owned)
        };
        assert_eq!(origin("https://find.example.jp:9200/api/").as_deref(), Some("https://find.example.jp:9200"));
        assert_eq!(origin("http://[::1]:7280").as_deref(), Some("http://[::1]:7280"));
        let wrong = [
            "",
            "find.example.jp",
            "ftp://example.jp",
            "https://",
            "https://a@b/",
            "https://a; script-src *",
            "https://*",
        ];
        wrong.iter().for_each(|endpoint| assert_eq!(origin(endpoint), None, "{endpoint}"));
    }

    #[test]
    fn where_a_book_is_published() {
        let root = |base_url: &str| BuildConfig { base_url: base_url.into(), ..Default::default() }.root().to_owned();
        assert_eq!(root(""), "/");
        assert_eq!(root("https://example.jp"), "/");
        assert_eq!(root("https://example.jp/handbook/"), "/handbook/");
        assert_eq!(root("/handbook/"), "/handbook/");
    }

    #[test]
    fn the_address_of_a_book_ends_with_a_slash() {
        let build = |base_url: &str| parse(&format!("[build]\nbase-url = \"{base_url}\"")).map(|config| config.build);
        let whole = build("https://example.jp/handbook").expect("it is an address");
        assert_eq!(whole.address(), Some("https://example.jp/handbook/"));
        let path = build("/handbook").expect("it is a path");
        assert_eq!((path.address(), path.root()), (None, "/handbook/"));
        assert!(build("https://example.jp/?a").is_err());
    }
}
