//! What vehicles and depots truly have.

use taiqu_link::{CrewReport, DepotId, Make, Stock, Tick};

use super::{Crews, Job, Stage, told};
use crate::Field;
use crate::field::Fact;

impl Crews {
    /// What a crew lacks to repair what it has found; nothing where no depots are listed,
    /// since then nobody counts.
    pub(super) fn missing(&self, crew: usize, field: &Field, job: &Job) -> Stock {
        if self.depots.is_empty() {
            return Stock::NONE;
        }
        self.takes(field, job).less(&self.state[crew].stock)
    }

    /// What the repair takes.
    fn takes(&self, field: &Field, job: &Job) -> Stock {
        job.found.map_or(Stock::NONE, |(part, damage)| {
            self.bill.of(damage, Make::of(field.district(), part))
        })
    }

    /// Takes from the depot what the job wants, and fills up to what it carries by custom.
    pub(super) fn load(&mut self, crew: usize, job: &mut Job, tell: &mut dyn FnMut(CrewReport)) {
        let Some(load) = job.load.take() else {
            return;
        };
        let own = &mut self.state[crew].stock;
        let shelf = &mut self.shelves[usize::from(load.depot)];
        let wanted = self.staff[crew].stock.or(&load.stock.with(own)).less(own);
        let taken = wanted.common(shelf);
        *shelf = shelf.less(&taken);
        *own = own.with(&taken);
        tell(CrewReport::Loaded {
            depot: load.depot,
            stock: taken,
        });
    }

    /// Uses up what the repair took.
    pub(super) fn use_up(
        &mut self,
        tick: Tick,
        crew: usize,
        (field, job): (&Field, &Job),
        facts: &mut Vec<Fact>,
    ) {
        let used = self.takes(field, job);
        if self.depots.is_empty() || used.is_empty() {
            return;
        }
        let own = &mut self.state[crew].stock;
        *own = own.less(&used);
        let report = CrewReport::Used { stock: used };
        facts.push(told(tick, crew, job.order, report));
    }

    /// Where a crew is to go next: to the depot that it was told, or to the thing.
    pub(super) fn next_goal(&self, field: &Field, job: &Job) -> (f64, f64) {
        if let Some(load) = job.load {
            return self.depots[usize::from(load.depot)].at;
        }
        let thing = job.found.map_or(job.target, |(part, _)| part);
        field.district().site(thing).unwrap_or_default()
    }

    /// Whether a crew may go to the depot; a number that is none is ignored.
    pub(super) fn has_depot(&self, depot: DepotId) -> bool {
        usize::from(depot) < self.depots.len()
    }
}

impl Job {
    /// Goes to get what is missing, if that is what it waits for.
    pub(super) fn fetch(&mut self, tick: Tick, load: taiqu_link::Load) {
        if self.stage == Stage::Lacking {
            self.load = Some(load);
            self.stage = Stage::SettingOut;
            self.since_s = tick.0;
            self.until_s = Some(tick.0);
        }
    }
}
