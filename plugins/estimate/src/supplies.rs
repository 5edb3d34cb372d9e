//! The supply of meters, of the loads behind them and of customers.

use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};
use taiqu_powerflow::Terminals;

use crate::components::{Origin, Quality, SupplyState};
use crate::metered::{Metered, load_of, typical_power};
use crate::picture::Picture;

/// By what a load's or a customer's supply is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Through {
    /// By this meter, in the order of `District::all`.
    Meter(usize),
    /// By this load, in the order of `District::all`.
    Load(usize),
    /// By this load of the metered model; it has no meter.
    Unmetered(usize),
    /// By nothing.
    Nothing,
}

/// Which meters and loads tell the supply of what.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    loads: Vec<(AssetRef, Through)>,
    customers: Vec<Through>,
}

impl Index {
    /// Looks everything up once.
    pub(crate) fn of(records: &District, metered: &Metered) -> Self {
        let meter = |load: &AssetRef| {
            let behind = |slot: &crate::metered::Slot| slot.point.loads.contains(load);
            let slots = &metered.slots;
            // Meters stand area by area, so only those of the load's area are asked.
            let first = slots.partition_point(|s| s.point.meter.place < load.place);
            let own = slots[first..]
                .iter()
                .take_while(|s| s.point.meter.place == load.place);
            own.zip(first..)
                .find(|(slot, _)| behind(slot))
                .map(|(_, k)| k)
        };
        let loads: Vec<(AssetRef, Through)> = records
            .all(Kind::Load)
            .map(|load| {
                let unmetered = || {
                    let found = metered
                        .unmetered
                        .binary_search_by(|(_, asset)| asset.cmp(&load));
                    found.map_or(Through::Nothing, |k| {
                        Through::Unmetered(metered.unmetered[k].0)
                    })
                };
                (load, meter(&load).map_or_else(unmetered, Through::Meter))
            })
            .collect();
        let mut customers = Vec::new();
        let mut meters = 0;
        for (k, area) in (0_u16..).zip(&records.areas) {
            for (index, customer) in area.customers.iter().enumerate() {
                let own = |(load, _): &(AssetRef, Through)| {
                    load.place == Place::Area(k)
                        && load_of(records, *load).is_some_and(|l| l.customer == Some(index))
                };
                let by_load = || loads.iter().position(own).map(Through::Load);
                let by_meter = customer.meter.map(|meter| Through::Meter(meters + meter));
                customers.push(by_meter.or_else(by_load).unwrap_or(Through::Nothing));
            }
            meters += area.meters.len();
        }
        Self { loads, customers }
    }
}

/// The supply of all meters, loads and customers, in the order of `District::all`.
#[derive(Clone, Debug)]
pub(crate) struct Supplies {
    /// Of meters.
    pub(crate) meters: Vec<SupplyState>,
    /// Of loads.
    pub(crate) loads: Vec<SupplyState>,
    /// Of customers; none for one without meter and load.
    pub(crate) customers: Vec<Option<SupplyState>>,
}

impl Supplies {
    /// The supply that `picture` finds; `computed` tells what a computed value of a
    /// place rests on.
    pub(crate) fn of(picture: &Picture, computed: impl Fn(Place) -> Quality) -> Self {
        let slots = 0..picture.metered.slots.len();
        let is_cut = |load: &AssetRef| picture.is_cut(*load);
        let meters: Vec<SupplyState> = slots
            .map(|k| SupplyState {
                connected: {
                    let loads = &picture.metered.slots[k].point.loads;
                    loads.is_empty() || !loads.iter().all(is_cut)
                },
                ..meter(picture, k, &computed)
            })
            .collect();
        let loads: Vec<SupplyState> = picture
            .index
            .loads
            .iter()
            .map(|&(load, through)| SupplyState {
                connected: !is_cut(&load),
                ..load_supply(picture, load, through, &meters, &computed)
            })
            .collect();
        let customers = picture.index.customers.iter();
        let customers = customers.map(|through| match *through {
            Through::Meter(k) => Some(meters[k]),
            Through::Load(k) => Some(loads[k]),
            Through::Unmetered(_) | Through::Nothing => None,
        });
        Self {
            customers: customers.collect(),
            meters,
            loads,
        }
    }
}

