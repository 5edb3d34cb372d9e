//! What random numbers of a storm are for.

/// What a stream is for; each purpose has streams of its own, and none of the field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The pattern of gusts.
    Gust = 64,
    /// How strong a pole is, how it stands, what stands around it.
    Pole = 65,
    /// What becomes of the wires of a pole that falls.
    Wire = 67,
    /// What a span's wires bear.
    Strung = 69,
    /// How wrong a forecast is.
    Forecast = 68,
    /// In what gust a tree falls, and where to.
    Tree = 66,
}
