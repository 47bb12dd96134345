//! What search engines read of a page beside its text.

use serde_json::{Value, json};

use super::given::{NameRef, Own};
use crate::path;

/// The way to a page as schema.org's `BreadcrumbList` (JSON-LD 1.1), with the page as its last step.
/// Empty for a page at the top, and where the book's address is not known: the steps are named by
/// whole addresses.
pub fn breadcrumb_list(address: &str, above: &[NameRef<'_>], own: &Own<'_>) -> String {
    if address.is_empty() || above.is_empty() {
        return String::new();
    }
    let steps = above.iter().map(|name| (name.title, name.url)).chain([(own.title, own.url)]);
    let step = |(at, (title, url)): (usize, (&str, &str))| {
        let item = format!("{address}{}", path::encode(url));
        json!({ "@type": "ListItem", "position": at + 1, "name": title, "item": item })
    };
    let steps: Vec<Value> = steps.enumerate().map(step).collect();
    let list = json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps });
    // No text can end the element that it stands in, or open a comment there.
    list.to_string().replace('<', "\\u003c")
}
