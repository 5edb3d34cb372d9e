//! What one meter has told.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use taiqu_grid::Phases;

/// Time after which two words are lost independently, ms.
const APART_MS: u64 = 150_000;
/// Words about the same odd voltages after which another adds nothing.
const TELLING: u8 = 3;

/// What one meter has told of the present, ms since the start. Later words of its own
/// take back what earlier ones said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// When it was last proved to have voltage, on which phases, and on which of those
    /// that it has only about half.
    pub proved: Option<(u64, Phases, Phases)>,
    /// Whether that was said without the voltages.
    pub unmeasured: bool,
    /// Since when its voltages have been odd: phases missing, or halved.
    pub odd_since: Option<u64>,
    /// How often it told of the same odd voltages, as far as that is counted.
    pub odd_times: u8,
    /// When it said that it lost all voltage.
    pub gasped: Option<u64>,
    /// When it owed a word last and did not give it: an answer, or a reading.
    pub unanswered: Option<u64>,
    /// When it first did not since it was proved to have voltage.
    pub silent_since: Option<u64>,
    /// How often it did not since then.
    pub in_vain: u8,
    /// When its customer called to have no supply.
    pub called: Option<u64>,
    /// Whether a crew saw that there is supply and that the meter only says nothing: its
    /// silence means nothing until it speaks again.
    pub mute: bool,
}

impl Heard {
    /// Takes in voltages that were read at `at`; whether they are `well` is whether all
    /// phases that there should be are live.
    pub fn prove(&mut self, at: u64, live: Phases, half: Phases, well: bool) {
        if self.proved.is_none_or(|(before, ..)| before <= at) {
            let same = |&(before, was, halved): &(u64, Phases, Phases)| {
                before < at && (was, halved) == (live, half)
            };
            let times = if self.proved.as_ref().is_some_and(same) {
                self.odd_times.saturating_add(1).min(TELLING)
            } else {
                1
            };
            self.odd_times = if well { 0 } else { times };
            self.proved = Some((at, live, half));
            self.unmeasured = false;
            let since = self.odd_since.unwrap_or(at);
            self.odd_since = (!well).then_some(since);
            // What it said before is over.
            self.gasped = self.gasped.filter(|&gasped| gasped >= at);
            self.called = self.called.filter(|&called| called >= at);
        }
        self.mute = false;
        if self.unanswered.is_some_and(|since| since <= at) {
            self.unanswered = None;
            self.silent_since = None;
            self.in_vain = 0;
        }
    }

    /// Takes in that its meter is on other phases: what it said of all of them it says of
    /// those now, and which of several it meant nobody knows.
    pub fn reconnect(&mut self, from: Phases, to: Phases) {
        let there = |said: Phases| {
            if said.contains(from) {
                to
            } else {
                Phases::NONE
            }
        };
        if from != to {
            self.proved = self
                .proved
                .map(|(at, live, half)| (at, there(live), there(half)));
        }
    }

    /// Takes in that it has voltage on its phases again at `at`, it does not say how much.
    pub fn start(&mut self, at: u64, all: Phases) {
        let last = self.proved;
        self.prove(at, all, Phases::NONE, true);
        self.unmeasured |= self.proved != last;
    }

    /// Takes in that it lost all voltage at `at`; that it has had it since is known better.
    pub fn gasp(&mut self, at: u64) {
        if self.proved.is_none_or(|(proved, ..)| proved <= at) {
            self.gasped = self.gasped.max(Some(at));
        }
    }

    /// Takes in that its customer called at `at` to have no supply.
    pub fn call(&mut self, at: u64) {
        if self.proved.is_none_or(|(proved, ..)| proved <= at) {
            self.called = self.called.max(Some(at));
        }
    }

    /// Takes in that a crew saw supply on `live` at `at`, whatever the meter says.
    pub fn seen(&mut self, at: u64, live: Phases) {
        let spoke = self.proved.is_some_and(|(before, ..)| before >= at);
        self.prove(at, live, Phases::NONE, true);
        self.mute = !spoke;
    }

    /// Takes in a word that it owed at `at` and did not give. What is missed soon after
    /// counts no more: whatever kept the first back may have kept the second.
    pub fn miss(&mut self, at: u64) {
        let proved = self.proved.is_some_and(|(proved, ..)| proved >= at);
        let soon = self.unanswered.is_some_and(|last| at < last + APART_MS);
        if !proved && !soon && !self.mute {
            self.unanswered = Some(at);
            self.silent_since.get_or_insert(at);
            self.in_vain = self.in_vain.saturating_add(1);
        }
    }

    /// Takes back that it seems dark, which has another reason: a last gasp of `then`, calls
    /// and silence.
    pub(crate) fn excuse(&mut self, then: Range<u64>) {
        self.gasped = self.gasped.filter(|at| !then.contains(at));
        self.called = None;
        (self.unanswered, self.silent_since, self.in_vain) = (None, None, 0);
    }

    /// When it began to seem without voltage; none while it is proved to have it.
    pub fn dark_since(&self) -> Option<u64> {
        let proved = self.proved.map_or(0, |(at, ..)| at);
        // One word may be lost; two are a sign.
        let silent = self.silent_since.filter(|_| self.in_vain >= 2);
        let signs = [self.gasped, self.called, silent].into_iter().flatten();
        signs.filter(|&at| at >= proved).min()
    }

    /// When anything was last heard of it.
    pub fn last(&self) -> Option<u64> {
        let proved = self.proved.map(|(at, ..)| at);
        [proved, self.gasped, self.called]
            .into_iter()
            .flatten()
            .max()
    }

    /// Whether it told of trouble: its silence alone does not.
    pub(super) fn tells(&self) -> bool {
        let proved = self.proved.map_or(0, |(at, ..)| at);
        let words = [self.gasped, self.called].into_iter().flatten();
        self.odd_since.is_some() || words.max().is_some_and(|at| at >= proved)
    }

    /// When its trouble began, missing phases and half voltages too.
    pub(crate) fn troubled_since(&self) -> Option<u64> {
        let signs = [self.odd_since, self.dark_since()].into_iter().flatten();
        signs.min()
    }
}
