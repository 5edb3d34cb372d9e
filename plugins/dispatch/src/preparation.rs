//! What to do before a storm: by the records and the forecast alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Importance;
use taiqu_grid::roads::{Closures, Spot};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{Bill, Crew, CrewId, Damage, Depot, DepotId, Make, Skills, Stock, Tick};
use taiqu_risk::Risk;

use crate::map::Map;

/// How storms are prepared for; settings, all assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preparing {
    /// Wind from which nobody is sent to wait elsewhere, m/s (Beaufort 8).
    pub no_moving_m_s: f64,
    /// From which probability of losing supply a customer is warned.
    pub warned_from: f64,
    /// From which probability of being blocked a road is not counted on.
    pub blocked_from: f64,
    /// How near to a road a pole stands that falls across it, m.
    pub across_m: f64,
    /// How many failed things must be expected for a plan to be made.
    pub worth: f64,
}

impl Default for Preparing {
    fn default() -> Self {
        Self {
            no_moving_m_s: 17.2,
            warned_from: 0.3,
            blocked_from: 0.5,
            across_m: 8.0,
            worth: 1.0,
        }
    }
}

/// Where a crew should wait.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The crew.
    pub crew: CrewId,
    /// Where, m.
    pub at: (f64, f64),
    /// The drive to what is expected to fail, from there and from its base, s, in the mean.
    pub drive_s: [f64; 2],
}

/// Material that will probably be used up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// The depot nearest to where it is needed; none where nobody counts.
    pub depot: Option<DepotId>,
    /// What is expected to be used.
    pub wanted: Stock,
    /// What it has.
    pub has: Stock,
}

/// A customer who will probably be dark.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Endangered {
    /// The customer.
    pub customer: AssetRef,
    /// How much depends on the supply.
    pub importance: Importance,
    /// The probability of losing it.
    pub probability: f64,
}

/// A plan for a storm that is forecast.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    /// When it was made.
    pub at: Tick,
    /// Where each of the district's own crews should wait.
    pub posts: Vec<Post>,
    /// What each depot should have.
    pub needs: Vec<Need>,
    /// Where generator cars should stand.
    pub generators: Vec<Endangered>,
    /// Who should be warned, those who depend on supply for life first.
    pub warned: Vec<Endangered>,
    /// Pieces of road that will probably be blocked.
    pub blocked: Closures,
}

/// What a plan is made from.
pub(crate) struct Given<'a> {
    pub records: &'a District,
    pub staff: &'a [Crew],
    /// What each depot has.
    pub shelves: Vec<(&'a Depot, Stock)>,
    pub bill: &'a Bill,
    pub map: &'a Map,
    pub rules: &'a Preparing,
}

