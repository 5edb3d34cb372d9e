//! From one stage of the work to the next.

use rand_distr::{Distribution as _, LogNormal};
use taiqu_grid::{AssetRef, Conductor, Kind, Phases};
use taiqu_link::lock::lock_of;
use taiqu_link::{Action, CrewId, CrewReport, Damage, Make, Source, Tick, Uplink};

use super::feed::feed;
use super::found::as_found;
use super::search::search;
use super::{Crews, Job, Stage, by_voice, told};
use crate::Field;
use crate::field::Fact;
use crate::noise::{Purpose, entity, stream};

impl Crews {
    /// Ends the stage of a crew's job and begins the next.
    #[allow(clippy::too_many_lines, reason = "one arm for each stage")]
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
            Stage::Taking => {
                tell(CrewReport::Taken);
                Some((Stage::SettingOut, job.set_out_s))
            }
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
                let next = job.points.last().copied();
                if next.is_none_or(|point| self.opens(tick, crew, (field, order), point, facts)) {
                    if let Some(point) = job.points.pop() {
                        isolate(tick, crew, field, point, &mut job, facts);
                    }
                    Some(self.next_point(&job))
                } else {
                    Some((Stage::Isolating, self.settings.ask_again_s))
                }
            }
            Stage::Testing => {
                // Tried on what is live, on every conductor, on what is live again.
                if field.sources_at(job.place()).is_empty() {
                    tell(CrewReport::TestedDead);
                    Some((Stage::Earthing, self.settings.earth_s))
                } else {
                    tell(CrewReport::TestedLive);
                    Some((Stage::Tracing, self.settings.trace_s))
                }
            }
            Stage::Tracing => {
                let source = field.sources_at(job.place()).into_iter().next();
                if let Some(point) = source {
                    tell(CrewReport::SourceFound { point });
                    self.wait(crew, job, Stage::Ticket);
                    return;
                }
                // It has gone by itself: tested again.
                Some((Stage::Testing, self.settings.test_s))
            }
            Stage::Earthing => {
                // One set on each side from which voltage could come.
                job.sets = if job.place().kind == Kind::Section {
                    2
                } else {
                    1
                };
                tell(CrewReport::Earthed { sets: job.sets });
                self.wait(crew, job, Stage::Waiting);
                return;
            }
            // Nobody climbs in a storm or works in water: it is waited for, at the place.
            Stage::Waiting
                if self.is_too_windy(tick, field, &job) || self.wet.contains(&job.place()) =>
            {
                Some((Stage::Waiting, self.settings.ask_again_s))
            }
            Stage::Waiting => {
                if self.opens(tick, crew, (field, order), job.place(), facts) {
                    facts.push(told(tick, crew, order, CrewReport::Repairing));
                    Some((Stage::Repairing, self.repair_s((crew, field), &job)))
                } else {
                    Some((Stage::Waiting, self.settings.ask_again_s))
                }
            }
            Stage::Repairing => {
                self.use_up(tick, crew, (field, &job), facts);
                repair(tick, crew, field, &mut job);
                facts.push(told(tick, crew, order, CrewReport::Repaired));
                if job.sets > 0 {
                    Some((Stage::Clearing, self.settings.clear_s))
                } else {
                    Some((Stage::Restoring, self.settings.restore_s))
                }
            }
            Stage::Clearing => {
                let sets = std::mem::take(&mut job.sets);
                tell(CrewReport::Cleared { sets });
                self.wait(crew, job, Stage::Leaving);
                return;
            }
            Stage::Restoring => {
                self.restore(tick, crew, field, &mut job, facts);
                Some((Stage::Measuring, self.settings.measure_s))
            }
            Stage::Measuring => {
                tell(measured(field, job.place()));
                tell(CrewReport::Restored);
                Some((Stage::Reporting, self.settings.reply_s))
            }
            Stage::Reporting => {
                for fact in as_found(field, &job) {
                    tell(CrewReport::AsFound(fact));
                }
                tell(CrewReport::Replied);
                None
            }
            Stage::Coupling | Stage::Feeding | Stage::Uncoupling => {
                feed(tick, crew, (field, &mut job), &mut tell)
            }
            // Only a word moves these on.
            Stage::Ticket | Stage::Leaving => {
                let stage = job.stage;
                self.wait(crew, job, stage);
                return;
            }
        };
        if let Some((stage, needs_s)) = next {
            if stage == Stage::Ticket {
                self.wait(crew, job, stage);
                return;
            }
            job.begin(tick.0, stage, needs_s);
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
        if job.feeds.is_some() {
            return (Stage::Coupling, self.settings.couple_s);
        }
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
        for pole in field.fallen_at(part) {
            tell(CrewReport::PoleDown { pole });
        }
        tell(CrewReport::Found { part, damage });
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
        if damage.needs_isolation() {
            return Some((Stage::Ticket, 0));
        }
        // Nothing is switched off for it: a box is opened, and it begins.
        let box_s = lock_of(field.district(), part).map_or(0, |_| self.settings.open_s);
        Some((Stage::Waiting, box_s))
    }

    /// Opens the box or cabinet that a thing is in, if it is in one; a crew before a lock
    /// that does not open asks.
    fn opens(
        &mut self,
        tick: Tick,
        crew: usize,
        (field, order): (&mut Field, u32),
        part: AssetRef,
        facts: &mut Vec<Fact>,
    ) -> bool {
        let Some(lock) = lock_of(field.district(), part) else {
            return true;
        };
        let opens = field.open_box(tick, lock, (crew as CrewId, order));
        let opened = &mut self.state[crew].opened;
        if !opens {
            facts.push(told(tick, crew, order, CrewReport::LockedOut { lock }));
        } else if !opened.contains(&(lock, order)) {
            opened.push((lock, order));
        }
        opens
    }

    /// The next point of the ticket; the last is taken first, generators before the switch
    /// that feeds all.
    fn next_point(&self, job: &Job) -> (Stage, u64) {
        if job.points.is_empty() {
            (Stage::Ticket, 0)
        } else {
            (Stage::Isolating, self.settings.isolate_s)
        }
    }

    /// Goes on only when told.
    fn wait(&mut self, crew: usize, mut job: Job, stage: Stage) {
        job.stage = stage;
        job.until_s = None;
        self.state[crew].job = Some(job);
    }

    /// How long until a crew has heard an order that it was told so often before, s.
    pub(super) fn take_s(&self, crew: CrewId, target: AssetRef, before: u32) -> u64 {
        let (area, index) = entity(target);
        let time = u64::from(before) << 16 | u64::from(area);
        let mut rng = stream(self.seed, Purpose::Take, (crew, index), time);
        let luck = LogNormal::new(0.0, self.settings.take_spread);
        let luck = luck.map_or(1.0, |luck| luck.sample(&mut rng));
        (self.settings.take_s * luck) as u64
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
        let mut rng = stream(self.seed, purpose, entity(asset), 0);
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
    if !field.district().has(point) {
        return;
    }
    let mut before = Phases::NONE;
    if point.kind == Kind::Switch {
        before = field.switching().is_closed(point);
        let (switch, phases) = (point, before);
        field.work(tick, Action::OpenSwitch { switch, phases }, crew as CrewId);
        tell_switch(tick, crew, field, point, facts);
    } else {
        field.work(tick, Action::DisconnectLoad { load: point }, crew as CrewId);
    }
    field.lock(point, crew as CrewId);
    job.isolated.push((point, before));
    facts.push(told(tick, crew, job.order, CrewReport::Isolated { point }));
}

