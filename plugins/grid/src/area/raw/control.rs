//! What an area's terminal switches by itself, as written.

use serde::{Deserialize, Serialize};

use crate::Text;

/// A bank of capacitors that is switched in steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBank {
    /// Its id, unlike that of any load: it is one to the power flow.
    pub id: String,
    /// The transformer at which the terminal that switches it measures.
    pub transformer: String,
    /// The node it hangs on.
    pub node: String,
    /// The catalogue's type.
    pub model: String,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

/// A switch in the drop of a meter box that puts all in the box on one phase or another
/// (换相开关).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPhaseSwitch {
    /// Its id.
    pub id: String,
    /// The transformer at which the terminal that orders it measures.
    pub transformer: String,
    /// The meter box it feeds, whose drop has all phases and whose meters are on one.
    pub r#box: String,
    /// Current that it carries and switches, A.
    pub rating_a: f64,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}
