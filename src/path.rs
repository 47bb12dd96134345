//! Paths inside the book and inside the site: `/` between parts, NFC, never absolute.

use unicode_normalization::UnicodeNormalization;

/// Returns a path with `/` between its parts and in NFC, as file systems may give NFD.
pub fn normal(path: &std::path::Path) -> String {
    let parts = path.iter().filter(|part| *part != ".");
    let parts: Vec<String> = parts.map(|part| part.to_string_lossy().nfc().collect()).collect();
    parts.join("/")
}

/// Returns the folder of a path, empty at the root.
pub fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// Returns all folders above a path, the innermost first, without the root.
pub fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder(path)), |inner| Some(folder(inner))).take_while(|folder| !folder.is_empty())
}

/// Output path of a content file: `.md` becomes `.html`, the page of a folder is its `index.html`.
pub fn page(path: &str) -> String {
    let name = if is_index(path) { "index" } else { stem(path) };
    let folder = folder(path);
    if folder.is_empty() { format!("{name}.html") } else { format!("{folder}/{name}.html") }
}

/// Whether a content file is a page, by its extension. Old systems write names in capitals.
pub fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("md"))
}

/// Whether a content file is the page of its folder.
pub fn is_index(path: &str) -> bool {
    matches!(stem(path), "index" | "README" | "_index")
}

/// Returns a path without the extension of its last part.
pub fn without_extension(path: &str) -> &str {
    &path[..folder(path).len() + usize::from(path.contains('/')) + stem(path).len()]
}

/// Returns the last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the last part of a path without its extension.
pub fn stem(path: &str) -> &str {
    let name = name(path);
    name.rfind('.').map_or(name, |at| &name[..at])
}

/// Resolves a relative path against a folder, `..` included. None when it leaves the root.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = match relative.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether a path means one file below a root: no part is empty, `.` or `..`, none starts at the root,
/// and nothing in it means another path to some system.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty() && join("", path).as_deref() == Some(path) && !path.contains(['\0', '\n', '\r', '\\'])
}

/// Returns `../` for every folder above an output path, so that it leads to the site's root.
pub fn to_root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Returns the address of one output path relative to another, percent-encoded.
pub fn relative(from: &str, to: &str) -> String {
    let equal = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let shared = to.as_bytes()[..equal].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let up = "../".repeat(from[shared..].matches('/').count());
    up + &encode(&to[shared..])
}

/// Percent-encodes what may not stand in the path of an address (RFC 3986). Letters outside
/// ASCII stay as they are: browsers show them and encode them on the wire.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path.split_inclusive(is_special) {
        let special = part.chars().next_back().filter(|c| is_special(*c));
        let (plain, special) = part.split_at(part.len() - special.map_or(0, char::len_utf8));
        out.push_str(plain);
        // Controls beyond ASCII have two bytes.
        special.bytes().for_each(|byte| push_encoded(&mut out, byte));
    }
    out
}

/// Whether a character may not stand in the path of an address, or would have to be escaped in HTML.
fn is_special(c: char) -> bool {
    matches!(c, '%' | '#' | '?' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '\'' | '&' | ' ')
        || c.is_control()
}

/// Percent-encodes letters outside ASCII too: makes an address (IRI) one that is allowed where no
/// browser reads it (URI; RFC 3987, section 3.1).
pub fn ascii(address: &str) -> String {
    address.bytes().fold(String::with_capacity(address.len()), |mut out, byte| {
        match byte.is_ascii() {
            true => out.push(byte.into()),
            false => push_encoded(&mut out, byte),
        }
        out
    })
}

/// Adds a byte as `%` and two digits.
fn push_encoded(out: &mut String, byte: u8) {
    out.push_str(&format!("%{byte:02X}"));
}

/// Decodes percent-encoding; bytes that are not UTF-8 afterwards leave the text as it was.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
