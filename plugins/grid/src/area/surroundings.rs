//! What a network stands in.

use serde::{Deserialize, Serialize};

use super::raw::{RawBuilding, RawRoad, RawTree, RawWater};

/// What the network stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// Buildings.
    pub buildings: Vec<RawBuilding>,
    /// Roads.
    pub roads: Vec<RawRoad>,
    /// Fields.
    pub fields: Vec<Ring>,
    /// Trees.
    pub trees: Vec<RawTree>,
    /// Rivers and ponds.
    pub water: Vec<RawWater>,
}

/// A closed polygon, m; the last point joins the first.
pub type Ring = Vec<(f64, f64)>;

/// What a building looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BuildingStyle {
    /// Old single-storey house with a tiled roof.
    Cottage,
    /// Two- or three-storey village house.
    VillageHouse,
    /// Shop with a canopy.
    Shop,
    /// Slab block of flats.
    Slab,
    /// Point tower of flats.
    Tower,
    /// School, clinic, committee.
    Public,
    /// Workshop or small factory hall.
    Hall,
    /// Shed, pump house, garage.
    Shed,
}

/// What water is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WaterKind {
    /// A stream or river.
    River,
    /// A pond or lake.
    Pond,
}
