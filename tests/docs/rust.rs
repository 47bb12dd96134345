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
    /// Name as serde has it when nothing renames all.
    pub name: String,
    /// Type as the source writes it.
    pub of: String,
    /// Its doc comment, in markdown.
    pub docs: String,
}

/// Returns the public structs of a source in their order.
pub fn structs(source: &str) -> Vec<Struct> {
    let mut found: Vec<Struct> = Vec::new();
    let (mut docs, mut renamed, mut inside) = (Vec::new(), None, false);
    for line in source.lines() {
        let text = line.trim();
        if let Some(doc) = text.strip_prefix("///") {
            docs.push(doc.trim());
        } else if text.starts_with("#[") {
            renamed = text.split_once("rename = \"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        } else {
            let docs = std::mem::take(&mut docs).join(" ");
            let renamed = renamed.take();
            if let Some(name) = text.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
                found.push(Struct { name: name.to_owned(), docs, fields: Vec::new() });
                inside = true;
            } else if line == "}" {
                inside = false;
            } else if inside && let Some((name, of)) = text.strip_prefix("pub ").and_then(|rest| rest.split_once(": "))
            {
                let field =
                    Field { name: renamed.unwrap_or(name.to_owned()), of: of.trim_end_matches(',').into(), docs };
                found.last_mut().unwrap().fields.push(field);
            }
        }
    }
    found
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
