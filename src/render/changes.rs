//! What changed last: by `updated:` of the front matter, or else by the history of the file.

use rayon::prelude::*;

use super::given::FaceRef;
use super::view::{Collection, Group, Row};
use super::{Context, data};
use crate::book::{Book, Page};
use crate::day::Day;
use crate::history::Changes;
use crate::parse::slug;

/// How many changes are listed, on the page of changes and in the feed.
pub const COUNT: usize = 100;

/// Output path of the feed of changes, where there is one.
pub const FEED: &str = "changes.atom";

/// A page with the day of its last change.
pub type Changed<'a> = (&'a str, FaceRef<'a>);

/// When a page was last changed, where that is known: the day, and the time where the history of
/// its file has one.
pub fn of<'a>(changes: &'a Changes, page: &'a Page) -> Option<(&'a str, u64)> {
    let said = page.document.front.text("updated").map(|day| (day, 0));
    let known = || changes.get(&*page.document.source.file);
    said.or_else(|| known().map(|change| (change.day.as_str(), change.at)))
}

/// As [`of`], where the day is one of the calendar: front matter may say anything.
pub fn dated<'a>(changes: &'a Changes, page: &'a Page) -> Option<(&'a str, u64)> {
    of(changes, page).filter(|(day, _)| Day::is_day(day))
}

/// Output path of the feed of changes. There is none without whole addresses and without days.
pub fn feed(address: Option<&str>, book: &Book, changes: &Changes) -> Option<&'static str> {
    address?;
    book.pages.iter().any(|page| dated(changes, page).is_some()).then_some(FEED)
}

/// The pages of a kind (`*` for any) that changed last, newest first; what changed together is in
/// reading order.
pub fn newest<'a>(context: &'a Context<'a>, kind: &str, count: usize) -> Vec<Changed<'a>> {
    let pages = context.book.pages.par_iter().enumerate();
    let wanted = pages.filter(|(_, page)| kind == "*" || page.document.kind() == kind);
    let mut found: Vec<_> = wanted.filter_map(|(index, page)| Some((of(context.changes, page)?, index))).collect();
    found.par_sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));
    found.into_iter().take(count).map(|((day, _), index)| (day, context.face(index))).collect()
}

/// Pages that changed last, each with its day.
pub fn latest(changed: &[Changed<'_>], from: &str) -> Collection {
    let rows = changed.iter().map(|(day, face)| row(face, day, from)).collect();
    collection(vec![Group { title: String::new(), id: String::new(), rows }])
}

/// Pages that changed last, a group for each day.
pub fn by_day(changed: &[Changed<'_>], from: &str) -> Collection {
    let group = |chunk: &[Changed<'_>]| Group {
        title: chunk[0].0.to_owned(),
        id: slug(chunk[0].0),
        rows: chunk.iter().map(|(_, face)| row(face, "", from)).collect(),
    };
    collection(changed.chunk_by(|a, b| a.0 == b.0).map(group).collect())
}

fn row(face: FaceRef<'_>, day: &str, from: &str) -> Row {
    Row { page: data::card(face, from), cells: vec![day.to_owned()], marks: Vec::new() }
}

fn collection(groups: Vec<Group>) -> Collection {
    let layout = "changes".to_owned();
    let (title, id, kind) = (String::new(), "changes".to_owned(), String::new());
    Collection { title, id, kind, layout, groups, columns: Vec::new(), against: Vec::new() }
}
