//! From one stage of the work to the next.

use rand_distr::{Distribution as _, LogNormal};
use taiqu_grid::{AssetRef, Kind, Phases, Place};
use taiqu_link::{Action, CrewId, CrewReport, Damage, Make, Source, Tick, Uplink};

use super::search::search;
use super::{Crews, Job, Stage, by_voice, told};
use crate::Field;
use crate::field::Fact;
use crate::noise::{Purpose, stream};

impl Crews {
    /// Ends the stage of a crew's job and begins the next.
    pub(super) fn advance(
        &mut self,
        tick: Tick,
        crew: usize,
        fields: &mut [Field],
        facts: &mut Vec<Fact>,
    ) {
        let Some(mut job) = self.state[crew].job.take() else {
            return;
        };
        let order = job.order;
        let mut tell = |report| facts.push(told(tick, crew, order, report));
        let field = fields
            .iter_mut()
            .find(|field| field.district().has(job.target));
        let Some(field) = field else {
            tell(CrewReport::FoundNothing {
                target: job.target,
                supplied: false,
            });
            tell(CrewReport::Free);
            return;
        };
        let next = match job.stage {
            Stage::SettingOut => {
                let drive_s = self.set_out(tick, crew, field, &mut job);
                if !job.was_there {
                    tell(CrewReport::SetOut {
                        arrives_in_s: drive_s as u32,
                    });
                }
                Some((Stage::Driving, drive_s))
            }
            Stage::Driving => Some(self.arrive(crew, field, &mut job, &mut tell)),
            Stage::Loading => {
                self.load(crew, &mut job, &mut tell);
                let drive_s = self.set_out(tick, crew, field, &mut job);
                Some((Stage::Driving, drive_s))
            }
            Stage::Lacking => None,
            Stage::Searching => {
                let next = self.assess(crew, field, &mut job, &mut tell);
                if job.stage == Stage::Lacking {
                    job.until_s = None;
                    self.state[crew].job = Some(job);
                    return;
                }
                next
            }
            Stage::Isolating => {
                if let Some(point) = job.points.pop() {
                    isolate(tick, crew, field, point, &mut job, facts);
                }
                Some(self.next_point(&job))
            }
            Stage::Testing => {
                tell(CrewReport::TestedDead);
                Some((Stage::Earthing, self.settings.earth_s))
            }
            Stage::Earthing => {
                tell(CrewReport::Earthed);
                job.stage = Stage::Waiting;
                job.until_s = None;
                self.state[crew].job = Some(job);
                return;
            }
            Stage::Waiting => {
                tell(CrewReport::Repairing);
                Some((Stage::Repairing, self.repair_s((crew, field), &job)))
            }
            Stage::Repairing => {
                self.use_up(tick, crew, (field, &job), facts);
                repair(tick, crew, field, &mut job);
                facts.push(told(tick, crew, order, CrewReport::Repaired));
                let earthed = job
                    .found
                    .is_some_and(|(_, damage)| damage.needs_isolation());
                let clear_s = if earthed { self.settings.clear_s } else { 0 };
                Some((Stage::Clearing, clear_s))
            }
            Stage::Clearing => {
                tell(CrewReport::Cleared);
                Some((Stage::Restoring, self.settings.restore_s))
            }
            Stage::Restoring => {
                restore(tick, crew, field, &job, facts);
                facts.push(told(tick, crew, order, CrewReport::Restored));
                None
            }
        };
        if let Some((stage, needs_s)) = next {
            job.stage = stage;
            job.since_s = tick.0;
            job.until_s = Some(tick.0 + needs_s);
            self.state[crew].job = Some(job);
        } else {
            facts.push(told(tick, crew, order, CrewReport::Free));
            self.go_home(tick, crew);
        }
    }

    /// At the depot loading begins, at the place the search.
    fn arrive(
        &mut self,
        crew: usize,
        field: &Field,
        job: &mut Job,
        tell: &mut dyn FnMut(CrewReport),
    ) -> (Stage, u64) {
        if let Some(drive) = job.drive.take() {
            self.state[crew].at = drive.goal();
        }
        if job.load.is_some() {
            return (Stage::Loading, self.settings.load_s);
        }
        if job.was_there {
            return (Stage::Searching, 0);
        }
        tell(CrewReport::Arrived);
        let named = (job.target, job.also.as_slice());
        let search = search(field, named, job.around, &self.settings);
        job.found = search.found;
        (Stage::Searching, search.seconds as u64)
    }

    /// Begins to drive to where the job asks for; how long it takes, s.
    fn set_out(&self, tick: Tick, crew: usize, field: &Field, job: &mut Job) -> u64 {
        let goal = self.next_goal(field, job);
        let luck = self.luck(Purpose::Drive, job.target, self.settings.drive_spread);
        let drive = self.travel.set_out(tick, self.state[crew].at, goal, luck);
        let needs_s = drive.seconds();
        job.drive = Some(drive);
        needs_s
    }

