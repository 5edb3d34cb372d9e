//! A district's records compiled for solving.

use taiqu_grid::{AssetRef, District, Kind, Place};

use crate::LoadPower;

/// The electrical model of a district, whatever is switched.
///
/// A bus is the set of conductors at a grid node; an area's supply node and the
/// line's node it hangs on are one bus.
#[derive(Clone, Debug)]
pub struct Model {
    lines: Vec<Vec<u32>>,
    areas: Vec<Vec<u32>>,
    loads: Vec<AssetRef>,
    nominal: Vec<LoadPower>,
    bus_count: usize,
}

impl Model {
    /// Compiles `district`.
    pub fn new(district: &District) -> Self {
        let mut bus_count = 0;
        let mut number = |count: usize| -> Vec<u32> {
            let first = bus_count as u32;
            bus_count += count;
            (first..first + count as u32).collect()
        };
        let lines: Vec<Vec<u32>> = district
            .lines
            .iter()
            .map(|line| number(line.network.nodes.len()))
            .collect();
        let mut areas: Vec<Vec<u32>> = Vec::new();
        for (k, area) in district.areas.iter().enumerate() {
            let mut buses = number(area.network.nodes.len());
            if let (Some((line, node)), Some(supply)) = (district.tap_of(k as u16), area.supply) {
                buses[supply.node] = lines[usize::from(line)][node];
            }
            areas.push(buses);
        }
        let nominal = district.areas.iter().flat_map(|area| &area.loads);
        Self {
            lines,
            areas,
            loads: district.all(Kind::Load).collect(),
            nominal: nominal
                .map(|load| LoadPower {
                    p_w: load.kw * 1e3,
                    q_var: load.kvar * 1e3,
                })
                .collect(),
            bus_count,
        }
    }

    /// The loads, in the order in which a solve takes their powers.
    pub fn loads(&self) -> &[AssetRef] {
        &self.loads
    }

    /// The loads' nominal powers, in that order.
    pub fn nominal(&self) -> &[LoadPower] {
        &self.nominal
    }

    /// Number of buses.
    pub fn bus_count(&self) -> usize {
        self.bus_count
    }

    /// The bus at a node.
    ///
    /// # Panics
    /// When `node` is no node of the district.
    pub fn bus(&self, node: AssetRef) -> usize {
        debug_assert_eq!(node.kind, Kind::Node);
        let buses = match node.place {
            Place::Line(k) => &self.lines[usize::from(k)],
            Place::Area(k) => &self.areas[usize::from(k)],
        };
        buses[node.index as usize] as usize
    }
}
