//! Powers behind the meters between their readings.
//!
//! A meter tells its power every quarter hour, the area's terminal the whole every
//! minute. What the terminal has more or less than the meters' last words, beside
//! the losses of the last solve, is spread over those words that are older than the
//! terminal's, phase by phase and in proportion to their size (load allocation by
//! transformer measurement, after Kersting).

use taiqu_grid::{AssetRef, Kind, Place};
use taiqu_link::{Reading, Tick};
use taiqu_powerflow::LoadPower;

use crate::metered::{Metered, typical, typical_power};
use crate::picture::Picture;

/// Active and reactive power by phase.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    /// Of all loads below.
    p_w: [f64; 3],
    q_var: [f64; 3],
    /// Sizes of what may be corrected.
    size: [f64; 3],
}

/// The powers of the metered model's loads at `now`.
pub fn powers(picture: &Picture, now: Tick) -> Vec<LoadPower> {
    let metered = &picture.metered;
    let second = picture.start.second_of_day() + now.0;
    let mut powers = vec![LoadPower::default(); load_count(metered)];
    let mut phase = vec![0; powers.len()];
    let mut told_at = vec![None; powers.len()];
    let mut feeder = vec![None; powers.len()];
    for (slot, word) in metered.slots.iter().zip(&picture.words) {
        let read = word.reading.map(|(at, _)| at);
        let reading = match (word.reading, picture.moved_since(slot, read)) {
            (_, Some(true)) => Reading::default(),
            _ if word.cut => Reading::default(),
            (Some((_, reading)), None) => reading,
            (None, _) | (_, Some(false)) => typical(&picture.records, slot, second),
        };
        for k in 0..slot.branches {
            let at = slot.first + k;
            powers[at] = LoadPower {
                p_w: reading.power_w[k],
                q_var: reading.reactive_var[k],
            };
            phase[at] = slot.terminals.from(k).unwrap_or(0);
            told_at[at] = word.reading.map(|(at, _)| at);
            feeder[at] = picture.feeder_of(slot.point.node);
        }
    }
    for &(at, load) in &metered.unmetered {
        powers[at] = typical_power(&picture.records, load, second);
        powers[at].q_var += bank_var(picture, load);
    }
    let mut sums = vec![Sum::default(); picture.stations.len()];
    for at in 0..powers.len() {
        let Some(station) = feeder[at] else { continue };
        let (sum, phase) = (&mut sums[station], phase[at]);
        sum.p_w[phase] += powers[at].p_w;
        sum.q_var[phase] += powers[at].q_var;
        if is_older(told_at[at], picture, station) {
            sum.size[phase] += powers[at].p_w.abs();
        }
    }
    for at in 0..powers.len() {
        let Some(station) = feeder[at] else { continue };
        let (sum, phase) = (&sums[station], phase[at]);
        if sum.size[phase] <= 0.0 || !is_older(told_at[at], picture, station) {
            continue;
        }
        let (more_w, more_var) = missing(picture, station, phase, sum);
        let share = powers[at].p_w.abs() / sum.size[phase];
        powers[at].p_w += more_w * share;
        powers[at].q_var += more_var * share;
    }
    powers
}

/// What a load gives that is a capacitor bank, as its terminal told, var.
fn bank_var(picture: &Picture, load: AssetRef) -> f64 {
    let Place::Area(k) = load.place else {
        return 0.0;
    };
    let banks = &picture.records.areas[usize::from(k)].banks;
    let bank = banks.iter().find(|bank| bank.load == load.index as usize);
    bank.map_or(0.0, |bank| {
        let transformer = AssetRef::in_area(k, Kind::Transformer, bank.transformer as u32);
        let told = picture.banks.get(&transformer);
        bank.q_var(told.map_or(0, |&(_, steps)| usize::from(steps)))
    })
}

/// What the terminal of a station has more than `sum` and the losses, at most as
/// much as there is to correct.
fn missing(picture: &Picture, station: usize, phase: usize, sum: &Sum) -> (f64, f64) {
    let Some(sample) = picture.stations[station].sample else {
        return (0.0, 0.0);
    };
    let (loss_w, loss_var) = losses(picture, station, phase);
    let within = |value: f64| value.clamp(-sum.size[phase], sum.size[phase]);
    (
        within(sample.reading.power_w[phase] - loss_w - sum.p_w[phase]),
        within(sample.reading.reactive_var[phase] - loss_var - sum.q_var[phase]),
    )
}

/// What the last solve had at the station beyond its loads, by phase.
fn losses(picture: &Picture, station: usize, phase: usize) -> (f64, f64) {
    picture
        .losses
        .get(station)
        .map_or((0.0, 0.0), |loss| loss[phase])
}

/// Whether a meter's word is older than what the station's terminal told.
fn is_older(told_at: Option<Tick>, picture: &Picture, station: usize) -> bool {
    match (told_at, picture.stations[station].sample) {
        (Some(told), Some(sample)) => told < sample.at,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// What each station delivers beyond the loads below it, W and var by phase, in the
/// picture's last solve.
pub fn losses_of(picture: &Picture) -> Vec<[(f64, f64); 3]> {
    let metered = &picture.metered;
    let mut losses: Vec<[(f64, f64); 3]> = picture
        .stations
        .iter()
        .map(|station| {
            let solution = picture.solution();
            let (_, current) = solution.transformer_current(station.transformer);
            let voltage = station.terminals.voltages(solution.node(station.node));
            [0, 1, 2].map(|k| {
                let power = voltage[k] * current[k].conj();
                (power.re, power.im)
            })
        })
        .collect();
    let mut take = |node, phase: usize, at: usize| {
        if let Some(station) = picture.feeder_of(node) {
            losses[station][phase].0 -= picture.powers[at].p_w;
            losses[station][phase].1 -= picture.powers[at].q_var;
        }
    };
    for slot in &metered.slots {
        for k in 0..slot.branches {
            let phase = slot.terminals.from(k).unwrap_or(0);
            take(slot.point.node, phase, slot.first + k);
        }
    }
    losses
}

fn load_count(metered: &Metered) -> usize {
    let areas = metered.district.areas.iter();
    areas.map(|area| area.loads.len()).sum()
}
