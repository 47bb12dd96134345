//! Headings and titles.

use std::collections::BTreeMap;

use super::Inquiry;
use crate::book::Page;
use crate::diagnostic::Diagnostic;
use crate::say;

/// Reports headings that skip a level, and second titles.
pub fn check(inquiry: &Inquiry<'_>, page: &Page, found: &mut Vec<Diagnostic>) {
    let mut above = 1;
    for heading in &page.document.headings {
        let place = || page.document.place(heading.range.clone());
        if heading.level == 1 {
            let message = say!("the page already has the title `{title}`", title = page.document.title);
            found.push(
                inquiry.report("second-title", place(), message).hint(say!("make it a heading of level 2: `##`")),
            );
        } else if heading.level > above + 1 {
            let message = say!("a heading of level {level} below one of level {above}", level = heading.level, above);
            let hint = say!("write `{right}`", right = "#".repeat(usize::from(above) + 1));
            found.push(inquiry.report("heading-skip", place(), message).hint(hint));
        }
        above = heading.level;
    }
}

/// Reports pages of one kind with one title.
pub fn titles(inquiry: &Inquiry<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(&str, &str), &Page> = BTreeMap::new();
    for page in &inquiry.book.pages {
        let key = (page.document.kind(), page.title());
        let Some(other) = first.get(&key) else {
            first.insert(key, page);
            continue;
        };
        let message =
            say!("{file} has the title `{title}` too", file = other.document.source.file, title = page.title());
        let diagnostic = inquiry.report("double-title", page.document.title_place(), message);
        found.push(diagnostic.hint(say!("say in the title what sets this page apart")));
    }
}
