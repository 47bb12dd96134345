//! Preview: a small server over the site in memory that follows changes of the book.
//!
//! No framework and no async runtime: a few threads answer requests, one rebuilds. Open pages ask
//! for the next edition and are answered when there is one.

mod edition;
mod indexer;
mod respond;
mod watch;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use tiny_http::{HTTPVersion, Method, Request, Server};

pub use edition::{Edition, Editions};
pub use indexer::Indexer;
pub use watch::{Doorbell, watch};

use respond::{Answer, Ready, answer};

/// Threads that answer requests. A page loads about that many files at once.
const THREADS: usize = 8;

/// A server that listens.
pub struct Preview {
    server: Arc<Server>,
    editions: Arc<Editions>,
    hosts: Vec<String>,
}

impl Preview {
    /// Starts to listen on an address; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub fn listen(hostname: &str, port: u16, editions: Arc<Editions>) -> Result<Preview> {
        let server =
            Server::http((hostname, port)).map_err(|error| anyhow!("cannot listen on {hostname}:{port}: {error}"))?;
        let hosts = ["localhost", "127.0.0.1", "[::1]", hostname].map(str::to_owned).to_vec();
        Ok(Preview { server: Arc::new(server), editions, hosts })
    }

    /// Address that it listens on.
    ///
    /// # Errors
    /// When it does not listen on an internet address.
    pub fn address(&self) -> Result<SocketAddr> {
        self.server.server_addr().to_ip().ok_or_else(|| anyhow!("the server has no internet address"))
    }

    /// Starts the threads that answer requests; they end with the program.
    pub fn start(&self) {
        for _ in 0..THREADS {
            let (server, editions, hosts) = (self.server.clone(), self.editions.clone(), self.hosts.clone());
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    handle(request, &editions, &hosts);
                }
            });
        }
    }
}

/// Answers one request. A page that waits for the next edition gets a thread of its own.
fn handle(request: Request, editions: &Arc<Editions>, hosts: &[String]) {
    match answer(&request, editions, hosts) {
        Answer::Now(response) => send(request, *response),
        Answer::Wait(known) => {
            let editions = editions.clone();
            std::thread::spawn(move || send(request, respond::next_edition(&editions, known)));
        }
    }
}

/// Sends a response as HTTP/1.0, so that the browser closes the connection: tiny_http keeps a
/// thread for every open one, and new connections wait behind those that a browser keeps.
fn send(request: Request, response: Ready) {
    let is_head = *request.method() == Method::Head;
    let headers = request.headers().to_vec();
    let mut writer = request.into_writer();
    // A reader who left needs no answer.
    let _ = response.raw_print(&mut writer, HTTPVersion(1, 0), &headers, is_head, None).and_then(|()| writer.flush());
}
