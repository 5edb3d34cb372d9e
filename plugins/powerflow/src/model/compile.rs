//! From records to buses and branches.

use std::f64::consts::FRAC_PI_3;
use std::sync::Arc;

use num_complex::Complex64;
use taiqu_grid::area::{Area, Network, Source};
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};

use super::{Branch, BranchKind, Bus, Parts, PerPlace, SourceBranch};
use crate::LoadPower;
use crate::block::{Mat4, Vec4};
use crate::load::LoadBranch;
use crate::transformer::Stars;

impl Parts {
    /// Compiles `district`.
    pub(super) fn of(district: &District) -> Self {
        let mut parts = Self {
            buses: Vec::new(),
            branches: Vec::new(),
            sources: Vec::new(),
            load_branches: Vec::new(),
            loads: district.all(Kind::Load).collect(),
            load_buses: Vec::new(),
            nominal: Vec::new(),
            profiles: Vec::new(),
            nodes: PerPlace::default(),
            sections: PerPlace::default(),
            switches: PerPlace::default(),
            transformers: PerPlace::default(),
            customers: 0,
        };
        for (k, line) in district.lines.iter().enumerate() {
            let place = Place::Line(k as u16);
            let nodes = parts.add_buses(place, &line.network, line.nominal_v, None);
            // A line may be an empty place.
            if let Some(&bus) = nodes.get(line.supply.node) {
                parts.add_source(bus, &line.supply.source);
            }
            let (sections, switches) = parts.add_network(place, &line.network, &nodes);
            parts.nodes.lines.push(nodes);
            parts.sections.lines.push(sections);
            parts.switches.lines.push(switches);
            parts.transformers.lines.push(Vec::new());
        }
        for (k, area) in district.areas.iter().enumerate() {
            let place = Place::Area(k as u16);
            let hung = district
                .tap_of(k as u16)
                .zip(area.supply)
                .map(|((line, node), supply)| {
                    (supply.node, parts.nodes.lines[usize::from(line)][node])
                });
            let nodes = parts.add_buses(place, &area.network, area.nominal_v, hung);
            if let (Some(supply), None) = (&area.supply, hung) {
                parts.add_source(nodes[supply.node], &supply.source);
            }
            let (sections, switches) = parts.add_network(place, &area.network, &nodes);
            let transformers = parts.add_transformers(place, area, &nodes);
            parts.add_loads(area, &nodes);
            parts.nodes.areas.push(nodes);
            parts.sections.areas.push(sections);
            parts.switches.areas.push(switches);
            parts.transformers.areas.push(transformers);
        }
        if parts.customers == 0 {
            parts.customers = parts.loads.len();
        }
        parts
    }

    /// Adds the nodes of one file as buses, except the one that is a bus already.
    fn add_buses(
        &mut self,
        place: Place,
        network: &Network,
        nominal_v: f64,
        existing: Option<(usize, u32)>,
    ) -> Vec<u32> {
        let mut nodes = Vec::with_capacity(network.nodes.len());
        for (index, node) in network.nodes.iter().enumerate() {
            if let Some((_, bus)) = existing.filter(|&(same, _)| same == index) {
                let phases = &mut self.buses[bus as usize].phases;
                *phases = phases.union(node.phases);
                nodes.push(bus);
                continue;
            }
            nodes.push(self.buses.len() as u32);
            self.buses.push(Bus {
                node: AssetRef {
                    place,
                    kind: Kind::Node,
                    index: index as u32,
                },
                phases: node.phases,
                base_v: nominal_v / 3.0_f64.sqrt(),
                nominal_v: node.nominal_v / 3.0_f64.sqrt(),
                shunt: Mat4::ZERO,
                earthed: Phases::NONE,
            });
        }
        for earth in &network.earths {
            let bus = &mut self.buses[nodes[earth.node] as usize];
            let c = earth.conductor.index();
            bus.shunt.add_at(c, c, earth.z_ohm.inv());
            bus.earthed = bus.earthed.union(Phases::only(earth.conductor));
        }
        nodes
    }

