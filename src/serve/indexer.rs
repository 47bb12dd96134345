//! Makes the search of the newest book, beside the pages, so that it never holds them up.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use anyhow::Result;

use super::Editions;
use crate::book::Book;
use crate::config::SearchConfig;
use crate::message::Message;
use crate::pipeline;
use crate::say;
use crate::search::Memos;
use crate::timings::Timings;
use crate::trouble::{self, Saying};

/// A thread that indexes books. While it works on one, only the newest of the next ones is kept.
pub struct Indexer {
    books: Sender<(Arc<Book>, SearchConfig)>,
}

impl Indexer {
    /// Starts the thread. It has one thread of its own to compute in, so that a page that is saved
    /// meanwhile finds the others free.
    ///
    /// # Errors
    /// When the machine gives no threads.
    pub fn start(editions: Arc<Editions>, told: fn(&Message) -> Result<()>) -> Result<Indexer> {
        let (books, inbox) = channel::<(Arc<Book>, SearchConfig)>();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().saying(|| say!("cannot start a thread"))?;
        std::thread::spawn(move || {
            let mut memos = Memos::default();
            while let Ok(first) = inbox.recv() {
                let (newest, config) = inbox.try_iter().last().unwrap_or(first);
                let made = pool.install(|| pipeline::search(&newest, &config, &mut memos, &mut Timings::default()));
                match made {
                    Ok(search) => {
                        let files = Arc::new(search.files);
                        drop(editions.publish(|edition| std::mem::replace(&mut edition.search, files)));
                    }
                    // The old search stays; the terminal says why, if it still can.
                    Err(error) => {
                        let _ = told(&trouble::report(&error));
                        editions.publish(|_| {});
                    }
                }
            }
        });
        Ok(Indexer { books })
    }

    /// Hands over a book.
    pub fn index(&self, book: Arc<Book>, config: SearchConfig) {
        // The thread ends with the program.
        let _ = self.books.send((book, config));
    }
}
