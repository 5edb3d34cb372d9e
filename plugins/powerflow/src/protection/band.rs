//! Time–current bands.
//!
//! A device of a type opens somewhere between two curves: before the earlier none of
//! the type does, after the later all have. Between the points that a standard gives,
//! curves are straight in logarithms; beyond the last they let through the same energy
//! I²t.

use taiqu_grid::catalogue::{DeviceKind, DeviceType};

/// When devices of one type open.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    earliest: Curve,
    latest: Curve,
}

/// One curve: points of current, A, and time, s, both in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    points: Vec<(f64, f64)>,
    /// What an arc adds to these times, s.
    arcs_s: f64,
    /// Current from which it opens at once, A, and what that takes, s.
    at_once: Option<(f64, f64)>,
}

/// Time in which a breaker's contacts part, s, and in which all of a kind have broken
/// the current (IEC 60898-1: less than 0.1 s; IEC 60947-2 leaves it to the maker).
const PARTS_S: f64 = 0.005;
const MCB_BREAKS_S: f64 = 0.1;
const MCCB_BREAKS_S: f64 = 0.05;
/// What a relay may miss of current, share, and of time, s; and in what time a vacuum
/// breaker breaks, s, from the moment that current flows.
const RELAY: (f64, f64) = (0.05, 0.04);
const VACUUM_BREAKS_S: (f64, f64) = (0.05, 0.1);
/// Longest time that the arc of an expulsion fuse burns: a cycle.
const ARCS_S: f64 = 0.02;

impl Band {
    /// The band of `device`; none if overcurrent does not open it, or the catalogue does
    /// not say when.
    pub fn of(device: &DeviceType) -> Option<Self> {
        match device.kind {
            DeviceKind::Fuse => Self::fuse(device),
            DeviceKind::Mcb => Self::mcb(device),
            DeviceKind::Mccb => Self::mccb(device),
            DeviceKind::DropOut => Self::drop_out(device),
            DeviceKind::Recloser => Self::relay(device),
            DeviceKind::LoadSwitch | DeviceKind::Disconnector => None,
        }
    }

    /// IEC 60269-1: conventional currents 1.25 and 1.6, gates, energies at 0.01 s.
    fn fuse(device: &DeviceType) -> Option<Self> {
        let (rated, melting) = (device.rated_a, device.melting?);
        let conventional_s = 3600.0
            * match rated {
                ..=63.0 => 1.0,
                ..=160.0 => 2.0,
                ..=400.0 => 3.0,
                _ => 4.0,
            };
        let at_a_hundredth = |ka2s: f64| ((ka2s * 1e6 / 0.01).sqrt(), 0.01);
        let edge = |first, gates: [(f64, f64); 2], ka2s| Curve {
            points: vec![first, gates[0], gates[1], at_a_hundredth(ka2s)],
            arcs_s: 0.0,
            at_once: None,
        };
        let (carries, melts) = (melting.carries_a, melting.melts_a);
        Some(Self {
            earliest: edge(
                (1.25 * rated, conventional_s),
                [(carries.0, 10.0), (carries.1, 0.1)],
                melting.ka2s.0,
            ),
            latest: edge(
                (1.6 * rated, conventional_s),
                [(melts.0, 5.0), (melts.1, 0.1)],
                melting.ka2s.1,
            ),
        })
    }

    /// ANSI C37.42: melting within 300, 10 and 0.1 s, and the arc that follows.
    fn drop_out(device: &DeviceType) -> Option<Self> {
        let link = device.expulsion?;
        let edge = |of: fn((f64, f64)) -> f64, arcs_s: f64| Curve {
            points: vec![
                (of(link.in_300_s), 300.0),
                (of(link.in_10_s), 10.0),
                (of(link.in_100_ms), 0.1),
            ],
            arcs_s,
            at_once: None,
        };
        Some(Self {
            earliest: edge(|(least, _)| least, 0.0),
            latest: edge(|(_, most)| most, ARCS_S),
        })
    }

    /// IEC 60898-1: 1.13 and 1.45 in the conventional time, 1 to 60 s (120 s above
    /// 32 A) at 2.55.
    fn mcb(device: &DeviceType) -> Option<Self> {
        let (rated, magnetic) = (device.rated_a, device.magnetic?);
        let conventional_s = if rated <= 63.0 { 3600.0 } else { 7200.0 };
        let longest_s = if rated <= 32.0 { 60.0 } else { 120.0 };
        Some(Self {
            earliest: Curve {
                points: vec![(1.13 * rated, conventional_s), (2.55 * rated, 1.0)],
                arcs_s: 0.0,
                at_once: Some((magnetic.no_trip * rated, PARTS_S)),
            },
            latest: Curve {
                points: vec![(1.45 * rated, conventional_s), (2.55 * rated, longest_s)],
                arcs_s: 0.0,
                at_once: Some((magnetic.trip * rated, MCB_BREAKS_S)),
            },
        })
    }