impl Given<'_> {
    /// The plan for what `risk` tells; none where too little is expected to fail.
    pub fn plan(&self, risk: &Risk) -> Option<Preparation> {
        let all: f64 = risk.poles.values().chain(risk.sections.values()).sum();
        if all < self.rules.worth {
            return None;
        }
        let blocked = self.blocked(risk);
        let mut map = self.map.clone();
        map.close(&blocked);
        let warned = self.endangered(risk);
        let mut cars = warned.clone();
        cars.retain(|one| one.importance > Importance::Normal);
        cars.truncate(self.staff.iter().filter(|crew| crew.is_car()).count());
        Some(Preparation {
            at: risk.at,
            posts: self.posts(risk, &mut map),
            needs: self.needs(risk, &mut map),
            generators: cars,
            warned,
            blocked,
        })
    }

    /// Roads across which poles will probably lie.
    fn blocked(&self, risk: &Risk) -> Closures {
        let mut free = BTreeMap::<usize, f64>::new();
        for (&pole, probability) in &risk.poles {
            let at = self.records.site(pole);
            let edge = at.and_then(|at| self.map.edge_within(at, self.rules.across_m));
            if let Some(edge) = edge {
                *free.entry(edge).or_insert(1.0) *= 1.0 - probability;
            }
        }
        let likely = free
            .iter()
            .filter(|(_, free)| 1.0 - **free >= self.rules.blocked_from);
        likely.map(|(&edge, _)| edge).collect()
    }

    /// Who will probably be dark, the most important first.
    fn endangered(&self, risk: &Risk) -> Vec<Endangered> {
        let likely = risk.customers.iter();
        let likely = likely.filter(|(_, p)| **p >= self.rules.warned_from);
        let mut all: Vec<Endangered> = likely
            .map(|(&customer, &probability)| Endangered {
                customer,
                importance: self.records.importance(customer),
                probability,
            })
            .collect();
        all.sort_by(|a, b| {
            let rank = |one: &Endangered| Reverse(one.importance);
            let likelier = b.probability.total_cmp(&a.probability);
            let first = rank(a).cmp(&rank(b)).then(likelier);
            first.then(a.customer.cmp(&b.customer))
        });
        all
    }

    /// Crews one after the other, each where that shortens the drives to what is expected
    /// to fail most: bases and depots shelter crews, and of equal ones their own is best.
    fn posts(&self, risk: &Risk, map: &mut Map) -> Vec<Post> {
        let work: Vec<(Spot, f64)> = risk
            .sections
            .iter()
            .filter_map(|(&section, &p)| Some((map.spot(self.records.site(section)?), p)))
            .collect();
        let whole: f64 = work.iter().map(|(_, p)| p).sum();
        let mut shelters: Vec<(f64, f64)> = Vec::new();
        let bases = self.staff.iter().map(|crew| crew.base);
        for at in bases.chain(self.shelves.iter().map(|(depot, _)| depot.at)) {
            if !shelters.contains(&at) {
                shelters.push(at);
            }
        }
        let places = map.places(&shelters);
        let drives: Vec<Vec<f64>> = places
            .iter()
            .map(|&place| work.iter().map(|(w, _)| map.spot_to_s(w, place)).collect())
            .collect();
        let mean = |drives: &[f64]| {
            let sum: f64 = drives.iter().zip(&work).map(|(s, (_, p))| s * p).sum();
            sum / whole.max(f64::MIN_POSITIVE)
        };
        // By skills: how soon the crews placed so far are at each piece of work.
        let mut nearest: Vec<(Skills, Vec<f64>)> = Vec::new();
        let mut posts = Vec::new();
        for (k, crew) in self.staff.iter().enumerate() {
            if crew.support.is_some() || crew.is_car() {
                continue;
            }
            let before = nearest
                .iter()
                .position(|(skills, _)| *skills == crew.skills);
            let before = before.unwrap_or_else(|| {
                nearest.push((crew.skills, vec![f64::INFINITY; work.len()]));
                nearest.len() - 1
            });
            let soonest = |place: usize| -> Vec<f64> {
                let both = drives[place].iter().zip(&nearest[before].1);
                both.map(|(&one, &other)| one.min(other)).collect()
            };
            let own = shelters.iter().position(|&at| at == crew.base);
            let own = own.unwrap_or_default();
            let best = (0..shelters.len()).min_by(|&a, &b| {
                let gain = mean(&soonest(a)).total_cmp(&mean(&soonest(b)));
                gain.then((a != own).cmp(&(b != own)))
            });
            let best = best.unwrap_or(own);
            nearest[before].1 = soonest(best);
            posts.push(Post {
                crew: k as CrewId,
                at: shelters[best],
                drive_s: [mean(&drives[best]), mean(&drives[own])],
            });
        }
        posts
    }

    /// What will be used up, at the depots from which it is fetched soonest.
    fn needs(&self, risk: &Risk, map: &mut Map) -> Vec<Need> {
        let depots: Vec<(f64, f64)> = self.shelves.iter().map(|(depot, _)| depot.at).collect();
        let places = map.places(&depots);
        let mut sums = vec![[0.0; 3]; places.len().max(1)];
        let damages = |asset: &AssetRef| match asset.kind {
            Kind::Node => 0,
            _ if Make::of(self.records, *asset).medium_voltage => 2,
            _ => 1,
        };
        for (asset, p) in risk.poles.iter().chain(&risk.sections) {
            let Some(at) = self.records.site(*asset) else {
                continue;
            };
            let spot = map.spot(at);
            let times = places.iter().map(|&place| map.spot_to_s(&spot, place));
            let nearest = times.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
            sums[nearest.map_or(0, |(depot, _)| depot)][damages(asset)] += p;
        }
        let low = Make::default();
        let high = Make {
            medium_voltage: true,
            ..low
        };
        let of = [
            self.bill.of(Damage::FallenPole, low),
            self.bill.of(Damage::BrokenWire, low),
            self.bill.of(Damage::BrokenWire, high),
        ];
        let rows = sums.iter().enumerate().map(|(depot, sums)| Need {
            depot: self.shelves.get(depot).map(|_| depot as DepotId),
            wanted: of.iter().zip(sums).fold(Stock::NONE, |all, (stock, sum)| {
                all.with(&stock.times(sum.round() as u16))
            }),
            has: self.shelves.get(depot).map_or(Stock::NONE, |(_, has)| *has),
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::roads::{Pace, RoadGraph};
    use taiqu_grid::{Catalogue, Text, generate};
    use taiqu_link::Material;

    use super::*;

    fn street() -> District {
        let home = taiqu_grid::home::home().expect("a home");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("a catalogue");
        let area = generate::village(40, 3).check(&catalogue);
        District::alone(area.into_result().expect("a village"))
    }

    fn crew(base: (f64, f64)) -> Crew {
        Crew {
            skills: Skills::ALL,
            base,
            ..Crew::default()
        }
    }

    fn plan(records: &District, risk: &Risk) -> Option<Preparation> {
        let first = records.all(Kind::Section).next().expect("a section");
        let depot = Depot {
            id: String::new(),
            name: Text::default(),
            at: records.site(first).expect("a place"),
            stock: Stock::of(&[(Material::Wire, 3)]),
        };
        let pace = Pace {
            drive_m_s: 9.0,
            walk_m_s: 1.2,
        };
        let far = [crew((-20_000.0, 0.0)), crew((-20_000.0, 0.0))];
        let given = Given {
            records,
            staff: &far,
            shelves: vec![(&depot, depot.stock)],
            bill: &Bill::default(),
            map: &Map::new(RoadGraph::in_district(records), pace),
            rules: &Preparing::default(),
        };
        given.plan(risk)
    }

    #[test]
    fn one_crew_waits_where_wires_will_fall_and_who_depends_on_supply_is_warned_first() {
        let records = street();
        let sections: Vec<AssetRef> = records.all(Kind::Section).take(20).collect();
        let customers: Vec<AssetRef> = records.all(Kind::Customer).collect();
        let risk = Risk {
            sections: sections.iter().map(|&section| (section, 0.5)).collect(),
            customers: customers
                .iter()
                .enumerate()
                .map(|(k, &customer)| (customer, if k < 5 { 0.1 } else { 0.4 }))
                .collect(),
            ..Risk::default()
        };
        let plan = plan(&records, &risk).expect("a plan");
        let [first, second] = plan.posts[..] else {
            panic!("two crews wait somewhere");
        };
        assert!(first.drive_s[0] < 0.2 * first.drive_s[1], "{first:?}");
        assert_eq!(second.at, (-20_000.0, 0.0), "nothing is gained by both");
        let need = plan.needs[0];
        let wires = [Material::Wire, Material::LineWire].map(|m| need.wanted.count(m));
        assert_eq!(wires, [8, 3]);
        assert_eq!((need.depot, need.has.count(Material::Wire)), (Some(0), 3));
        assert_eq!(plan.warned.len(), customers.len() - 5);
        assert!(plan.warned.is_sorted_by_key(|one| Reverse(one.importance)));
        assert!(plan.blocked.is_empty());
    }

    #[test]
    fn roads_across_which_poles_will_lie_are_not_counted_on() {
        let records = street();
        let graph = RoadGraph::in_district(&records);
        let beside = records.all(Kind::Node).find(|&node| {
            let at = records.site(node);
            let near = at.and_then(|at| Some((at, graph.nearest(at)?.at)));
            near.is_some_and(|(at, road)| (at.0 - road.0).hypot(at.1 - road.1) < 8.0)
        });
        let risk = |p| Risk {
            poles: beside.map(|pole| (pole, p)).into_iter().collect(),
            sections: records.all(Kind::Section).map(|s| (s, 0.5)).collect(),
            ..Risk::default()
        };
        let blocked = |p| plan(&records, &risk(p)).expect("a plan").blocked.len();
        assert_eq!((blocked(0.2), blocked(0.9)), (0, 1));
        assert_eq!(plan(&records, &Risk::default()), None);
    }
}
