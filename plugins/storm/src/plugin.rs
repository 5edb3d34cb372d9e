//! Lets a storm do its worst in the field's world.

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use taiqu_field::{Cause, Field, FieldSystems, Staff, Truth};
use taiqu_grid::{AssetRef, District};
use taiqu_link::{Action, Letter, SimClock, SimTick, Source, Twinward, Uplink};
use taiqu_powerflow::Solution;

use crate::components::Overhead;
use crate::deeds::Deed;
use crate::{Carried, Storm};

/// The storm's step of the tick: after what crews do, before the scenario's events.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StormSystems;

/// Puts a storm into a world that has the field's.
pub struct StormPlugin {
    /// The storm, before its first tick.
    pub storm: Storm,
}

impl Plugin for StormPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Overhead(self.storm.clone()));
        let after = StormSystems
            .after(FieldSystems::Crews)
            .before(FieldSystems::Events);
        app.configure_sets(SimTick, after).add_systems(
            SimTick,
            (
                blow.in_set(StormSystems),
                foretell.after(FieldSystems::Meters),
            ),
        );
    }
}

/// The weather service tells what it expects.
fn foretell(
    overhead: Res<Overhead>,
    mut link: ResMut<Twinward>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for outlook in overhead.0.forecast(clock.tick) {
        let body = Uplink::WeatherExpected(outlook);
        let letter = Letter::by_modem(Source::WeatherService, clock.tick.ms(), body);
        link.0.send(letter)?;
    }
    Ok(())
}

fn blow(
    mut overhead: ResMut<Overhead>,
    mut truth: ResMut<Truth>,
    mut staff: ResMut<Staff>,
    mut link: ResMut<Twinward>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for happening in truth.0.iter().flat_map(Field::happened) {
        if let (Cause::Crew(_), Action::Mend { section, .. }) = (happening.cause, happening.action)
        {
            overhead.0.mended(section);
        }
    }
    overhead.0.warm(clock.tick, &Solved(&truth.0));
    for deed in overhead.0.live(clock.tick) {
        match deed {
            Deed::Harm(action) => {
                let has = |district: &District| district.has(action.asset());
                let mut fields = truth.0.iter_mut();
                if let Some(field) = fields.find(|field| has(field.district())) {
                    field.suffer(clock.tick, action);
                }
            }
            Deed::Road { from, to, blocked } => {
                for letter in staff.0.block_road(clock.tick, (from, to), blocked) {
                    link.0.send(letter)?;
                }
            }
            Deed::Water { part, under } => staff.0.stand_in_water(part, under),
        }
    }
    Ok(())
}

/// What fields carry in their last solution.
struct Solved<'a>(&'a [Field]);

impl Solved<'_> {
    fn of(&self, asset: AssetRef) -> Option<Solution<'_>> {
        let mut fields = self.0.iter();
        let field = fields.find(|field| field.district().has(asset))?;
        Some(field.solution())
    }
}

impl Carried for Solved<'_> {
    fn transformer_a(&self, transformer: AssetRef) -> Option<[f64; 3]> {
        let (_, low) = self.of(transformer)?.transformer_current(transformer);
        Some(std::array::from_fn(|k| low[k].norm()))
    }

    fn section_a(&self, section: AssetRef) -> Option<[f64; 4]> {
        let amps = self.of(section)?.section_current(section);
        Some(std::array::from_fn(|k| amps[k].norm()))
    }
}
