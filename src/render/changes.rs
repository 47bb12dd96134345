//! What changed last: by `updated:` of the front matter, or else by the history of the file.

use super::view::{Collection, Group, Row};
use super::{Context, data};
use crate::book::Page;
use crate::history::Change;
use crate::parse::slug;

/// When a page was last changed, where that is known.
pub fn of(context: &Context<'_>, page: &Page) -> Option<Change> {
    let said = page.document.front.text("updated").map(|day| Change { day: day.to_owned(), at: 0 });
    said.or_else(|| context.changes.get(&*page.document.source.file).cloned())
}

/// The pages of a kind (`*` for any) that changed last, newest first, each with its day.
pub fn latest(context: &Context<'_>, kind: &str, count: usize, from: &str) -> Collection {
    let rows = newest(context, kind, count);
    let rows = rows.into_iter().map(|(change, index)| row(context, index, change.day, from)).collect();
    collection(vec![Group { title: String::new(), id: String::new(), rows }])
}

/// The pages that changed last, a group for each day.
pub fn by_day(context: &Context<'_>, count: usize, from: &str) -> Collection {
    let mut groups: Vec<Group> = Vec::new();
    for (Change { day, .. }, index) in newest(context, "*", count) {
        if groups.last().is_none_or(|group| group.title != day) {
            groups.push(Group { id: slug(&day), title: day.clone(), rows: Vec::new() });
        }
        groups.last_mut().into_iter().for_each(|group| group.rows.push(row(context, index, String::new(), from)));
    }
    collection(groups)
}

/// Pages with their changes, newest first; what changed together is in reading order.
fn newest(context: &Context<'_>, kind: &str, count: usize) -> Vec<(Change, usize)> {
    let pages = context.book.pages.iter().enumerate();
    let wanted = pages.filter(|(_, page)| kind == "*" || page.document.kind() == kind);
    let mut found: Vec<_> = wanted.filter_map(|(index, page)| Some((of(context, page)?, index))).collect();
    found.sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));
    found.truncate(count);
    found
}

fn row(context: &Context<'_>, index: usize, day: String, from: &str) -> Row {
    Row { page: data::card(context.book, index, from), cells: vec![day], marks: Vec::new() }
}

fn collection(groups: Vec<Group>) -> Collection {
    let layout = "changes".to_owned();
    let (title, id, kind) = (String::new(), "changes".to_owned(), String::new());
    Collection { title, id, kind, layout, groups, columns: Vec::new(), against: Vec::new() }
}
