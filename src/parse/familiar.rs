//! Keys of other generators' front matters that mean what ours mean.
//!
//! Hugo: <https://gohugo.io/content-management/front-matter/>; Zola: <https://www.getzola.org/documentation/content/page/>;
//! Docusaurus: <https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs>; Starlight:
//! <https://starlight.astro.build/reference/frontmatter/>; Obsidian: <https://help.obsidian.md/properties>; Just the Docs:
//! <https://just-the-docs.com/docs/navigation/>.

use serde_json::{Map, Value};

/// Our key, and the way to a value that means the same, with dots between its keys.
const SAME: [(&str, &str); 9] = [
    ("weight", "order"),
    ("weight", "sidebar_position"),
    ("weight", "sidebar.order"),
    ("weight", "nav_order"),
    ("description", "summary"),
    ("aliases", "alias"),
    ("tags", "tag"),
    ("tags", "taxonomies.tags"),
    ("updated", "lastmod"),
];

/// Keys that say that a page is published; `false` makes a draft of it.
const PUBLISHED: [&str; 2] = ["publish", "published"];

/// Returns the value of a key that means the same as one of ours.
pub fn value<'d>(data: &'d Map<String, Value>, key: &str) -> Option<&'d Value> {
    SAME.iter().filter(|(own, _)| *own == key).find_map(|(_, way)| at(data, way))
}

/// Whether a key says that a page is not published.
pub fn is_unpublished(data: &Map<String, Value>) -> bool {
    PUBLISHED.iter().any(|key| data.get(*key) == Some(&Value::Bool(false)))
}

/// Whether a key at the top of a front matter is one of these.
pub fn is_known(key: &str) -> bool {
    PUBLISHED.contains(&key) || SAME.iter().any(|(_, way)| way.split('.').next() == Some(key))
}

fn at<'d>(data: &'d Map<String, Value>, way: &str) -> Option<&'d Value> {
    let (first, rest) = way.split_once('.').map_or((way, None), |(first, rest)| (first, Some(rest)));
    let value = data.get(first)?;
    rest.map_or(Some(value), |rest| at(value.as_object()?, rest))
}
