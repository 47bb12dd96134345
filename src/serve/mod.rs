//! Preview: a small server over the site in memory that follows changes of the book.
//!
//! No framework and no async runtime: each connection has a thread, and there is a bound on both.
//! Open pages ask for the next edition and are answered when there is one.

mod edition;
mod http;
mod indexer;
mod respond;
mod slots;
mod squeeze;
mod watch;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, LockResult, PoisonError};
use std::time::Duration;

use anyhow::Result;

pub use edition::{Edition, Editions};
pub use indexer::Indexer;
pub use watch::{Doorbell, watch};

use crate::say;
use crate::trouble::Saying;
use http::Heard;
use slots::Slots;

/// Connections that are open at once; others wait until one ends. Below the number of files that
/// most systems let a program open.
const CONNECTIONS: usize = 512;

/// Stack of the thread of a connection, in bytes. It parses one head, looks up one file and squeezes
/// it, with tables that are made on the stack.
const STACK: usize = 1024 * 1024;

/// A server that listens.
pub struct Preview {
    listener: TcpListener,
    editions: Arc<Editions>,
    hostname: Arc<str>,
}

impl Preview {
    /// Starts to listen on an address; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub fn listen(hostname: &str, port: u16, editions: Arc<Editions>) -> Result<Preview> {
        let listener = TcpListener::bind((hostname, port))
            .saying(|| say!("cannot listen on {hostname}:{port}", hostname, port))?;
        Ok(Preview { listener, editions, hostname: hostname.into() })
    }

    /// Address that it listens on.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn address(&self) -> Result<SocketAddr> {
        self.listener.local_addr().saying(|| say!("cannot tell the address of the server"))
    }

    /// Starts the thread that takes connections; it ends with the program.
    pub fn start(self) {
        std::thread::spawn(move || {
            let slots = Arc::new(Slots::new(CONNECTIONS));
            loop {
                let slot = slots.take();
                match self.listener.accept() {
                    Ok((stream, _)) => {
                        let (editions, hostname) = (self.editions.clone(), self.hostname.clone());
                        let thread = std::thread::Builder::new().stack_size(STACK);
                        // Without a thread the connection is closed, and the client may come again.
                        drop(thread.spawn(move || {
                            let _slot = slot;
                            converse(stream, &editions, &hostname);
                        }));
                    }
                    // The system has no more files or no more memory for now.
                    Err(_) => std::thread::sleep(Duration::from_millis(10)),
                }
            }
        });
    }
}

/// What a lock holds. A thread that panicked while it held one of ours left a whole value behind.
fn whole<T>(held: LockResult<T>) -> T {
    held.unwrap_or_else(PoisonError::into_inner)
}

/// Answers the requests of one connection until the client leaves.
fn converse(mut stream: TcpStream, editions: &Editions, hostname: &str) {
    // Small answers should not wait for more.
    let _ = stream.set_nodelay(true);
    let mut rest = Vec::new();
    loop {
        let (response, with_body, stays) = match http::read(&mut stream, &mut rest) {
            Heard::Nothing => return,
            Heard::Refused(status) => (respond::refusal(status), true, false),
            Heard::Request(request) => {
                let response = respond::answer(&request, editions, hostname);
                let response = if request.gzip { squeeze::squeeze(response) } else { response };
                (response, request.method != "HEAD", request.stays)
            }
        };
        if http::write(&mut stream, &response, with_body, stays).is_err() || !stays {
            return;
        }
    }
}
