//! Requests → responses. Nothing is read from disk: paths are keys of the site.

use std::io::Cursor;
use std::str::FromStr;

use tiny_http::{Header, Method, Request, Response};

use super::edition::{Edition, Editions};
use crate::{hosting, path};

/// Script that open pages follow editions with.
const RELOAD: &str = include_str!("reload.js");

/// Tag that is added to pages before their end.
const RELOAD_TAG: &[u8] = b"<script src=\"/__tebiki/reload.js\" defer></script></body>";

/// A response whose body is in memory.
pub type Ready = Response<Cursor<Vec<u8>>>;

/// How a request is answered.
pub enum Answer {
    /// At once.
    Now(Box<Ready>),
    /// When there is an edition after this one.
    Wait(u64),
}

/// Answers a request.
pub fn answer(request: &Request, editions: &Editions, hosts: &[String]) -> Answer {
    let now = |status, kind, body: &[u8]| Answer::Now(Box::new(response(status, kind, body.to_vec())));
    if !is_ours(request, hosts) {
        return now(421, "text/plain; charset=utf-8", b"wrong host\n");
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return now(405, "text/plain; charset=utf-8", b"only GET and HEAD\n");
    }
    let (address, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
    match address {
        "/__tebiki/reload.js" => now(200, "text/javascript; charset=utf-8", RELOAD.as_bytes()),
        "/__tebiki/edition" => {
            Answer::Wait(query.strip_prefix("known=").and_then(|known| known.parse().ok()).unwrap_or(0))
        }
        address => Answer::Now(Box::new(file(&editions.current(), address))),
    }
}

/// Waits for the next edition and describes it.
pub fn next_edition(editions: &Editions, known: u64) -> Ready {
    let edition = editions.after(known);
    let json = serde_json::json!({
        "number": edition.number,
        "style": edition.style,
        "substance": edition.substance,
        "problems": edition.problems,
    });
    response(200, "application/json", json.to_string().into_bytes())
}

/// Whether the request names us as its host. A page of another site that made its name lead here
/// (DNS rebinding) does not.
fn is_ours(request: &Request, hosts: &[String]) -> bool {
    let host =
        request.headers().iter().find(|header| header.field.equiv("Host")).map_or("", |header| header.value.as_str());
    let name = match host.rfind(':') {
        Some(at) if !host.ends_with(']') => &host[..at],
        _ => host,
    };
    hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns a file of the site. A folder is its `index.html`; no folder is listed.
fn file(edition: &Edition, address: &str) -> Ready {
    let below_root = address.strip_prefix(&*edition.root).unwrap_or(address);
    let decoded = path::decode(below_root.trim_start_matches('/'));
    let key = if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded };
    let (status, key) = match edition.get(&key) {
        Some(_) => (200, key),
        None => (404, "404.html".to_owned()),
    };
    let Some(bytes) = edition.get(&key) else {
        return response(404, "text/plain; charset=utf-8", b"not found\n".to_vec());
    };
    let kind = media_type(&key);
    response(status, kind, if kind.starts_with("text/html") { with_reload(bytes) } else { bytes.to_vec() })
}

/// Adds the script that follows editions to a page.
fn with_reload(page: &[u8]) -> Vec<u8> {
    let end = page.windows(7).rposition(|window| window == b"</body>");
    match end {
        Some(at) => [&page[..at], RELOAD_TAG, &page[at + 7..]].concat(),
        None => page.to_vec(),
    }
}

fn response(status: u16, kind: &str, body: Vec<u8>) -> Ready {
    let policy = hosting::policy_header();
    let own = [("Content-Type", kind), ("Cache-Control", "no-cache"), ("Content-Security-Policy", &policy)];
    let headers = own.into_iter().chain(hosting::HEADERS);
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in headers {
        if let Ok(header) = Header::from_str(&format!("{name}: {value}")) {
            response.add_header(header);
        }
    }
    response
}

/// Media type of a file by its extension.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