/// Puts right what was found, and notes what must be closed for supply to come back.
fn repair(tick: Tick, crew: usize, field: &mut Field, job: &mut Job) {
    let Some((part, damage)) = job.found else {
        return;
    };
    if damage == Damage::LeakyPremises {
        field.work(tick, Action::MendInside { customer: part }, crew as CrewId);
    }
    for pole in field.fallen_at(part).collect::<Vec<_>>() {
        field.work(tick, Action::Raise { pole }, crew as CrewId);
    }
    let action = match damage {
        Damage::BrokenWire
        | Damage::TouchingWires
        | Damage::LooseJoint
        | Damage::LeakyLine
        | Damage::FallenPole => Some(Action::Mend {
            section: part,
            conductors: Phases::ABCN,
        }),
        Damage::FailedTransformer => Some(Action::Replace { transformer: part }),
        Damage::BurntBox => Some(Action::Rebuild { cabinet: part }),
        Damage::OpenLeads => Some(Action::JoinMeter { meter: part }),
        Damage::OwnBreaker | Damage::LeakyPremises => {
            Some(Action::ResetCustomer { customer: part })
        }
        // What opened by itself is closed when all have left.
        Damage::BlownFuse | Damage::TrippedBreaker => None,
    };
    if let Some(action) = action {
        field.work(tick, action, crew as CrewId);
    }
    // Main first, then branches.
    let mut path = field.topology().upstream(part);
    path.reverse();
    path.push(part);
    let own = path.into_iter().filter(|asset| {
        let locked = job.isolated.iter().any(|(point, _)| point == asset);
        asset.kind == Kind::Switch && !locked && field.opened_by_itself(*asset).is_some()
    });
    let own = own.map(|switch| (switch, Phases::NONE));
    let mut closes: Vec<(AssetRef, Phases)> = own.collect();
    let switches = job.isolated.iter().filter(|(p, _)| p.kind == Kind::Switch);
    closes.extend(switches);
    for (switch, phases) in &mut closes {
        let item = &field.district().network(switch.place).switches[switch.index as usize];
        if item.closed {
            *phases = item.phases;
        }
    }
    closes.retain(|(switch, phases)| !phases.is_empty() && !job.leaves.contains(switch));
    closes.sort_by_key(|&(switch, _)| field.topology().upstream(switch).len());
    job.closes = closes;
}

