//! The clock and the link's ends as Bevy sees them.

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::ScheduleLabel;
use serde::{Deserialize, Serialize};

use crate::{DateTime, FieldEnd, Tick, TwinEnd};

/// One second of simulated time; run in the field's world, then in the twin's.
#[derive(ScheduleLabel, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SimTick;

/// The link's end in the field's world.
#[derive(Resource, Debug)]
pub struct Twinward(pub FieldEnd);

/// The link's end in the twin's world.
#[derive(Resource, Debug)]
pub struct Fieldward(pub TwinEnd);

/// The simulation's clock. Each world has one; both show the same tick.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimClock {
    /// What the calendar shows at tick 0.
    pub start: DateTime,
    /// The tick being lived, or lived last.
    pub tick: Tick,
    /// Length of the scenario, s; the clock stops there.
    pub length_s: u64,
    /// Simulated seconds per second of wall time, 1 to [`SimClock::FASTEST`].
    pub speed: u32,
    /// Whether time stands still.
    pub paused: bool,
    /// Whether the last frames could not keep the speed.
    pub lagging: bool,
    /// Simulated seconds that the frame owes, with the fraction that is left over.
    owed_s: f64,
    /// An earlier tick to go back to.
    back_to: Option<Tick>,
}

impl SimClock {
    /// The highest speed.
    pub const FASTEST: u32 = 3600;
    /// The speeds that a time control offers.
    pub const SPEEDS: [u32; 7] = [1, 5, 15, 60, 300, 900, 3600];

    /// A running clock at real-time speed, standing before tick 1.
    pub const fn new(start: DateTime, length_s: u64) -> Self {
        Self {
            start,
            tick: Tick(0),
            length_s,
            speed: 1,
            paused: false,
            lagging: false,
            owed_s: 0.0,
            back_to: None,
        }
    }

    /// What the calendar shows.
    pub const fn now(&self) -> DateTime {
        self.start.plus(self.tick.0)
    }

    /// Simulated time since the start, s: finer than the ticks, for the eye.
    pub fn now_s(&self) -> f64 {
        self.tick.0 as f64 + self.owed_s.fract()
    }

    /// What the calendar shows at `tick`.
    pub const fn at(&self, tick: Tick) -> DateTime {
        self.start.plus(tick.0)
    }

    /// Whether the scenario is over.
    pub const fn is_over(&self) -> bool {
        self.tick.0 >= self.length_s
    }

    /// Whole ticks due after `elapsed_s` of wall time more.
    pub fn due(&mut self, elapsed_s: f64) -> u64 {
        if self.paused {
            self.owed_s = self.owed_s.floor();
        } else {
            self.owed_s += elapsed_s * f64::from(self.speed);
        }
        let left = self.length_s.saturating_sub(self.tick.0);
        (self.owed_s as u64).min(left)
    }

    /// Takes note that `lived` of the due ticks were lived in this frame. What did
    /// not fit is given up, so that the simulation slows and not the picture; steps
    /// that were asked for one by one are kept.
    pub fn settle(&mut self, due: u64, lived: u64) {
        self.lagging = lived < due;
        self.owed_s = if self.lagging && !self.paused {
            0.0
        } else {
            self.owed_s - lived as f64
        };
        if self.is_over() {
            self.owed_s = 0.0;
        }
    }

    /// The earlier tick that was asked for since the last call, if there is one.
    pub const fn take_back(&mut self) -> Option<Tick> {
        self.back_to.take()
    }

    /// Does what was asked.
    pub fn obey(&mut self, request: ClockRequest) {
        match request {
            ClockRequest::Pause => self.paused = true,
            ClockRequest::Run => self.paused = false,
            ClockRequest::Toggle => self.paused = !self.paused,
            ClockRequest::Speed(speed) => self.speed = speed.clamp(1, Self::FASTEST),
            ClockRequest::Step(ticks) => {
                self.paused = true;
                self.owed_s = self.owed_s.floor() + f64::from(ticks);
            }
            ClockRequest::Back(tick) => {
                self.paused = true;
                self.owed_s = 0.0;
                self.back_to = (tick < self.tick).then_some(tick);
            }
        }
    }
}

/// Asks the clock for something; write it as a message.
#[derive(Message, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockRequest {
    /// Time stands still.
    Pause,
    /// Time goes on.
    Run,
    /// The one or the other.
    Toggle,
    /// Simulated seconds per second of wall time.
    Speed(u32),
    /// Pauses, and lives this many ticks.
    Step(u32),
    /// Pauses, and takes time back to the end of this earlier tick. Both worlds are
    /// then as they were; what was ordered later is undone. The simulation does it
    /// before the next frame; a real field cannot.
    Back(Tick),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> SimClock {
        let start = "2026-07-15T18:00:00".parse().expect("a time");
        SimClock::new(start, 7200)
    }

    #[test]
    fn fractions_of_ticks_add_up() {
        let mut clock = clock();
        let mut lived = 0;
        for _ in 0..90 {
            let due = clock.due(0.1);
            clock.tick.0 += due;
            clock.settle(due, due);
            lived += due;
        }
        assert!((8..=9).contains(&lived), "{lived}");
        assert!((clock.now_s() - 9.0).abs() < 1e-6, "{}", clock.now_s());
    }

    #[test]
    fn what_does_not_fit_is_given_up() {
        let mut clock = clock();
        clock.obey(ClockRequest::Speed(100_000));
        assert_eq!(clock.speed, SimClock::FASTEST);
        assert_eq!(clock.due(1.0), 3600);
        clock.tick.0 += 10;
        clock.settle(3600, 10);
        assert!(clock.lagging);
        assert_eq!(clock.due(0.0), 0);
    }

    #[test]
    fn a_paused_clock_only_steps() {
        let mut clock = clock();
        clock.obey(ClockRequest::Pause);
        assert_eq!(clock.due(5.0), 0);
        clock.obey(ClockRequest::Step(3));
        assert_eq!(clock.due(5.0), 3);
        clock.tick.0 += 1;
        clock.settle(3, 1);
        assert_eq!(clock.due(5.0), 2, "the others are still to come");
        clock.tick.0 += 2;
        clock.settle(2, 2);
        assert_eq!(clock.due(5.0), 0);
    }

    #[test]
    fn it_goes_back_only_to_what_was() {
        let mut clock = clock();
        clock.tick = Tick(100);
        clock.obey(ClockRequest::Back(Tick(40)));
        assert_eq!((clock.take_back(), clock.paused), (Some(Tick(40)), true));
        assert_eq!(clock.take_back(), None);
        clock.obey(ClockRequest::Back(Tick(100)));
        assert_eq!(clock.take_back(), None);
    }

    #[test]
    fn it_ends_with_the_scenario() {
        let mut clock = clock();
        clock.tick = Tick(7195);
        clock.obey(ClockRequest::Speed(60));
        assert_eq!(clock.due(1.0), 5);
        clock.tick = Tick(7200);
        clock.settle(5, 5);
        assert!(clock.is_over());
        assert_eq!(clock.due(1.0), 0);
    }
}
