//! What vehicles and depots are believed to have, and what is missing.

use taiqu_link::{CrewId, CrewOrder, CrewReport, Load, Stock, Tick};

use super::Desk;
use crate::order::OrderState;
use crate::routes::Problem;

impl Desk {
    /// What each depot has for those who are not yet on their way to it.
    pub(super) fn free_stock(&self) -> Vec<Stock> {
        let mut free = self.memory.shelves.clone();
        for load in self.memory.crews.iter().filter_map(|crew| crew.load) {
            let shelf = &mut free[usize::from(load.depot)];
            *shelf = shelf.less(&load.stock);
        }
        free
    }

    /// Takes in what a crew tells of material.
    pub(super) fn count(&mut self, crew: CrewId, report: CrewReport) {
        let standing = &mut self.memory.crews[usize::from(crew)];
        match report {
            CrewReport::Loaded { depot, stock } => {
                standing.stock = standing.stock.with(&stock);
                let asked = standing.load.take().map_or(Stock::NONE, |load| load.stock);
                if let Some(shelf) = self.memory.shelves.get_mut(usize::from(depot)) {
                    // What it did not get is not there.
                    *shelf = shelf.less(&stock).without(&asked.less(&stock));
                }
            }
            CrewReport::Used { stock } => standing.stock = standing.stock.less(&stock),
            CrewReport::Lacks { stock } => {
                standing.stock = standing.stock.without(&stock);
                standing.lacks = stock;
                standing.load = None;
            }
            _ => {}
        }
    }

    /// Sends crews that wait for material to where it is; where it is nowhere, they leave,
    /// and the order waits for it.
    pub(super) fn supply(&mut self, now: Tick) {
        for crew in 0..self.staff.len() {
            let standing = self.memory.crews[crew];
            let lacks = std::mem::take(&mut self.memory.crews[crew].lacks);
            // Who was called off lacks nothing any more.
            let Some(order) = standing.order.filter(|_| !lacks.is_empty()) else {
                continue;
            };
            if let Some(depot) = self.nearest_with(standing.at, &lacks) {
                let load = Load {
                    depot,
                    stock: lacks,
                };
                self.memory.crews[crew].load = Some(load);
                self.memory
                    .out
                    .push((crew as CrewId, CrewOrder::Fetch { order, load }));
                continue;
            }
            let item = &mut self.memory.orders[order as usize - 1];
            if let Some((part, damage)) = item.found {
                item.target = part;
                item.expects = Some(damage);
                item.seen = true;
            }
            item.crew = None;
            item.missing = lacks;
            item.move_to(now, OrderState::Accepted);
            self.memory.crews[crew].order = None;
            self.memory
                .out
                .push((crew as CrewId, CrewOrder::Return { order }));
        }
    }

    /// The depot from which one is back soonest with something.
    fn nearest_with(&mut self, at: (f64, f64), lacks: &Stock) -> Option<u16> {
        let free = self.free_stock();
        let places: Vec<(f64, f64)> = self.depots.iter().map(|depot| depot.at).collect();
        let numbers = self.map.places(&places);
        let spot = self.map.spot(at);
        let able = (0..free.len()).filter(|&depot| free[depot].covers(lacks));
        let times = able.map(|depot| (self.map.spot_to_s(&spot, numbers[depot]), depot));
        let nearest = times.min_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map(|(_, depot)| depot as u16)
    }

    /// An order that no crew can do now: what is missing for it, if that is why.
    pub(super) fn leave(&mut self, order: usize, problem: &Problem, job: usize) {
        let able = (0..problem.vans.len()).filter(|&van| problem.to_job[van][job].is_some());
        let most = |van: usize| {
            let own = problem.vans[van].stock;
            let depots = problem.depots.iter().map(|depot| depot.stock);
            depots.fold(own, |a, b| a.or(&b))
        };
        let missing = able.map(|van| problem.jobs[job].needs.less(&most(van)));
        let least = missing.min_by_key(|stock| stock.iter().map(|(_, n)| n).sum::<u16>());
        self.memory.orders[order].missing = least.unwrap_or(Stock::NONE);
    }
}