/// What a trained eye and a meter say after closing.
fn measured(field: &Field, part: AssetRef) -> CrewReport {
    let node = match part.kind {
        Kind::Node => Some(part),
        Kind::Section => Some(AssetRef {
            kind: Kind::Node,
            index: field.district().network(part.place).sections[part.index as usize].to as u32,
            ..part
        }),
        _ => node_behind(field, part),
    };
    let path = field.topology().upstream(part).into_iter();
    let mut sections = path
        .chain([part])
        .filter(|asset| asset.kind == Kind::Section);
    CrewReport::Measured {
        voltage: node.is_some_and(|node| field.has_voltage(node)),
        // Wires of the same colours were joined.
        rotation: true,
        neutral: !sections.any(|section| field.switching().is_broken(section).has(Conductor::N)),
    }
}

impl Crews {
    /// Whether what was found must be climbed for, in more wind than anybody climbs in.
    fn is_too_windy(&self, tick: Tick, field: &Field, job: &Job) -> bool {
        let Some((part, damage)) = job.found else {
            return false;
        };
        let aloft = damage.is_aloft() && !Make::of(field.district(), part).cable;
        aloft && field.weather(tick).wind_m_s >= self.settings.no_climbing_m_s
    }

    /// Closes what was opened, and connects what was taken off. What another crew has
    /// locked too is closed by that one.
    fn restore(
        &mut self,
        tick: Tick,
        crew: usize,
        field: &mut Field,
        job: &mut Job,
        facts: &mut Vec<Fact>,
    ) {
        for &(point, _) in &job.isolated {
            let still = field.unlock(point, crew as CrewId);
            if point.kind == Kind::Load && !still {
                field.work(tick, Action::ConnectLoad { load: point }, crew as CrewId);
            }
            job.seen.push(point);
        }
        job.isolated.clear();
        for (switch, phases) in std::mem::take(&mut job.closes) {
            if field.is_locked(switch) {
                self.leave_to_another(switch, phases);
                continue;
            }
            field.work(tick, Action::CloseSwitch { switch, phases }, crew as CrewId);
            tell_switch(tick, crew, field, switch, facts);
        }
    }

    /// Whoever has locked a switch closes it in the end.
    fn leave_to_another(&mut self, switch: AssetRef, phases: Phases) {
        let jobs = self.state.iter_mut().filter_map(|state| state.job.as_mut());
        let mut locked = jobs.flat_map(|job| &mut job.isolated);
        if let Some((_, before)) = locked.find(|(point, _)| *point == switch) {
            *before = before.union(phases);
        }
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
