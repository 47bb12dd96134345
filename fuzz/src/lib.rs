//! What the targets share: books in memory, and what must be true of every page. The property tests of
//! `tests/` share it too.

pub mod growth;
#[path = "../../tests/support/html.rs"]
pub mod html;
#[path = "../../tests/support/shop.rs"]
pub mod shop;
