//! A storm over a district, lived tick by tick.

mod memory;

use std::sync::Arc;

use taiqu_grid::AssetRef;
use taiqu_link::{Action, Tick, WeatherOutlook};
use taiqu_structure::{Lines, Shelter, Vector};

use crate::clashes::Clashes;
use crate::debris::Debris;
use crate::deeds::{self, Deed};
use crate::heat::{Around, Carried, Heat};
use crate::ice::{self, Freezing};
use crate::lightning::{Sky, Stroke, Targets};
use crate::standing::{Airs, BLOCK_S, Failure, Mode, Precision, Standing};
use crate::trees::{FallenTree, Trees};
use crate::water::Water;
use crate::wind::{Gusts, Winds};
use crate::{Setup, Weather};

pub use memory::Memory;

/// From the moment that a pole gives way until it lies, s.
const FALLS_S: f64 = 2.0;
/// Blocks between two looks at water and at what ice tears, and the gust over the mean.
const LOOK: u64 = 6;
const GUST: f64 = 1.5;
/// How long a fallen tree lies across a road before somebody has cut it up, s; assumed.
const CLEARED_S: f64 = 4.0 * 3600.0;

/// A storm, and what it has done so far.
#[derive(Clone, Debug)]
pub struct Storm {
    setup: Setup,
    winds: Arc<Winds>,
    gusts: Arc<Gusts>,
    standing: Standing,
    trees: Trees,
    /// Spans of which it is settled what became of them.
    settled: Vec<bool>,
    fallen: Vec<FallenTree>,
    /// Ice around the wires, m.
    ice_m: f64,
    /// The water on the ground.
    water: Water,
    heat: Heat,
    sky: Sky,
    targets: Targets,
    clashes: Clashes,
    debris: Debris,
    /// The strokes so far.
    strokes: Vec<Stroke>,
    weather: Weather,
    middle_m: Vector,
    /// What is still to happen, and when, s.
    due: Vec<(f64, Deed)>,
}

impl Storm {
    /// A storm before its first tick.
    pub fn new(setup: Setup) -> Self {
        let lines = Lines::of(&setup.truth, &setup.catalogue);
        let length_s = setup.length_s as f64 + BLOCK_S;
        let start = setup.start_hour();
        let trees = Trees::of(&setup.truth, setup.seed);
        let ends = lines.spans.iter().flat_map(|span| span.at);
        let places = lines.poles.iter().map(|pole| pole.at);
        let places = places.chain(ends).chain(trees.places());
        let winds = Winds::new(&setup.weather(), setup.middle_m(), places, start, length_s);
        Self {
            winds: Arc::new(winds),
            gusts: Arc::new(Gusts::new(setup.seed)),
            settled: vec![false; lines.spans.len()],
            sky: Sky::over(&setup.truth),
            targets: Targets::of(&setup.truth, &lines),
            clashes: Clashes::of(&lines, setup.seed),
            debris: Debris::of(&setup.truth, &lines, length_s, setup.seed),
            heat: Heat::of(&setup, &lines),
            standing: Standing::new(lines, &setup.extremes.ground, setup.seed),
            trees,
            fallen: Vec::new(),
            ice_m: 0.0,
            water: Water::new(&setup.truth, &setup.extremes.flood, setup.seed),
            strokes: Vec::new(),
            weather: setup.weather(),
            middle_m: setup.middle_m(),
            due: Vec::new(),
            setup,
        }
    }

    /// The poles and spans, and how they are.
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Ice around the wires, m.
    pub const fn ice_m(&self) -> f64 {
        self.ice_m
    }

    /// The water on the ground.
    pub const fn water(&self) -> &Water {
        &self.water
    }

    /// How warm transformers, wires and cables are.
    pub const fn heat(&self) -> &Heat {
        &self.heat
    }

    /// Mean wind over the middle of the district at 10 m, m/s: where it blows to.
    pub fn wind(&self, tick: Tick) -> Vector {
        let hour = self.setup.start_hour() + tick.0 as f64 / 3600.0;
        self.weather.wind(self.middle_m, hour)
    }

    /// The trees that have fallen.
    pub fn fallen_trees(&self) -> &[FallenTree] {
        &self.fallen
    }

