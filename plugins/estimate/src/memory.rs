//! What the twin remembers, to go on from there at another time.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::chronicle::Chronicle;
use crate::components::Finding;
use crate::picture;
use crate::trends::Row;
use crate::warmth;

/// All that the twin knows after a tick beyond the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub(crate) pictures: Vec<picture::Memory>,
    pub(crate) crossed: Vec<Finding>,
    pub(crate) abnormal: Vec<Finding>,
    pub(crate) chronicle: Chronicle,
    pub(crate) trends: VecDeque<Row>,
    pub(crate) warmth: warmth::Memory,
}
