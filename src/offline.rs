//! What lets a browser keep the whole book, and say which edition it shows.
//!
//! Pages refer to `assets/edition.js`, which has a fixed name, and carry no edition themselves: so
//! an edit changes the pages that it touches and these files, and no others. The service worker
//! (`sw.js`, which the theme brings) reads from `sw-files.js` what belongs to the edition.

use rayon::prelude::*;
use serde_json::json;

use crate::bytes::hex;
use crate::render::EDITION;
use crate::site::{Bytes, Site};
use crate::theme::Theme;
use crate::{feeds, path};

/// Output path of the service worker: at the root, as it serves what lies below it.
const WORKER: &str = "sw.js";

/// Output path of the list of files that the worker keeps.
const FILES: &str = "sw-files.js";

/// How many hexadecimal digits name an edition to a reader.
const DIGITS: usize = 8;

/// Adds the script that names the edition. `substance` is the hash of what the book is made from.
pub fn add_edition(site: &mut Site, substance: &str) {
    site.put(
        EDITION.to_owned(),
        script(&format!("document.documentElement.dataset.edition={}", json!(name(substance)))),
    );
}

/// Adds the edition, and the worker with the list of all files that are in the site by now. A
/// theme without a worker gets the edition alone.
pub fn add(site: &mut Site, theme: &Theme, substance: &str) {
    let Some(worker) = theme.files.get(WORKER) else { return add_edition(site, substance) };
    let edition = json!(name(substance));
    site.put(
        EDITION.to_owned(),
        script(&format!("Object.assign(document.documentElement.dataset,{{edition:{edition},worker:\"{WORKER}\"}})")),
    );
    let files = hashes(site);
    site.put(
        FILES.to_owned(),
        script(&format!("self.tebikiFiles={{\"edition\":{},\"files\":{{{files}}}}}", json!(name(substance)))),
    );
    site.put(WORKER.to_owned(), worker.clone());
}

/// The name of an edition.
fn name(substance: &str) -> &str {
    substance.get(..DIGITS).unwrap_or(substance)
}

/// Addresses of all files for readers from the root, with hashes of their contents, as members of an object in JSON.
/// Ten digits tell two contents of one address apart.
fn hashes(site: &Site) -> String {
    let files: Vec<_> = site.iter().filter(|(path, _)| !feeds::is_for_programs(path)).collect();
    let hash =
        |(path, bytes): &(&str, &Bytes)| format!("{}:\"{}\"", json!(path::encode(path)), &hex(bytes.blake3())[..10]);
    files.par_iter().map(hash).collect::<Vec<_>>().join(",")
}

fn script(text: &str) -> Bytes {
    format!("{text};\n").into_bytes().into()
}
