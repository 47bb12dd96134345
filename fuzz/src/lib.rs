//! What the targets share: books in memory, and what must hold. The property tests of `tests/` share it too.

pub mod growth;
#[path = "../../tests/support/html.rs"]
pub mod html;
#[path = "../../tests/support/invariants.rs"]
pub mod invariants;
#[path = "../../tests/support/shop.rs"]
pub mod shop;
