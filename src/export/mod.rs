//! The book for others: as one JSON value ([`model`]), and as the documents and the definition of an index
//! for a search engine ([`opensearch`], [`quickwit`]), where a collection outgrows the files that the browser
//! loads. Pure: a book in, text out.

mod document;
pub mod model;
pub mod opensearch;
pub mod quickwit;

use std::sync::Arc;

use rayon::prelude::*;

use crate::book::Book;
use crate::search::{self, Section};

/// The sections of each page.
fn sections(book: &Book) -> Vec<Arc<Vec<Section>>> {
    book.pages.par_iter().map(|page| Arc::new(search::sections(book, page))).collect()
}