/// A meter behind which there are several loads tells their sum; each of them is
/// then what the records let expect.
fn load_supply(
    picture: &Picture,
    load: AssetRef,
    through: Through,
    meters: &[SupplyState],
    computed: impl Fn(Place) -> Quality,
) -> SupplyState {
    let records = &*picture.records;
    if let Through::Meter(k) = through {
        let mut state = meters[k];
        if picture.metered.slots[k].point.loads.len() > 1 {
            let second = picture.start.second_of_day() + picture.solved_at.0;
            let power = typical_power(records, load, second);
            state.power_kw = if state.live { power.p_w / 1e3 } else { 0.0 };
            state.quality.origin = Origin::Assumed;
        }
        return state;
    }
    let power_w = match through {
        Through::Unmetered(at) => picture.powers.get(at).map_or(0.0, |p| p.p_w),
        _ => 0.0,
    };
    let quality = computed(load.place);
    let Some(item) = load_of(records, load) else {
        return dark(quality);
    };
    let node = AssetRef {
        kind: Kind::Node,
        index: item.node as u32,
        ..load
    };
    let terminals = Terminals::of(item.connection);
    supply(picture, node, terminals, item.rated_v, power_w, quality)
}

fn meter(picture: &Picture, k: usize, computed: impl Fn(Place) -> Quality) -> SupplyState {
    let (slot, word) = (&picture.metered.slots[k], &picture.words[k]);
    let quality = computed(slot.point.meter.place);
    if word.cut {
        return dark(quality);
    }
    let told = word.reading;
    // An older word that was odd is still believed, but not over the loss of supply.
    let odd = word.unexplained && !picture.live(slot.point.node).and(Phases::ABC).is_empty();
    if let Some((at, reading)) = told.filter(|&(at, _)| at == picture.solved_at || odd) {
        let voltages = &reading.voltage_v[..slot.terminals.len()];
        return SupplyState {
            voltage_v: worst(voltages.iter().copied(), slot.nominal_v),
            power_kw: reading.power_w.iter().sum::<f64>() / 1e3,
            live: voltages.iter().any(|&v| v > 0.0),
            connected: true,
            quality: Quality {
                origin: Origin::Measured,
                as_of: at,
            },
        };
    }
    let power_w: f64 = if slot.point.gateway.is_some() {
        told.map_or(0.0, |(_, reading)| reading.power_w.iter().sum())
    } else {
        let own = slot.first..slot.first + slot.branches;
        own.filter_map(|at| picture.powers.get(at))
            .map(|p| p.p_w)
            .sum()
    };
    let node = slot.point.node;
    supply(
        picture,
        node,
        slot.terminals,
        slot.nominal_v,
        power_w,
        quality,
    )
}

/// Supply between `terminals` of `node` by the power flow.
fn supply(
    picture: &Picture,
    node: AssetRef,
    terminals: Terminals,
    nominal_v: f64,
    power_w: f64,
    quality: Quality,
) -> SupplyState {
    let live = picture.live(node);
    let voltages = terminals.voltages(picture.voltages(node));
    let has = |k: usize| {
        let from = terminals.from(k);
        from.is_some_and(|c| live.has(Conductor::ALL[c]))
    };
    let own = (0..terminals.len()).map(|k| if has(k) { voltages[k].norm() } else { 0.0 });
    let is_live = (0..terminals.len()).any(has);
    SupplyState {
        voltage_v: worst(own, nominal_v),
        power_kw: if is_live { power_w / 1e3 } else { 0.0 },
        live: is_live,
        connected: true,
        quality,
    }
}

/// The voltage farthest from nominal; 0 if there is none.
fn worst(voltages: impl Iterator<Item = f64>, nominal_v: f64) -> f64 {
    let distance = |v: f64| (v - nominal_v).abs();
    let farthest = voltages.max_by(|&a, &b| distance(a).total_cmp(&distance(b)));
    farthest.unwrap_or(0.0)
}

const fn dark(quality: Quality) -> SupplyState {
    SupplyState {
        voltage_v: 0.0,
        power_kw: 0.0,
        live: false,
        connected: true,
        quality,
    }
}
