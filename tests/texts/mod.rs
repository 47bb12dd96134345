//! Cases as text, and the small books that they hold.

pub mod book;
pub mod cases;
