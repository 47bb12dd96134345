//! Bodies in gzip, as web servers send them: what is measured on the preview is then what readers get.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use super::http::Response;

/// Shorter bodies in bytes stay as they are: the head of a response is as long.
const LEAST: usize = 1024;

/// Squeezes the body of a response if it is text.
pub fn squeeze(mut response: Response) -> Response {
    let kind = response.headers.iter().find(|(name, _)| *name == "Content-Type").map_or("", |(_, value)| value);
    if response.body.len() < LEAST || !is_text(kind) {
        return response;
    }
    if let Ok(body) = gzip(&response.body) {
        response.body = body;
        response.headers.push(("Content-Encoding", "gzip".to_owned()));
        response.headers.push(("Vary", "Accept-Encoding".to_owned()));
    }
    response
}

/// Other media types are compressed already.
fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || kind.starts_with("application/json") || kind.contains("xml")
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish()
}
