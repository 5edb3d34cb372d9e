//! The value of the overlay's quantity for each thing.

use taiqu_estimate::components::{FlowState, NodeState, SupplyState, TransformerState};
use taiqu_grid::Phases;

use super::Overlay;

/// What a thing shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// A value on the legend's scale.
    Value(f64),
    /// Without voltage.
    Dead,
    /// This overlay says nothing about it.
    Nothing,
}

/// Voltage of a node in the overlay, V at a nominal phase voltage of `shown_v`;
/// the node's own nominal phase voltage is `nominal_v`.
pub fn node(overlay: Overlay, state: &NodeState, nominal_v: f64, shown_v: f64) -> Shown {
    if state.live.and(Phases::ABC).is_empty() {
        return Shown::Dead;
    }
    let scaled = |v: f64| v / nominal_v * shown_v;
    let phase = |k: usize| {
        if state.live.bits() & (1 << k) == 0 {
            Shown::Nothing
        } else {
            Shown::Value(scaled(state.phase_v[k]))
        }
    };
    match overlay {
        Overlay::Voltage => {
            let live = (0..3)
                .filter(|k| state.live.bits() & (1 << k) != 0)
                .map(|k| scaled(state.phase_v[k]));
            let worst = live.max_by(|a, b| (a - shown_v).abs().total_cmp(&(b - shown_v).abs()));
            worst.map_or(Shown::Dead, Shown::Value)
        }
        Overlay::VoltageA => phase(0),
        Overlay::VoltageB => phase(1),
        Overlay::VoltageC => phase(2),
        _ => Shown::Nothing,
    }
}

/// Loading (%), unbalance (%) or neutral current (A) of a section or switch.
pub fn flow(overlay: Overlay, state: &FlowState, phases: Phases) -> Shown {
    if state.live.and(Phases::ABC).is_empty() {
        return Shown::Dead;
    }
    match overlay {
        Overlay::Loading if state.loading > 0.0 => Shown::Value(100.0 * state.loading),
        Overlay::Unbalance if phases.contains(Phases::ABC) => {
            Shown::Value(100.0 * unbalance(state.current_a))
        }
        Overlay::Neutral if phases.bits() & 0b1000 != 0 => Shown::Value(state.current_a[3]),
        _ => Shown::Nothing,
    }
}

/// The same of a transformer.
pub fn transformer(overlay: Overlay, state: &TransformerState) -> Shown {
    match overlay {
        Overlay::Loading => Shown::Value(100.0 * state.loading),
        Overlay::Unbalance => Shown::Value(100.0 * state.unbalance),
        Overlay::Neutral => Shown::Value(state.current_a[3]),
        _ => Shown::Nothing,
    }
}

/// Voltage of a meter, where the overlay shows its phases.
pub fn meter(overlay: Overlay, state: &SupplyState, phases: Phases) -> Shown {
    if !state.live {
        return Shown::Dead;
    }
    let has = |bit: u8| phases.bits() & bit != 0;
    let shown = match overlay {
        Overlay::Voltage => true,
        Overlay::VoltageA => has(1),
        Overlay::VoltageB => has(2),
        Overlay::VoltageC => has(4),
        _ => false,
    };
    if shown {
        Shown::Value(state.voltage_v)
    } else {
        Shown::Nothing
    }
}

/// (Imax − Imin)/Imax of the phase currents (Q/GDW 1519); 0 without current.
fn unbalance(current_a: [f64; 4]) -> f64 {
    let phases = &current_a[..3];
    let most = phases.iter().copied().fold(0.0, f64::max);
    let least = phases.iter().copied().fold(f64::INFINITY, f64::min);
    if most < 1e-3 {
        0.0
    } else {
        (most - least) / most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_estimate::components::{Origin, Quality};
    use taiqu_link::Tick;

    fn state(phase_v: [f64; 3], live: u8) -> NodeState {
        NodeState {
            phase_v,
            neutral_v: 0.0,
            live: Phases::from_bits(live),
            quality: Quality {
                origin: Origin::Computed,
                as_of: Tick(0),
            },
        }
    }

    #[test]
    fn the_worst_phase_is_the_one_farthest_from_nominal() {
        let low = state([225.0, 207.0, 231.0], 0b1111);
        assert_eq!(
            node(Overlay::Voltage, &low, 220.0, 220.0),
            Shown::Value(207.0)
        );
        assert_eq!(
            node(Overlay::VoltageC, &low, 220.0, 220.0),
            Shown::Value(231.0)
        );
        let single = state([0.0, 219.0, 0.0], 0b1010);
        assert_eq!(
            node(Overlay::Voltage, &single, 220.0, 220.0),
            Shown::Value(219.0)
        );
        assert_eq!(
            node(Overlay::VoltageA, &single, 220.0, 220.0),
            Shown::Nothing
        );
        assert_eq!(
            node(Overlay::Voltage, &state([0.0; 3], 0), 220.0, 220.0),
            Shown::Dead
        );
    }

    #[test]
    fn high_voltage_is_shown_in_proportion() {
        let high = state([5700.0; 3], 0b0111);
        let Shown::Value(shown) = node(Overlay::Voltage, &high, 5773.5, 220.0) else {
            panic!("live")
        };
        assert!((shown - 217.2).abs() < 0.1, "{shown}");
    }
}
