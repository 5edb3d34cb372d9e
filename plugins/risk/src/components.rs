//! What is expected, as Bevy sees it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::prelude::*;

use taiqu_grid::AssetRef;
use taiqu_link::{Tick, WeatherReport};
use taiqu_structure::water::Flood;

use crate::{Exposed, Outlook, Rising, Risk};

/// The newest forecast.
#[derive(Resource, Clone, Debug, Default)]
pub struct Forecast(pub Outlook);

/// What it will probably do; none before the first forecast.
#[derive(Resource, Clone, Debug, Default)]
pub struct Ahead(pub Option<Risk>);

/// How far water stands above the live parts of each box and cabinet by the rain and rivers
/// that were observed, m, once a minute; below them, less than 0. None before the first
/// forecast.
#[derive(Resource, Clone, Debug, Default)]
pub struct Depths(pub BTreeMap<AssetRef, f64>);

/// What the records say stands in it.
#[derive(Resource, Clone, Debug)]
pub(crate) struct InTheWind(pub Arc<Exposed>);

/// What the records say stands on the ground.
#[derive(Resource, Clone, Debug)]
pub(crate) struct OnTheGround(pub Arc<Rising>);

/// What was observed of the weather, and the water on the ground as the twin reckons it from
/// that.
#[derive(Resource, Clone, Debug, Default)]
pub(crate) struct Observed {
    /// The newest observation, and when it was made.
    pub sky: Option<(Tick, WeatherReport)>,
    /// None before the first forecast.
    pub flood: Option<Flood>,
}

impl Observed {
    /// Takes what was observed, unless it is older than what is known.
    pub fn take(&mut self, at: Tick, report: WeatherReport) {
        if self.sky.is_none_or(|(before, _)| before <= at) {
            self.sky = Some((at, report));
        }
    }
}