    /// The flashes that have struck the ground on and around the lines.
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// What the storm does in this tick, in order of time.
    pub fn live(&mut self, tick: Tick) -> Vec<Deed> {
        if tick.0.is_multiple_of(BLOCK_S as u64) {
            self.block(tick.0 / BLOCK_S as u64);
        }
        let until_s = tick.0 as f64 + 1.0;
        let now = self.due.partition_point(|&(at_s, _)| at_s < until_s);
        self.due.drain(..now).map(|(_, deed)| deed).collect()
    }

    /// Once a minute transformers, wires and cables warm by what they carry.
    pub fn warm(&mut self, tick: Tick, carried: &impl Carried) {
        if !tick.0.is_multiple_of(60) {
            return;
        }
        let around = Around::of(&self.setup, &self.weather, self.middle_m, tick);
        let (lines, settled) = (self.standing.lines(), &self.settled);
        let failures = self
            .heat
            .live(&around, lines, carried, |span| !settled[span]);
        for failure in failures {
            self.due.push((tick.0 as f64, Deed::Harm(failure)));
            self.part_section(failure);
        }
        self.due.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// What the weather service expects, where it tells in this tick.
    pub fn forecast(&self, tick: Tick) -> Vec<WeatherOutlook> {
        let Setup {
            everyday, extremes, ..
        } = &self.setup;
        let every_s = extremes.service.every_h * 3600;
        if !tick.0.is_multiple_of(every_s) {
            return Vec::new();
        }
        let (place, start) = (self.setup.middle_m(), self.setup.start_hour());
        let (weather, issue) = ((everyday, extremes), tick.0 / every_s);
        let service = &extremes.service;
        service.issue(weather, place, start, issue, self.setup.seed)
    }

    /// Lives a block ahead.
    fn block(&mut self, block: u64) {
        self.freeze(block);
        self.rise(block);
        let (winds, gusts) = (Arc::clone(&self.winds), Arc::clone(&self.gusts));
        let airs = Airs::of(&winds, &gusts, block, self.ice_m);
        // Before all that tears wires in it: poles feel that from the next block on.
        let failures = self.standing.live(&airs, Precision::Blocks);
        self.strike(block);
        self.blow(&airs, self.hour(block));
        let trees = self.trees.live(&airs, self.standing.lines());
        for tree in trees {
            self.hit(tree);
        }
        for failure in failures {
            if failure.mode != Mode::Crack {
                self.fell(&failure);
            }
        }
        self.due.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// The hour at which a block begins, since midnight of the first day.
    fn hour(&self, block: u64) -> f64 {
        self.setup.start_hour() + block as f64 * BLOCK_S / 3600.0
    }

    /// Ice grows or melts, and once a minute tears what it is too heavy for.
    fn freeze(&mut self, block: u64) {
        let (from_s, hour) = (block as f64 * BLOCK_S, self.hour(block));
        let wind = self.weather.wind(self.middle_m, hour);
        let freezing = Freezing {
            temperature_c: self.weather.temperature_c(hour),
            rain_mm_h: self.weather.rain_mm_h(self.middle_m, hour),
            wind_m_s: wind.length(),
        };
        self.ice_m = freezing.after(self.ice_m, BLOCK_S);
        if self.ice_m <= 0.0 || !block.is_multiple_of(LOOK) {
            return;
        }
        for index in 0..self.settled.len() {
            let span = &self.standing.lines().spans[index];
            let left = Shelter::over(self.standing.lines(), span, wind);
            let across = wind.dot(span.ahead().across()) * left * GUST;
            let torn = ice::tears(
                span,
                self.ice_m,
                freezing.temperature_c,
                across,
                self.setup.seed,
            );
            if self.settled[index] || !torn {
                continue;
            }
            let torn = deeds::of_torn(span);
            self.due.push((from_s, Deed::Harm(torn)));
            self.part(index, torn);
        }
    }

    /// Once a minute water rises or falls.
    fn rise(&mut self, block: u64) {
        if !block.is_multiple_of(LOOK) {
            return;
        }
        let (from_s, hour) = (block as f64 * BLOCK_S, self.hour(block));
        let rain_mm_h = self.weather.rain_mm_h(self.middle_m, hour);
        self.due.extend(self.water.live(from_s, hour, rain_mm_h));
    }

    /// Lightning strikes.
    fn strike(&mut self, block: u64) {
        let hour = self.hour(block);
        let (lightning, seed) = (&self.setup.extremes.lightning, self.setup.seed);
        let density = self.weather.flashes_per_km2_h(self.middle_m, hour);
        let strokes = self.sky.strokes(lightning, density, block, seed);
        for stroke in &strokes {
            let hangs = |span: usize| !self.settled[span];
            let lines = self.standing.lines();
            let lightning = &self.setup.extremes.lightning;
            let follows = self.targets.strike((lightning, seed), lines, stroke, hangs);
            for action in follows {
                self.due.push((stroke.at_s, Deed::Harm(action)));
                self.part_section(action);
            }
        }
        self.strokes.extend(strokes);
    }

    /// Wires swing together, and loose things fly into them.
    fn blow(&mut self, airs: &Airs<'_>, hour: f64) {
        let ambient_c = self.weather.temperature_c(hour);
        let wires_c = |span: usize| self.heat.wires_c(span, ambient_c);
        let lines = self.standing.lines();
        let mut follows = Vec::new();
        for (cell, air) in airs.cells().iter().enumerate() {
            let here = |span: usize| airs.cell(lines.spans[span].point(0.5)) == cell;
            let hangs = |span: usize| !self.settled[span] && here(span);
            follows.extend(self.clashes.live(air, lines, wires_c, hangs));
            follows.extend(self.debris.live(air, lines, hangs));
        }
        for (at_s, span, action) in follows {
            if !self.settled[span] {
                self.due.push((at_s, Deed::Harm(action)));
                self.part(span, action);
            }
        }
    }

    /// Where wires of a span part, nothing more becomes of it; where all do, it comes down.
    fn part(&mut self, span: usize, action: Action) {
        if let Action::Break { conductors, .. } = action {
            self.settled[span] = true;
            if conductors == deeds::phases(&self.standing.lines().spans[span]) {
                self.standing.cut(span);
            }
        }
    }

    /// The same where only the section is known.
    fn part_section(&mut self, action: Action) {
        if let Action::Break { section, .. } = action {
            let spans = &self.standing.lines().spans;
            let parted = spans.iter().position(|span| span.section == section);
            if let Some(span) = parted {
                self.part(span, action);
            }
        }
    }

    /// A crew has mended a section: where the poles of its span stand it hangs again, and may
    /// part again. Poles that a crew has raised stay down for the storm; they are new, and it
    /// has no luck for them.
    pub fn mended(&mut self, section: AssetRef) {
        let spans = &self.standing.lines().spans;
        let Some(span) = spans.iter().position(|span| span.section == section) else {
            return;
        };
        let mut poles = spans[span].poles.into_iter().flatten();
        if poles.any(|pole| self.standing.states()[pole].down) {
            return;
        }
        self.settled[span] = false;
        if self.standing.down()[span] {
            let mut fallen = self.standing.fallen();
            fallen.hang(span);
            self.stand(&fallen);
        }
    }

    fn fell(&mut self, failure: &Failure) {
        let pole = self.standing.lines().poles[failure.pole].clone();
        let lies_s = failure.at_s + FALLS_S;
        let fell = Action::Fell { pole: pole.node };
        self.due.push((failure.at_s, Deed::Harm(fell)));
        for hold in &pole.holds {
            if std::mem::replace(&mut self.settled[hold.span], true) {
                continue;
            }
            let span = &self.standing.lines().spans[hold.span];
            let follows = deeds::of_fallen(span, self.setup.seed);
            self.due
                .extend(follows.map(|action| (lies_s, Deed::Harm(action))));
        }
        let top = pole.at + failure.moment_nm.direction() * pole.top_m;
        self.block_roads(lies_s, pole.at, top);
    }

    fn hit(&mut self, tree: FallenTree) {
        let lies_s = tree.at_s + FALLS_S;
        for &span in &tree.hits {
            if self.settled[span] {
                continue;
            }
            let item = &self.standing.lines().spans[span];
            let Some(action) = deeds::of_hit(item, &tree) else {
                continue;
            };
            self.settled[span] = true;
            self.due.push((lies_s, Deed::Harm(action)));
            if matches!(action, Action::Break { .. }) {
                self.standing.cut(span);
            }
        }
        self.block_roads(lies_s, tree.at, tree.top);
        self.fallen.push(tree);
    }

    fn block_roads(&mut self, at_s: f64, from: Vector, to: Vector) {
        for (from, to) in deeds::blocked(&self.setup.truth, from, to) {
            for (at_s, blocked) in [(at_s, true), (at_s + CLEARED_S, false)] {
                self.due.push((at_s, Deed::Road { from, to, blocked }));
            }
        }
    }
}
