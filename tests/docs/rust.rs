//! Reads plain structs and their doc comments out of Rust source: the references are made from them.
//!
//! The sources are formatted by rustfmt, so a line is a field, an attribute or a comment.

/// A public struct.
pub struct Struct {
    /// Name.
    pub name: String,
    /// Its doc comment, in markdown.
    pub docs: String,
    /// Its public fields in order.
    pub fields: Vec<Field>,
}

/// A public field.
pub struct Field {
    /// Name.
    pub name: String,
    /// Type as the source writes it.
    pub of: String,
    /// Its doc comment, in markdown.
    pub docs: String,
}

/// Returns the public structs of a source in their order, without fields that serde skips.
pub fn structs(source: &str) -> Vec<Struct> {
    let mut found = Vec::new();
    let (mut docs, mut attributes) = (Vec::new(), String::new());
    for line in source.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            docs.push(doc.trim());
        } else if line.starts_with("#[") {
            attributes.push_str(line);
        } else {
            take(line, std::mem::take(&mut docs).join(" "), &std::mem::take(&mut attributes), &mut found);
        }
    }
    found
}

/// Takes a line that starts a struct or is a public field.
fn take(line: &str, docs: String, attributes: &str, found: &mut Vec<Struct>) {
    let Some(item) = line.strip_prefix("pub ") else { return };
    if let Some(name) = item.strip_prefix("struct ").and_then(|rest| rest.strip_suffix(" {")) {
        found.push(Struct { name: name.to_owned(), docs, fields: Vec::new() });
    } else if let (Some((name, of)), Some(owner)) =
        (item.strip_suffix(',').and_then(|field| field.split_once(": ")), found.last_mut())
        && !attributes.contains("serde(skip)")
    {
        assert!(!attributes.contains("rename"), "the reference does not know how {name} is renamed");
        owner.fields.push(Field { name: name.to_owned(), of: of.to_owned(), docs });
    }
}

/// Returns the comment at the head of a source, in markdown.
pub fn head(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}

/// A type in words; a struct of the same source is a link to its section.
pub fn words(of: &str, structs: &[Struct]) -> String {
    let inner = |name: &str| of.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(item) = inner("Vec") {
        let plural = if item == "bool" { "" } else { "s" };
        return format!("list of {}{plural}", words(item, structs));
    }
    if let Some(some) = inner("Option") {
        return format!("{}, or nothing", words(some, structs));
    }
    if let Some(value) = inner("BTreeMap").and_then(|pair| pair.strip_prefix("String, ")) {
        return format!("table of {}", words(value, structs));
    }
    match of {
        "String" => "text".into(),
        "PathBuf" => "path".into(),
        "bool" => "true or false".into(),
        "u8" | "u32" | "u64" | "usize" => "whole number".into(),
        "Value" => "any value".into(),
        "Security" => "table".into(),
        "Engine" => "`opensearch` or `quickwit`".into(),
        "Level" => "`off`, `warning` or `error`".into(),
        name if structs.iter().any(|known| known.name == name) => format!("[{name} object](#{})", name.to_lowercase()),
        name => format!("`{name}`"),
    }
}

/// A doc comment as text of a page: links into the program's documentation become code.
pub fn prose(docs: &str) -> String {
    docs.replace("[`", "`").replace("`]", "`")
}

/// Text in a cell of a table.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
