//! A simulation without a window, and questions to both worlds.

use std::path::Path;

use bevy::app::App;
use taiqu::scenario::Scenario;
use taiqu::simulation::{self, Simulation};
use taiqu_estimate::components::{Abnormal, FindingKind, SupplyState};
use taiqu_grid::components::AssetEntities;
use taiqu_grid::{AssetRef, Catalogue, home};
use taiqu_link::{Command, SimClock};
use taiqu_outage::Inquiry;
use taiqu_outage::components::Inquiries;

use crate::street::{Street, find, said};

/// A simulation of the street, or of a shipped place, and what it is of.
pub struct Run {
    pub app: App,
    scenario: Scenario,
}

impl Run {
    /// The street with `body` for the scenario's fields after the areas.
    pub fn of(body: &str) -> Self {
        Self::simulating(Street::with(body).scenario())
    }

    /// A shipped scenario as it is.
    pub fn shipped(name: &str) -> Self {
        let folder = home::home().expect("a home").join("scenarios");
        Self::opening(&folder.join(name).with_extension("ron"))
    }

    fn opening(file: &Path) -> Self {
        let home = home::home().expect("a home");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let checked = Scenario::open(file, &catalogue.into_result().expect("a catalogue"));
        let problems = said(&checked);
        Self::simulating(checked.value.unwrap_or_else(|| panic!("{problems}")))
    }

    /// A shipped scenario's areas and lines with other fields.
    pub fn at(places: &str, body: &str) -> Self {
        let home = home::home().expect("a home");
        let folder = home.join("scenarios");
        let places = places.replace("areas/", &format!("{}/areas/", folder.display()));
        let places = places.replace("lines/", &format!("{}/lines/", folder.display()));
        let text = format!("(name: (zh: \"试\", en: \"Trial\"), {places}, {body})");
        let own = tempfile::tempdir().expect("a folder");
        let file = own.path().join("trial.ron");
        std::fs::write(&file, text).expect("written");
        Self::opening(&file)
    }

    fn simulating(scenario: Scenario) -> Self {
        let mut app = App::empty();
        simulation::install(&mut app, &scenario).expect("a simulation");
        Self { app, scenario }
    }

    /// What is simulated.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    pub fn to(&mut self, tick: u64) {
        while self.app.world().resource::<SimClock>().tick.0 < tick {
            simulation::step(self.app.world_mut()).expect("a tick");
        }
    }

    pub fn asset(&self, name: &str) -> AssetRef {
        find(&self.scenario.records, name)
    }

    pub fn order(&mut self, command: Command) {
        let mut simulation = self.app.world_mut().resource_mut::<Simulation>();
        simulation.order(command);
    }

    pub fn truly_out(&self) -> Vec<String> {
        let simulation = self.app.world().resource::<Simulation>();
        let out = simulation.truth().iter().flat_map(taiqu_field::Field::out);
        self.names(out.collect())
    }

    pub fn believed_out(&self) -> Vec<String> {
        let abnormal = &self.app.world().resource::<Abnormal>().0;
        let dead = abnormal.iter().filter(|f| f.kind == FindingKind::Dead);
        self.names(dead.map(|f| f.asset).collect())
    }

    pub fn supply(&self, name: &str) -> SupplyState {
        let world = self.app.world();
        let entity = world.resource::<AssetEntities>().0[&self.asset(name)];
        *world.get::<SupplyState>(entity).expect("a supply")
    }

    /// Incidents that go on: what has failed, on which phases, and whom it darkens.
    pub fn incidents(&self) -> Vec<(String, String, Vec<String>)> {
        let inquiries = &self.app.world().resource::<Inquiries>().0;
        let open = inquiries
            .iter()
            .flat_map(Inquiry::incidents)
            .filter(|i| i.is_open());
        let told = open.map(|incident| {
            let part = self.scenario.records.id(incident.part).to_owned();
            let customers = self.names(incident.customers.clone());
            (part, incident.phases.to_string(), customers)
        });
        told.collect()
    }

    fn names(&self, assets: Vec<AssetRef>) -> Vec<String> {
        let records = &self.scenario.records;
        let names = assets.into_iter().map(|a| records.id(a).to_owned());
        names.collect()
    }
}
