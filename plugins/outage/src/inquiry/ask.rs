//! Who owes a word, and whom to ask.

use taiqu_grid::AssetRef;
use taiqu_link::Tick;

use super::Inquiry;

/// Unanswered questions after which nothing new is learnt from another.
const MEANING: u8 = 5;

impl Inquiry {
    /// Meters that were asked and have not answered in time.
    pub(super) fn miss_answers(&mut self, now: Tick) {
        let patience_ms = 1000 * self.watching.asking.patience_s;
        let awaited = &mut self.memory.awaited;
        let late = awaited.extract_if(.., |_, since| *since + patience_ms <= now.ms());
        for (k, since) in late.collect::<Vec<_>>() {
            if !self.is_deaf(self.layout.meters[k].meter.place, now) {
                self.memory.meters[k].miss(since);
                self.memory.changed = true;
            }
        }
    }

    /// Meters that owe a reading of the last quarter hour.
    pub(super) fn miss_readings(&mut self, now: Tick) {
        let since_s = self.rhythm.since_quarter_s(self.start.plus(now.0));
        if since_s < self.watching.asking.missed_after_s || now.0 < since_s {
            return;
        }
        let quarter = Tick(now.0 - since_s);
        if self.memory.missed == Some(quarter) {
            return;
        }
        self.memory.missed = Some(quarter);
        for k in 0..self.layout.meters.len() {
            let part = self.layout.meters[k].part as usize;
            let known = self
                .view
                .as_ref()
                .is_some_and(|(story, _)| story.live[part].is_empty());
            let deaf = self.is_deaf(self.layout.meters[k].meter.place, now);
            let heard = &mut self.memory.meters[k];
            let owes = heard.proved.is_none_or(|(at, ..)| at < quarter.ms());
            if owes && !known && !deaf {
                heard.miss(quarter.ms());
                self.memory.wanted.push(k);
                self.memory.changed = true;
            }
        }
    }

    /// Customers whose meter has said nothing for long, whatever it was asked: its module may
    /// be broken, or what leads to it.
    pub fn silent(&self) -> impl Iterator<Item = AssetRef> {
        let meters = self.layout.meters.iter().zip(&self.memory.meters);
        let is_dark = |part: u32| {
            let view = self.view.as_ref();
            view.is_some_and(|(story, _)| story.live[part as usize].is_empty())
        };
        let silent = meters.filter(move |(place, heard)| {
            heard.in_vain >= MEANING && !heard.mute && !is_dark(place.part)
        });
        let silent = silent.map(|(place, _)| place.part);
        let of = |part: u32| self.layout.customers.iter().filter(move |c| c.part == part);
        silent.flat_map(of).map(|place| place.customer)
    }

    /// The meters to ask now.
    pub fn questions(&mut self, now: Tick) -> Vec<AssetRef> {
        let asking = self.watching.asking;
        let due = self.memory.next_round_ms.is_some_and(|at| at <= now.ms());
        if now.0.is_multiple_of(asking.between_s) {
            // Who failed to answer is asked again, until it means something.
            let heard = self.memory.meters.iter().enumerate();
            let in_doubt = heard.filter(|(_, heard)| (1..MEANING).contains(&heard.in_vain));
            self.memory.wanted.extend(in_doubt.map(|(k, _)| k));
        }
        if !due && self.memory.wanted.is_empty() {
            return Vec::new();
        }
        let free = |k: &usize| {
            let last = self.memory.asked[*k];
            last.is_none_or(|at| at + 1000 * asking.again_s <= now.ms())
        };
        let mut chosen: Vec<usize> = std::mem::take(&mut self.memory.wanted);
        chosen.sort_unstable();
        chosen.dedup();
        chosen.retain(free);
        if due {
            let left = asking.budget.saturating_sub(chosen.len());
            if let Some((_, belief)) = &self.view {
                let answers = self.watching.reliability.answers;
                let may = |k: usize| free(&k) && !chosen.contains(&k);
                chosen.extend(self.layout.questions(belief, may, answers, left));
            }
            let again = self.view.is_some();
            self.memory.next_round_ms = again.then(|| now.ms() + 1000 * asking.between_s);
        }
        for &k in &chosen {
            self.memory.asked[k] = Some(now.ms());
            self.memory.awaited.insert(k, now.ms());
        }
        chosen
            .into_iter()
            .map(|k| self.layout.meters[k].meter)
            .collect()
    }
}