    /// What is found decides what is done about it.
    fn assess(
        &self,
        crew: usize,
        field: &Field,
        job: &mut Job,
        tell: &mut dyn FnMut(CrewReport),
    ) -> Option<(Stage, u64)> {
        // Another may have mended it meanwhile.
        job.found = job.found.and_then(|(part, _)| field.damage_at(part));
        let Some((part, damage)) = job.found else {
            let node = match job.target.kind {
                Kind::Node => Some(job.target),
                _ => node_behind(field, job.target),
            };
            tell(CrewReport::FoundNothing {
                target: job.target,
                supplied: node.is_some_and(|node| field.has_voltage(node)),
            });
            return None;
        };
        if !job.was_there {
            tell(CrewReport::Found { part, damage });
        }
        let make = Make::of(field.district(), part);
        if !self.skills(crew).cover(damage.needs(make.medium_voltage)) {
            tell(CrewReport::HandsOver);
            return None;
        }
        let missing = self.missing(crew, field, job);
        if !missing.is_empty() {
            tell(CrewReport::Lacks { stock: missing });
            job.stage = Stage::Lacking;
            job.was_there = true;
            return None;
        }
        if !damage.needs_isolation() {
            tell(CrewReport::Repairing);
            return Some((Stage::Repairing, self.repair_s((crew, field), job)));
        }
        // The last is taken first: generators before the switch that feeds all.
        job.points = field.topology().sources_of(field.district(), part);
        Some(self.next_point(job))
    }

    fn next_point(&self, job: &Job) -> (Stage, u64) {
        if job.points.is_empty() {
            (Stage::Testing, self.settings.test_s)
        } else {
            (Stage::Isolating, self.settings.isolate_s)
        }
    }

    /// How long the repair takes, s: longer where only some of a mixed team have learnt
    /// the work.
    fn repair_s(&self, (crew, field): (usize, &Field), job: &Job) -> u64 {
        let Some((part, damage)) = job.found else {
            return 0;
        };
        let needs = damage.needs(Make::of(field.district(), part).medium_voltage);
        let helpers = 1.0 - self.staff[crew].able(needs);
        let longer = 1.0 + self.settings.helpers_slower * helpers;
        let luck = self.luck(Purpose::Repair, part, self.settings.spread);
        (self.settings.repair_s(damage) * luck * longer) as u64
    }

    /// A factor that is the same for the same thing, whoever works on it.
    fn luck(&self, purpose: Purpose, asset: AssetRef, spread: f64) -> f64 {
        let place = match asset.place {
            Place::Area(k) => k,
            Place::Line(k) => 0x8000 | k,
        };
        let entity = (place, asset.index << 3 | asset.kind as u32);
        let mut rng = stream(self.seed, purpose, entity, 0);
        LogNormal::new(0.0, spread).map_or(1.0, |luck| luck.sample(&mut rng))
    }
}

/// Switches off a source and locks it.
fn isolate(
    tick: Tick,
    crew: usize,
    field: &mut Field,
    point: AssetRef,
    job: &mut Job,
    facts: &mut Vec<Fact>,
) {
    if point.kind == Kind::Switch {
        let phases = field.switching().is_closed(point);
        let switch = point;
        field.work(tick, Action::OpenSwitch { switch, phases }, crew as CrewId);
        tell_switch(tick, crew, field, point, facts);
    } else {
        field.work(tick, Action::DisconnectLoad { load: point }, crew as CrewId);
    }
    job.isolated.push(point);
    facts.push(told(tick, crew, job.order, CrewReport::Isolated { point }));
}

/// Puts right what was found, and notes what must be closed for supply to come back.
fn repair(tick: Tick, crew: usize, field: &mut Field, job: &mut Job) {
    let Some((part, damage)) = job.found else {
        return;
    };
    let action = match damage {
        Damage::BrokenWire | Damage::TouchingWires | Damage::LooseJoint => Some(Action::Mend {
            section: part,
            conductors: Phases::ABCN,
        }),
        Damage::FailedTransformer => Some(Action::Replace { transformer: part }),
        Damage::BurntBox => Some(Action::Rebuild { cabinet: part }),
        Damage::OpenLeads => Some(Action::JoinMeter { meter: part }),
        Damage::OwnBreaker => Some(Action::ResetCustomer { customer: part }),
        // What opened by itself is closed when all have left.
        Damage::BlownFuse | Damage::TrippedBreaker => None,
    };
    if let Some(action) = action {
        field.work(tick, action, crew as CrewId);
    }
    let mut path = field.topology().upstream(part);
    path.insert(0, part);
    let opened = path.into_iter().filter(|asset| asset.kind == Kind::Switch);
    let own = opened.filter(|&switch| {
        job.isolated.contains(&switch) || field.opened_by_itself(switch).is_some()
    });
    let closes = own.map(|switch| {
        let network = field.district().network(switch.place);
        (switch, network.switches[switch.index as usize].phases)
    });
    job.closes = closes.collect();
}

/// Closes what was opened, and connects what was taken off.
fn restore(tick: Tick, crew: usize, field: &mut Field, job: &Job, facts: &mut Vec<Fact>) {
    for &(switch, phases) in &job.closes {
        field.work(tick, Action::CloseSwitch { switch, phases }, crew as CrewId);
        tell_switch(tick, crew, field, switch, facts);
    }
    for &load in job.isolated.iter().filter(|point| point.kind == Kind::Load) {
        field.work(tick, Action::ConnectLoad { load }, crew as CrewId);
    }
}

fn tell_switch(tick: Tick, crew: usize, field: &Field, switch: AssetRef, facts: &mut Vec<Fact>) {
    let closed = field.switching().is_closed(switch);
    let source = Source::Crew(crew as CrewId);
    let body = Uplink::SwitchMoved { switch, closed };
    facts.push(by_voice(tick, source, body));
}

/// The nearest node above a thing.
fn node_behind(field: &Field, asset: AssetRef) -> Option<AssetRef> {
    let path = field.topology().upstream(asset).into_iter();
    path.into_iter().find(|above| above.kind == Kind::Node)
}
