//! Before a storm: a plan is made with each forecast, and crews go where they should wait.

use taiqu_link::{CrewId, CrewOrder};
use taiqu_risk::Risk;

use super::{Desk, Lent};
use crate::operations::Operations;
use crate::preparation::{Given, Preparation};

impl Desk {
    /// The newest plan for a storm; none before one was forecast.
    pub const fn preparation(&self) -> Option<&Preparation> {
        self.memory.prepared.as_ref()
    }

    /// Makes a plan for what `risk` tells, and sends crews that have nothing to do where
    /// they should wait, as long as the wind lets them drive. Where nobody sees the whole
    /// crews stay at their bases.
    pub fn prepare(&mut self, risk: &Risk) {
        self.note_danger(risk);
        let given = Given {
            records: &self.records,
            staff: &self.staff,
            shelves: self.shelves().collect(),
            bill: &self.bill,
            map: &self.map,
            rules: &self.rules.preparing,
        };
        let Some(plan) = given.plan(risk) else {
            return;
        };
        let calm = self.memory.wind_m_s < self.rules.preparing.no_moving_m_s;
        if calm && self.operations != Operations::Siloed {
            self.post(&plan);
        }
        self.memory.prepared = Some(plan);
    }

    fn post(&mut self, plan: &Preparation) {
        let posts = plan.posts.iter().map(|post| (post.crew, post.at));
        // Generator cars wait where they will be needed most.
        let cars = (0..)
            .zip(self.staff.iter())
            .filter(|(_, crew)| crew.is_car());
        let sites = plan.generators.iter();
        let sites = sites.filter_map(|one| self.records.site(one.customer));
        let cars = cars.zip(sites).map(|((car, _), site)| (car, site));
        let posts: Vec<(CrewId, (f64, f64))> = posts.chain(cars).collect();
        for (crew, at) in posts {
            let standing = &mut self.memory.crews[usize::from(crew)];
            let idle = standing.is_free() && standing.lent == Lent::Own;
            if idle && standing.post != at {
                standing.post = at;
                standing.at = at;
                let (x_m, y_m) = at;
                let wait = CrewOrder::WaitAt { x_m, y_m };
                self.memory.out.push((crew, wait));
            }
        }
    }
}