    fn add_source(&mut self, bus: u32, source: &Source) {
        let phase_v = source.voltage_v / 3.0_f64.sqrt();
        let angle = source.angle_deg.to_radians();
        let mut e = Vec4::ZERO;
        for c in 0..3 {
            e.add_at(
                c,
                Complex64::from_polar(phase_v, angle - 2.0 * FRAC_PI_3 * c as f64),
            );
        }
        let z1 = Complex64::new(source.r1_ohm, source.x1_ohm);
        let z0 = Complex64::new(source.r0_ohm, source.x0_ohm);
        let (own, mutual) = ((z0 + 2.0 * z1) / 3.0, (z0 - z1) / 3.0);
        let mut z = Mat4::ZERO;
        for r in 0..3 {
            for c in 0..3 {
                z.add_at(r, c, if r == c { own } else { mutual });
            }
        }
        self.sources.push(SourceBranch { bus, e, z });
    }

    /// Adds sections and switches; returns the branches they became.
    fn add_network(
        &mut self,
        place: Place,
        network: &Network,
        nodes: &[u32],
    ) -> (Vec<u32>, Vec<u32>) {
        let mut sections = Vec::with_capacity(network.sections.len());
        for (index, section) in network.sections.iter().enumerate() {
            let ends = (nodes[section.from], nodes[section.to]);
            let z = Mat4::from_rows(&section.z_ohm);
            let charging = Mat4::from_rows(&section.y_siemens).scale(0.5);
            for bus in [ends.0, ends.1] {
                self.buses[bus as usize].shunt += charging;
            }
            let kind = BranchKind::Section(Arc::new(z));
            sections.push(self.add_branch(
                (place, Kind::Section, index),
                ends,
                section.phases,
                kind,
            ));
        }
        let mut switches = Vec::with_capacity(network.switches.len());
        for (index, switch) in network.switches.iter().enumerate() {
            let ends = (nodes[switch.from], nodes[switch.to]);
            let asset = (place, Kind::Switch, index);
            switches.push(self.add_branch(asset, ends, switch.phases, BranchKind::Switch));
        }
        (sections, switches)
    }

    fn add_transformers(&mut self, place: Place, area: &Area, nodes: &[u32]) -> Vec<u32> {
        let mut transformers = Vec::with_capacity(area.transformers.len());
        for (index, transformer) in area.transformers.iter().enumerate() {
            let ends = (nodes[transformer.hv], nodes[transformer.lv]);
            let kind = BranchKind::Transformer {
                rating: transformer.rating,
                stars: Stars::at(
                    transformer,
                    [ends.0, ends.1].map(|bus| self.buses[bus as usize].phases),
                ),
                lv_order: transformer.lv_order,
                ppm_antifloat: transformer.ppm_antifloat,
            };
            let asset = (place, Kind::Transformer, index);
            transformers.push(self.add_branch(asset, ends, Phases::ABCN, kind));
        }
        transformers
    }

    fn add_branch(
        &mut self,
        (place, kind, index): (Place, Kind, usize),
        (from, to): (u32, u32),
        phases: Phases,
        physics: BranchKind,
    ) -> u32 {
        let asset = AssetRef {
            place,
            kind,
            index: index as u32,
        };
        let at = |bus: u32| self.buses[bus as usize].phases;
        let phases = match physics {
            BranchKind::Transformer { .. } => phases,
            _ => phases.and(at(from)).and(at(to)),
        };
        self.branches.push(Branch {
            asset,
            from,
            to,
            phases,
            kind: physics,
        });
        (self.branches.len() - 1) as u32
    }

    fn add_loads(&mut self, area: &Area, nodes: &[u32]) {
        for load in &area.loads {
            let number = self.nominal.len();
            self.load_branches
                .extend(LoadBranch::of(load, number, nodes[load.node]));
            self.load_buses.push(nodes[load.node]);
            self.nominal.push(LoadPower {
                p_w: load.kw * 1e3,
                q_var: load.kvar * 1e3,
            });
            let profile = load.profile.map(|k| area.profiles[k].clone());
            self.profiles.push(profile);
        }
        self.customers += area.customers.len();
    }
}
