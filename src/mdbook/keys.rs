//! The keys of mdBook's `book.toml`, and what becomes of each.

/// What a key does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is followed.
    Followed,
    /// It changes nothing that a reader could miss.
    Needless,
    /// It has no effect; why, or what to do instead.
    Without(Phrase),
}

use crate::message::Phrase;

use Use::{Followed, Needless, Without};

const STYLES: Use = Without(Phrase("put style sheets and scripts into a theme folder, see `theme` under `[build]`"));
const RUN: Use = Without(Phrase("code runs nowhere: a page asks no other site for anything"));
const SEARCH: Use = Without(Phrase("tebiki ranks by itself"));

/// Keys of mdBook 0.5 and older ones, the longer before the shorter that they start with. A table
/// stands for everything in it.
const KEYS: &[(&str, Use)] = &[
    ("book.title", Followed),
    ("book.authors", Followed),
    ("book.author", Followed),
    ("book.description", Followed),
    ("book.src", Followed),
    ("book.language", Followed),
    ("book.multilingual", Needless),
    ("book.text-direction", Without(Phrase("the direction of the text follows from its letters"))),
    ("book.git-repository-url", Without(Phrase("link to the repository in a page"))),
    ("build.build-dir", Followed),
    (
        "build.create-missing",
        Without(Phrase("tebiki writes no content; a chapter without a file is shown as one to come")),
    ),
    ("build.use-default-preprocessors", Followed),
    ("build.extra-watch-dirs", Needless),
    ("rust", Needless),
    ("preprocessor", Followed),
    ("output.html.theme", Without(Phrase("mdBook's templates are Handlebars; see `theme` under `[build]`"))),
    ("output.html.default-theme", Without(Phrase("the reader's device says whether the page is light or dark"))),
    ("output.html.preferred-dark-theme", Without(Phrase("the reader's device says whether the page is light or dark"))),
    ("output.html.smart-punctuation", Followed),
    ("output.html.curly-quotes", Followed),
    ("output.html.definition-lists", Followed),
    ("output.html.admonitions", Followed),
    ("output.html.mathjax-support", Followed),
    ("output.html.additional-css", STYLES),
    ("output.html.additional-js", STYLES),
    ("output.html.no-section-label", Followed),
    ("output.html.fold", Needless),
    ("output.html.playground.editable", RUN),
    ("output.html.playground.runnable", Needless),
    ("output.html.playground.copyable", Needless),
    ("output.html.playground.copy-js", Needless),
    ("output.html.playground.line-numbers", Without(Phrase("code has no line numbers"))),
    ("output.html.playground.editor", RUN),
    ("output.html.playpen.editable", RUN),
    ("output.html.playpen.line-numbers", Without(Phrase("code has no line numbers"))),
    ("output.html.playpen.editor", RUN),
    ("output.html.code.hidelines", Followed),
    ("output.html.print", Needless),
    ("output.html.search.enable", Without(Phrase("the search is always there"))),
    ("output.html.search.copy-js", Needless),
    ("output.html.search.expand", Needless),
    ("output.html.search.limit-results", SEARCH),
    ("output.html.search.teaser-word-count", SEARCH),
    ("output.html.search.use-boolean-and", Needless),
    ("output.html.search.boost-title", SEARCH),
    ("output.html.search.boost-hierarchy", SEARCH),
    ("output.html.search.boost-paragraph", SEARCH),
    ("output.html.search.heading-split-level", Without(Phrase("every section is found by itself"))),
    ("output.html.search.chapter", Without(Phrase("all chapters are searched"))),
    ("output.html.git-repository-url", Without(Phrase("link to the repository in a page"))),
    ("output.html.git-repository-icon", Without(Phrase("link to the repository in a page"))),
    ("output.html.edit-url-template", Followed),
    ("output.html.input-404", Without(Phrase("the page for addresses that do not exist is the theme's"))),
    ("output.html.site-url", Needless),
    ("output.html.cname", Followed),
    ("output.html.redirect", Followed),
    ("output.html.hash-files", Needless),
    ("output.html.livereload-url", Needless),
    ("output.html.live-reload-endpoint", Needless),
    ("output.html.sidebar-header-nav", Needless),
    ("output.html", Without(Phrase("mdBook does not know it either"))),
    ("output", Without(Phrase("only the HTML is made"))),
];

/// What becomes of a key, given with dots; none when it is not mdBook's. A table that holds keys of
/// this list is not looked up itself.
pub fn lookup(key: &str) -> Option<Use> {
    let is = |known: &str| key == known || key.strip_prefix(known).is_some_and(|rest| rest.starts_with('.'));
    KEYS.iter().find(|(known, _)| is(known)).map(|(_, used)| *used)
}

/// Whether keys of the list start with a key.
pub fn is_table(key: &str) -> bool {
    KEYS.iter().any(|(known, _)| known.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}
