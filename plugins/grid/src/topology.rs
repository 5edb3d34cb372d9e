//! The district as one graph, and tracing through it.

mod spanning;

pub(crate) use spanning::{Edge, Spanning};
