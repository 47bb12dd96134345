//! The book for others: as one JSON value ([`model`]), and as the documents and the definition of an index
//! for a search engine ([`opensearch`], [`quickwit`]), where a collection outgrows the files that the browser
//! loads. Pure: a book in, text out.

mod document;
pub mod model;
pub mod opensearch;
pub mod quickwit;
