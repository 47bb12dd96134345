//! A kind made from its schema: what our keywords say at every depth of it.

use serde_json::{Map, Value, json};

use super::schema::{Flaw, bundle, follow, keyword, property, validator};
use super::{FieldSpec, Kind, Naming, Reference, Step};
use crate::memo::{self, Key};

/// Keywords of texts that are no prose: names, dates, numbers, addresses.
const FORMED: [&str; 9] =
    ["enum", "const", "pattern", "format", "x-ref", "x-anchor", "x-target", "x-among", "x-verbatim"];

impl Kind {
    /// Makes a kind of its schema and of the files that schemas take in.
    ///
    /// # Errors
    /// What is wrong with the schema.
    pub(super) fn new(name: &str, schema: &Value, shared: &Map<String, Value>) -> Result<Kind, Flaw> {
        let whole = bundle(schema, shared);
        let validator = validator(&whole)?;
        let mut kind = Kind {
            name: name.to_owned(),
            title: schema["title"].as_str().unwrap_or(name).to_owned(),
            fields: Vec::new(),
            references: Vec::new(),
            anchors: Vec::new(),
            targets: Vec::new(),
            among: Vec::new(),
            prose: Vec::new(),
            names: Vec::new(),
            sections: Vec::new(),
            title_pattern: keyword(schema, "x-title")?.unwrap_or_default(),
            rank: keyword(schema, "x-rank")?.unwrap_or(100),
            name_rank: keyword(schema, "x-name-rank")?.unwrap_or(100),
            card: keyword(schema, "x-card")?.unwrap_or_default(),
            expects: keyword(schema, "x-expect")?.unwrap_or_default(),
            glossary: keyword(schema, "x-glossary")?,
            diagram: keyword(schema, "x-diagram")?,
            key: memo::key_of(&(name, &whole)),
            shown: Key::default(),
            schema: whole.clone(),
            validator,
        };
        kind.collect_fields(&whole, &whole, true);
        kind.shown = memo::key_of(&(&kind.title, &kind.fields, &kind.glossary, &kind.diagram));
        kind.walk(&whole, &whole, &mut Vec::new());
        let mut others: Vec<String> = keyword(schema, "x-verbatim")?.unwrap_or_default();
        others.extend(kind.glossary.iter().flat_map(|glossary| glossary.names.iter().cloned()));
        kind.prose.retain(|path| !matches!(path.first(), Some(Step::Key(key)) if others.contains(key)));
        Ok(kind)
    }

    fn collect_fields(&mut self, schema: &Value, root: &Value, own: bool) {
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            if !self.fields.iter().any(|known| known.key == *key) {
                let title = field["title"].as_str().unwrap_or(key).to_owned();
                self.fields.push(FieldSpec { key: key.clone(), title, own });
            }
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect_fields(follow(part, root), root, false);
        }
    }

    /// Collects our keywords at every depth of the schema.
    fn walk(&mut self, schema: &Value, root: &Value, path: &mut Vec<Step>) {
        let schema = follow(schema, root);
        if let Some(kind) = schema["x-ref"].as_str() {
            let reverse = schema["x-reverse"].as_str().or_else(|| self.list_reverse(root, path)).map(str::to_owned);
            self.references.push(Reference { path: path.clone(), kind: kind.to_owned(), reverse });
        }
        if schema["x-anchor"] == json!(true) {
            self.anchors.push(path.clone());
        }
        if schema["x-name"] == json!(true) {
            self.names.push(path.clone());
        }
        self.walk_names(schema, path);
        if let Some(key) = schema["x-section"].as_str() {
            self.sections.push((path.clone(), key.to_owned()));
        }
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            path.push(Step::Key(key.clone()));
            self.walk(field, root, path);
            path.pop();
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.walk(part, root, path);
        }
        if schema["items"].is_object() {
            path.push(Step::Each);
            self.walk(&schema["items"], root, path);
            path.pop();
        }
    }

    /// Collects what names something, and what is prose: texts whose schema sets no form.
    fn walk_names(&mut self, schema: &Value, path: &[Step]) {
        let reverse = schema["x-reverse"].as_str().map(str::to_owned);
        let naming = |words| Naming { path: path.to_vec(), words, reverse: reverse.clone() };
        let listed = |value: &Value| {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        if let Some(word) = schema["x-target"].as_str() {
            self.targets.push(naming(vec![word.to_owned()]));
        } else if schema["x-target"].is_array() {
            self.targets.push(naming(listed(&schema["x-target"])));
        }
        if let Some(way) = schema["x-among"].as_str() {
            self.among.push(naming(way.split('.').map(str::to_owned).collect()));
        }
        if schema["type"] == json!("string") && !FORMED.iter().any(|keyword| schema.get(keyword).is_some()) {
            self.prose.push(path.to_vec());
        }
    }

    /// `x-reverse` may stand at the list whose items are references.
    fn list_reverse<'a>(&self, root: &'a Value, path: &[Step]) -> Option<&'a str> {
        let (Step::Each, list) = path.split_last()? else { return None };
        let mut schema = root;
        for step in list {
            schema = match step {
                Step::Each => &follow(schema, root)["items"],
                Step::Key(key) => property(schema, root, key)?,
            };
        }
        schema["x-reverse"].as_str()
    }
}
