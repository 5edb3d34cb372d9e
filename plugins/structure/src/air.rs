//! How hard moving air pushes: `½·ρ·C_d·v²` on what it meets.

/// Density of air at sea level and 15 °C, kg/m³.
pub const AIR_KG_M3: f64 = 1.225;

/// Drag of a round concrete pole on its width.
pub const POLE_DRAG: f64 = 0.7;

/// Drag of a stranded or covered wire on its diameter.
pub const WIRE_DRAG: f64 = 1.1;