    /// IEC 60947-2: 1.05 and 1.30 in the conventional time. Between these and the
    /// magnetic release the standard leaves the curve to the maker; 40 to 300 s at twice
    /// the rating and 3 to 25 s at six times are what common ones show.
    fn mccb(device: &DeviceType) -> Option<Self> {
        let (rated, magnetic) = (device.rated_a, device.magnetic?);
        let conventional_s = if rated <= 63.0 { 3600.0 } else { 7200.0 };
        let points = |first: f64, twice_s: f64, six_times_s: f64| {
            vec![
                (first * rated, conventional_s),
                (2.0 * rated, twice_s),
                (6.0 * rated, six_times_s),
            ]
        };
        Some(Self {
            earliest: Curve {
                points: points(1.05, 40.0, 3.0),
                arcs_s: 0.0,
                at_once: Some((magnetic.no_trip * rated, PARTS_S)),
            },
            latest: Curve {
                points: points(1.30, 300.0, 25.0),
                arcs_s: 0.0,
                at_once: Some((magnetic.trip * rated, MCCB_BREAKS_S)),
            },
        })
    }

    /// Definite times: 5 % of current and 40 ms of time either way (IEC 60255-151), and
    /// the time in which a vacuum breaker breaks (GB/T 1984: less than 0.1 s).
    fn relay(device: &DeviceType) -> Option<Self> {
        let relay = device.relay?;
        let (from_a, after_s) = relay.delayed;
        let edge = |amps: f64, time_s: f64, breaks_s: f64| {
            let delayed_s = after_s + time_s + breaks_s;
            Curve {
                points: [from_a, relay.at_once_a]
                    .map(|from| (from * amps, delayed_s))
                    .to_vec(),
                arcs_s: 0.0,
                at_once: Some((relay.at_once_a * amps, breaks_s)),
            }
        };
        Some(Self {
            earliest: edge(1.0 - RELAY.0, -RELAY.1, VACUUM_BREAKS_S.0),
            latest: edge(1.0 + RELAY.0, RELAY.1, VACUUM_BREAKS_S.1),
        })
    }

    /// The band over currents `factor` times as large: of a device behind a transformer,
    /// over those on this side.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let scaled = |edge: &Curve| Curve {
            points: edge
                .points
                .iter()
                .map(|&(amps, s)| (amps * factor, s))
                .collect(),
            arcs_s: edge.arcs_s,
            at_once: edge.at_once.map(|(amps, s)| (amps * factor, s)),
        };
        Self {
            earliest: scaled(&self.earliest),
            latest: scaled(&self.latest),
        }
    }

    /// The curve of one device of the type: `luck` from 0, as soon as any, to 1, as late as
    /// any.
    pub fn of_one(&self, luck: f64) -> Curve {
        let between = |early: f64, late: f64| early * (late / early).powf(luck);
        let both = self.earliest.points.iter().zip(&self.latest.points);
        let points =
            both.map(|(&(a, s), &(late_a, late_s))| (between(a, late_a), between(s, late_s)));
        let at_once = self.earliest.at_once.zip(self.latest.at_once);
        Curve {
            points: points.collect(),
            arcs_s: self.latest.arcs_s * luck,
            at_once: at_once
                .map(|((a, s), (late_a, late_s))| (between(a, late_a), between(s, late_s))),
        }
    }

    /// Earliest and latest time at which `amps` open it, s; infinite where they need
    /// not.
    pub fn opens(&self, amps: f64) -> (f64, f64) {
        (self.earliest.time(amps), self.latest.time(amps))
    }

    /// The largest current up to `most`, A, for which every device of this type has
    /// opened before any of the type `upstream` might; none if there is no such.
    pub fn alone_up_to(&self, upstream: &Self, most: f64) -> Option<f64> {
        let is_alone = |amps: f64| self.latest.time(amps) < upstream.earliest.time(amps);
        let begin = self.latest.begin();
        let edges = [&self.latest, &upstream.earliest];
        // Between these both curves are straight in logarithms, so that they cross once
        // at most; each is tried on both sides of a jump.
        let mut marks: Vec<f64> = edges.iter().flat_map(|edge| edge.marks()).collect();
        marks.extend(marks.clone().iter().map(|mark| mark * (1.0 - 1e-9)));
        marks.retain(|&mark| mark > begin && mark < most);
        marks.extend([begin, most]);
        marks.sort_by(f64::total_cmp);
        let mut last = None;
        for amps in marks {
            if is_alone(amps) {
                last = Some(amps);
                continue;
            }
            let low = last?;
            return Some(bisect(low, amps, is_alone));
        }
        last
    }
}

