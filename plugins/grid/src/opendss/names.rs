//! Names of a deck as ids of an area.

/// `name` in lower case, with `_` for what has a meaning in the names of assets,
/// `area/kind:id`.
pub fn id(name: &str) -> String {
    let is_special = |c: char| matches!(c, '/' | ':' | '"') || c.is_control();
    name.trim().to_lowercase().replace(is_special, "_")
}
