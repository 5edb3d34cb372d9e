//! What is expected, as Bevy sees it.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::{Exposed, Outlook, Risk};

/// The newest forecast.
#[derive(Resource, Clone, Debug, Default)]
pub struct Forecast(pub Outlook);

/// What it will probably do; none before the first forecast.
#[derive(Resource, Clone, Debug, Default)]
pub struct Ahead(pub Option<Risk>);

/// What the records say stands in it.
#[derive(Resource, Clone, Debug)]
pub(crate) struct InTheWind(pub Arc<Exposed>);
