//! Titles and headings that other places show: navigation, lists, every link to them.

use std::borrow::Cow;

/// Most characters of a title or heading that other places show. Without a bound, a heading of a
/// megabyte that is linked a thousand times would be a gigabyte.
pub const LONGEST: usize = 500;

/// Returns a text that is not too long as it is, any other cut.
pub fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().take(LONGEST - 1).chain(['…']).collect()),
    }
}
