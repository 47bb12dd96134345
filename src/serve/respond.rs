//! Requests → responses. Nothing is read from disk: paths are keys of the site.

use std::net::IpAddr;

use super::edition::{Edition, Editions};
use super::http::{Request, Response};
use crate::{hosting, path};

/// Script that open pages follow editions with.
const RELOAD: &str = include_str!("reload.js");

/// End of a page, where the script is added.
const END: &[u8] = b"</body>";

const TEXT: &str = "text/plain; charset=utf-8";

/// Answers a request. One for the next edition is answered when there is one.
pub fn answer(request: &Request, editions: &Editions, hostname: &str) -> Response {
    if !is_ours(&request.host, hostname) {
        return refusal(421);
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return refusal(405);
    }
    let (address, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    match address {
        "/__tebiki/reload.js" => response(200, "text/javascript; charset=utf-8", RELOAD.into()),
        "/__tebiki/edition" => {
            next_edition(editions, query.strip_prefix("known=").and_then(|known| known.parse().ok()))
        }
        address => file(&editions.current(), address),
    }
}

/// The answer to what is no request for us.
pub fn refusal(status: u16) -> Response {
    let text = match status {
        405 => "only GET and HEAD\n",
        408 => "too slow\n",
        421 => "wrong host\n",
        431 => "too much\n",
        _ => "no request\n",
    };
    let mut response = response(status, TEXT, text.into());
    if status == 405 {
        response.headers.push(("Allow", "GET, HEAD".to_owned()));
    }
    response
}

/// Waits for the next edition and describes it.
fn next_edition(editions: &Editions, known: Option<u64>) -> Response {
    let edition = editions.after(known.unwrap_or(0));
    let json = serde_json::json!({
        "number": edition.number,
        "style": edition.style,
        "substance": edition.substance,
        "problems": edition.problems,
    });
    response(200, "application/json", json.to_string().into_bytes())
}

/// Whether a `Host` means us. The name of another site that was made to lead here (DNS rebinding)
/// does not; an address cannot be made to lead elsewhere.
fn is_ours(host: &str, hostname: &str) -> bool {
    let name = match host.rfind(':') {
        Some(at) if !host.ends_with(']') => &host[..at],
        _ => host,
    };
    let is_address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    is_address || ["localhost", hostname].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns a file of the site. A folder is its `index.html`; no folder is listed.
fn file(edition: &Edition, address: &str) -> Response {
    let below_root = address.strip_prefix(&*edition.root).unwrap_or(address);
    let decoded = path::decode(below_root.trim_start_matches('/'));
    let key = if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded };
    let (status, key) = match edition.get(&key) {
        Some(_) => (200, key),
        None => (404, "404.html".to_owned()),
    };
    let Some(bytes) = edition.get(&key).and_then(|bytes| bytes.contents().ok()) else {
        return response(404, TEXT, b"not found\n".to_vec());
    };
    let kind = media_type(&key);
    let body = if kind.starts_with("text/html") { with_reload(bytes, edition) } else { bytes.to_vec() };
    with_policy(status, kind, body, edition.engine.as_deref())
}

/// Adds the script that follows editions to a page. It is told which edition the page is of: the next one may be
/// there before the script runs.
fn with_reload(page: &[u8], edition: &Edition) -> Vec<u8> {
    let Some(at) = page.windows(END.len()).rposition(|window| window == END) else {
        return page.to_vec();
    };
    let tag = format!(
        "<script src=\"/__tebiki/reload.js\" data-substance=\"{}\" data-style=\"{}\" defer></script>",
        edition.substance, edition.style
    );
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

fn response(status: u16, kind: &str, body: Vec<u8>) -> Response {
    with_policy(status, kind, body, None)
}

/// A response whose page may ask a search engine.
fn with_policy(status: u16, kind: &str, body: Vec<u8>, engine: Option<&str>) -> Response {
    let policy = hosting::policy_header(engine);
    let own = [("Content-Type", kind), ("Cache-Control", "no-cache"), ("Content-Security-Policy", &policy)];
    let headers = own.into_iter().chain(hosting::HEADERS).map(|(name, value)| (name, value.to_owned())).collect();
    Response { status, headers, body }
}

/// Media type of a file by its extension.
fn media_type(path: &str) -> &'static str {
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
        "atom" => "application/atom+xml",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    }
}
