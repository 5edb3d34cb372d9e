//! What crews are told, and what they make of it.

use taiqu_grid::AssetRef;
use taiqu_link::{CrewId, CrewOrder, Load, Tick};

use super::{Crews, Job, Stage};

impl Crews {
    /// A crew is told something.
    #[allow(clippy::too_many_lines, reason = "one arm for each order")]
    pub fn order(&mut self, tick: Tick, crew: CrewId, order: CrewOrder) {
        let known = match order {
            CrewOrder::Go {
                load: Some(load), ..
            }
            | CrewOrder::Fetch { load, .. } => self.has_depot(load.depot),
            _ => true,
        };
        if usize::from(crew) >= self.state.len() || !known {
            return;
        }
        let take_s = match order {
            CrewOrder::Go { order, target, .. }
            | CrewOrder::Feed {
                order,
                customer: target,
            } => {
                let told = &mut self.state[usize::from(crew)].told;
                let before = told.entry(order).or_default();
                *before += 1;
                let before = *before - 1;
                self.take_s(crew, target, before)
            }
            _ => 0,
        };
        let settings = &self.settings;
        let state = &mut self.state[usize::from(crew)];
        let now = tick.0;
        let job = state.job.as_mut();
        let at_work = job.as_ref().is_some_and(|job| job.stage.is_at_work());
        let untouched = job.as_ref().is_some_and(|job| job.is_untouched());
        let feeds = job.as_ref().is_some_and(|job| job.feeds.is_some());
        match order {
            CrewOrder::Feed {
                order,
                customer: target,
            } if !at_work && self.staff[usize::from(crew)].is_car() => {
                let goal = ([None; 4], false, None, Some(false));
                self.set_about((tick, take_s), crew, (order, target), goal);
            }
            CrewOrder::Go {
                order,
                target,
                also,
                around,
                load,
            } if !at_work => {
                let goal = (also, around, load, None);
                self.set_about((tick, take_s), crew, (order, target), goal);
            }
            CrewOrder::Fetch { order, load } => {
                if let Some(job) = state.job.as_mut().filter(|job| job.order == order) {
                    job.fetch(tick, load);
                }
            }
            CrewOrder::WaitAt { x_m, y_m } => {
                state.post = (x_m, y_m);
                if state.job.is_none() {
                    self.go_home(tick, usize::from(crew));
                }
            }
            CrewOrder::Assist => {
                let support = self.staff[usize::from(crew)].support.as_ref();
                state.ready_s = support.map(|support| tick.0 + support.ready_after_s);
            }
            CrewOrder::Release => state.ready_s = None,
            CrewOrder::Isolate { order, point } => {
                let known = |job: &&mut Job| {
                    let mut off = job.isolated.iter().map(|(point, _)| point);
                    job.points.contains(&point) || off.any(|other| *other == point)
                };
                let own = job.filter(|job| job.order == order && at_work);
                if let Some(job) = own.filter(|job| !known(job)) {
                    job.points.push(point);
                    if job.stage == Stage::Ticket {
                        job.begin(now, Stage::Isolating, settings.isolate_s);
                    }
                }
            }
            CrewOrder::LeaveOpen { order, switch } => {
                if let Some(job) = job.filter(|job| job.order == order) {
                    job.leaves.push(switch);
                }
            }
            CrewOrder::Test { order } => {
                if let Some(job) = job.filter(|job| job.waits(order, Stage::Ticket)) {
                    job.begin(now, Stage::Testing, settings.test_s);
                }
            }
            CrewOrder::Permit { order } => {
                if let Some(job) = job.filter(|job| job.waits(order, Stage::Waiting)) {
                    job.until_s = Some(now);
                }
            }
            CrewOrder::Energise { order } => {
                if let Some(job) = job.filter(|job| job.waits(order, Stage::Leaving)) {
                    job.begin(now, Stage::Restoring, settings.restore_s);
                }
            }
            CrewOrder::Return { order } if feeds => {
                let own = job.filter(|job| job.order == order && job.stage != Stage::Uncoupling);
                if let Some(job) = own {
                    // From the road it only turns round, and says that it is free.
                    let needs_s = if at_work { settings.uncouple_s } else { 0 };
                    job.begin(now, Stage::Uncoupling, needs_s);
                }
            }
            CrewOrder::Return { order } if !at_work || untouched => {
                if state.job.as_ref().is_some_and(|job| job.order == order) {
                    state.job = None;
                    self.go_home(tick, usize::from(crew));
                }
            }
            // Hands are on the network: the work is ended first.
            CrewOrder::Return { .. } | CrewOrder::Go { .. } | CrewOrder::Feed { .. } => {}
        }
    }

    /// A crew takes on a job: where to, and what for.
    fn set_about(
        &mut self,
        (tick, take_s): (Tick, u64),
        crew: CrewId,
        (order, target): (u32, AssetRef),
        (also, around, load, feeds): Goal,
    ) {
        let state = &mut self.state[usize::from(crew)];
        // Who is on the road already only turns round, and who is on the way to the same
        // heard of it before.
        let drives = |job: &&Job| job.stage == Stage::Driving;
        let driving = state.job.as_ref().filter(drives);
        let same = driving.is_some_and(|job| job.order == order);
        let moving = state.home.is_some() || driving.is_some();
        let (stage, wait_s) = if same {
            (Stage::SettingOut, 0)
        } else {
            (Stage::Taking, take_s)
        };
        state.job = Some(Job {
            order,
            target,
            also: also.into_iter().flatten().collect(),
            around,
            stage,
            since_s: tick.0,
            until_s: Some(tick.0 + wait_s),
            set_out_s: if moving { 0 } else { self.settings.set_out_s },
            drive: None,
            load,
            feeds,
            was_there: false,
            found: None,
            points: Vec::new(),
            isolated: Vec::new(),
            sets: 0,
            seen: Vec::new(),
            closes: Vec::new(),
            leaves: Vec::new(),
        });
        state.home = None;
    }
}

/// What a job is for: where else to look, whether around, what to get first, and whether to
/// feed a customer.
type Goal = ([Option<AssetRef>; 4], bool, Option<Load>, Option<bool>);
