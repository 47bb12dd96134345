//! Full-text search: what is searched, the index, its export for the browser, and queries.
//!
//! A *section* is the unit, so a result opens at the right heading. Text is normalised
//! ([`normalise`]), cut into pairs of characters and words ([`analyse`]), indexed by tantivy
//! ([`index`]) and exported in our own order for the browser ([`export`]). A query ([`query`]) is
//! answered from postings alone ([`engine`]); `themes/handbook/scripts/search.js` does the same
//! with the exported files, and the tests compare the two.

pub mod analyse;
pub mod engine;
pub mod export;
pub mod index;
mod keep;
pub mod normalise;
pub mod postings;
pub mod query;
pub mod section;
pub mod snippet;
pub mod tables;

pub use keep::FORM;
pub use section::{Section, sections};