/// The largest current between `low`, where `holds`, and `high`, where it does not.
fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    while high / low > 1.0 + 1e-9 {
        let middle = (low * high).sqrt();
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

impl Curve {
    /// The current from which it opens at all, A.
    fn begin(&self) -> f64 {
        self.points[0].0
    }

    fn marks(&self) -> impl Iterator<Item = f64> {
        let jump = self.at_once.map(|(amps, _)| amps);
        self.points.iter().map(|(amps, _)| *amps).chain(jump)
    }

    /// After how long `amps` open it, s; infinite where they do not.
    pub fn time(&self, amps: f64) -> f64 {
        if let Some((_, seconds)) = self.at_once.filter(|(from, _)| amps >= *from) {
            return seconds;
        }
        let beyond = self.points.partition_point(|(mark, _)| *mark <= amps);
        if beyond == 0 {
            return f64::INFINITY;
        }
        let (from_a, from_s) = self.points[beyond - 1];
        match self.points.get(beyond) {
            None => from_s * (from_a / amps).powi(2) + self.arcs_s,
            Some((to_a, to_s)) => {
                let share = (amps / from_a).ln() / (to_a / from_a).ln();
                from_s * (to_s / from_s).powf(share) + self.arcs_s
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::{Catalogue, home};

    use super::*;

    fn catalogue() -> Catalogue {
        let folder = home::home().expect("a home").join("assets/catalogue");
        Catalogue::open(&folder).value.expect("a catalogue")
    }

    fn band(catalogue: &Catalogue, id: &str) -> Band {
        Band::of(&catalogue.devices[id]).expect("a band")
    }

    #[test]
    fn bands_pass_through_their_gates() {
        let catalogue = catalogue();
        let fuse = band(&catalogue, "gG-100");
        assert_eq!(fuse.opens(124.0), (f64::INFINITY, f64::INFINITY));
        assert!((fuse.opens(290.0).0 - 10.0).abs() < 1e-9);
        assert!((fuse.opens(580.0).1 - 5.0).abs() < 1e-9);
        assert!((fuse.opens(820.0).0 - 0.1).abs() < 1e-9);
        assert!((fuse.opens(1450.0).1 - 0.1).abs() < 1e-9);
        let breaker = band(&catalogue, "MCB-C16");
        assert_eq!(
            breaker.opens(81.0),
            (PARTS_S, 60.0 * (40.8_f64 / 81.0).powi(2))
        );
        assert_eq!(breaker.opens(161.0), (PARTS_S, MCB_BREAKS_S));
    }

    #[test]
    fn every_band_is_a_band_and_falls_with_current() {
        let catalogue = catalogue();
        let bands: Vec<_> = catalogue.devices.values().filter_map(Band::of).collect();
        assert!(bands.len() > 40);
        for band in bands {
            let mut last = (f64::INFINITY, f64::INFINITY);
            for k in 0..400 {
                let (early, late) = band.opens(10.0 * 1.02_f64.powi(k));
                assert!(
                    early <= late && early <= last.0 && late <= last.1,
                    "{band:?}"
                );
                last = (early, late);
            }
        }
    }

    #[test]
    fn one_device_is_within_the_band_of_its_type() {
        let catalogue = catalogue();
        for id in ["gG-100", "MCB-C16", "MCCB-250", "RW11-25", "VS1-1250"] {
            let band = band(&catalogue, id);
            for luck in [0.0, 0.3, 1.0] {
                let one = band.of_one(luck);
                for k in 0..300 {
                    let amps = 10.0 * 1.03_f64.powi(k);
                    let (early, late) = band.opens(amps);
                    let own = one.time(amps);
                    let within = own >= early * (1.0 - 1e-9) && own <= late * (1.0 + 1e-9);
                    assert!(within, "{id} {amps}: {early} {own} {late}");
                }
            }
            assert!(band.of_one(1.0).time(1e5) >= band.of_one(0.0).time(1e5));
        }
    }

    #[test]
    fn a_relay_waits_below_its_second_stage_and_opens_at_once_above() {
        let breaker = band(&catalogue(), "VS1-1250");
        assert_eq!(breaker.opens(560.0), (f64::INFINITY, f64::INFINITY));
        let (early, late) = breaker.opens(2000.0);
        assert!((early - 0.51).abs() < 1e-9 && (late - 0.64).abs() < 1e-9);
        assert_eq!(breaker.opens(4500.0), VACUUM_BREAKS_S);
        // Behind a branch's fuses a 10 kV line draws some kA: they clear it alone.
        let branch = band(&catalogue(), "RW11-100");
        for amps in [1500.0, 2500.0, 5000.0] {
            assert!(branch.opens(amps).1 < breaker.opens(amps).0, "{amps}");
        }
    }

    /// Fuses whose ratings stand at 1.6 to 1 and more are selective up to all currents
    /// (IEC 60269-2), neighbours in the series are not.
    #[test]
    fn fuses_of_one_kind_are_selective_from_one_point_six() {
        let catalogue = catalogue();
        let alone = |down: &str, up: &str| {
            band(&catalogue, down).alone_up_to(&band(&catalogue, up), 20_000.0)
        };
        assert_eq!(alone("gG-63", "gG-160"), Some(20_000.0));
        assert!(alone("gG-100", "gG-125").is_none_or(|amps| amps < 20_000.0));
        // Drop-out fuses: the second after a rating is selective up to some current.
        let limit = alone("RW11-25", "RW11-40").expect("some");
        assert!((800.0..900.0).contains(&limit), "{limit}");
        // A breaker above a fuse trips at once where the fuse still melts.
        let limit = alone("gG-63", "MCCB-250").expect("some");
        assert!((900.0..2_000.1).contains(&limit), "{limit}");
    }
}
