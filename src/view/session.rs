//! What is ordered in the window: journalled, so that `taiqu replay` can live the
//! session again, and told to the user where something fails.

use std::path::PathBuf;

use bevy::prelude::*;
use taiqu_console::model::Level;
use taiqu_console::{CommandRequest, Notice};
use taiqu_grid::Text;
use taiqu_link::SimClock;
use taiqu_link::journal::Record;

use crate::rehearse::{self, Rehearsal};
use crate::scenario::Scenario;
use crate::simulation::{Simulation, TickFailed};

/// Records the session from its first order on: one that only looks leaves nothing
/// behind. An order that cannot be recorded is not given.
pub struct SessionPlugin {
    session: Session,
}

impl SessionPlugin {
    /// A session of `scenario`; it goes to a new folder under that of its rehearsals.
    pub fn of(scenario: &Scenario) -> Self {
        Self::within(scenario, Rehearsal::default_out(scenario).join("sessions"))
    }

    fn within(scenario: &Scenario, folder: PathBuf) -> Self {
        // Read now: what decides the run is what the files are at its beginning.
        let opened = rehearse::opened(scenario, &folder.join("1"));
        let journal = Journal::Waiting(opened.map_err(|error| error.to_string()));
        Self {
            session: Session { folder, journal },
        }
    }
}

impl Plugin for SessionPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(self.session.clone())
            .add_message::<TickFailed>()
            .add_systems(PostUpdate, (forward_commands, tell_failures))
            .add_systems(Last, close);
    }
}

/// The session in the window.
#[derive(Resource, Clone)]
struct Session {
    folder: PathBuf,
    journal: Journal,
}

/// Whether the session's journal is open.
#[derive(Clone)]
enum Journal {
    /// It begins with this record, or why it cannot.
    Waiting(Result<Record, String>),
    Open,
}

impl Session {
    /// Opens the journal if it is not; the folder of a new one, and why there is none.
    fn open(&mut self, simulation: &mut Simulation) -> Result<Option<PathBuf>, String> {
        let Journal::Waiting(opened) = &self.journal else {
            return Ok(None);
        };
        let opened = opened.as_ref().map_err(String::clone)?;
        let made = rehearse::journal_in(&self.folder, opened);
        let (journal, folder) = made.map_err(|error| error.to_string())?;
        simulation.record(journal);
        self.journal = Journal::Open;
        Ok(Some(folder))
    }
}

/// Hands the console's confirmed commands to the simulation, once the journal is open.
fn forward_commands(
    mut requests: MessageReader<CommandRequest>,
    mut simulation: ResMut<Simulation>,
    mut session: ResMut<Session>,
    mut notices: MessageWriter<Notice>,
) {
    for request in requests.read() {
        match session.open(&mut simulation) {
            Ok(None) => simulation.order(request.0),
            Ok(Some(folder)) => {
                simulation.order(request.0);
                let folder = folder.display();
                let text = Text::new(
                    format!("命令记录在 {folder}，可用 taiqu replay 重放"),
                    format!("Orders are recorded in {folder}; taiqu replay lives them again"),
                );
                let level = Level::Normal;
                notices.write(Notice { text, level });
            }
            Err(error) => {
                let text = Text::new(
                    format!(
                        "命令没有下发，因为无法记录：{error}；请在可以写入的文件夹中启动 Taiqu"
                    ),
                    format!(
                        "The order was not given, because it cannot be recorded: {error}; start Taiqu in a folder that can be written"
                    ),
                );
                let level = Level::High;
                notices.write(Notice { text, level });
            }
        }
    }
}

fn tell_failures(mut failures: MessageReader<TickFailed>, mut notices: MessageWriter<Notice>) {
    for failure in failures.read() {
        notices.write(Notice {
            text: failure.reason.clone(),
            level: Level::High,
        });
    }
}

/// Ends the journal with the window.
fn close(
    mut exits: MessageReader<AppExit>,
    mut simulation: ResMut<Simulation>,
    clock: Res<SimClock>,
) -> Result {
    if exits.read().next().is_some() {
        simulation.close(clock.tick)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use taiqu_grid::{AssetRef, Catalogue, Kind, home};
    use taiqu_link::Command;

    use super::*;
    use crate::simulation;

    /// A session in `folder` that was given one order; its orders and its notices.
    fn ordered(folder: PathBuf) -> (usize, Vec<Level>) {
        let home = home::home().expect("a home");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.value.expect("a catalogue");
        let scenario = Scenario::open(&home.join("scenarios/broken-wire.ron"), &catalogue);
        let scenario = scenario.value.expect("a scenario");
        let mut app = App::new();
        simulation::install(&mut app, &scenario).expect("a simulation");
        app.add_plugins(SessionPlugin::within(&scenario, folder))
            .add_message::<CommandRequest>()
            .add_message::<Notice>();
        let load = AssetRef::in_area(0, Kind::Customer, 0);
        let request = CommandRequest(Command::DisconnectLoad { load });
        app.world_mut().write_message(request);
        app.update();
        simulation::step(app.world_mut()).expect("a tick");
        let mut notices = app.world_mut().resource_mut::<Messages<Notice>>();
        let levels = notices.drain().map(|notice| notice.level).collect();
        (app.world().resource::<Simulation>().given().len(), levels)
    }

    #[test]
    fn an_order_is_given_once_it_can_be_recorded() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(ordered(folder.path().join("new")), (1, vec![Level::Normal]));
        let file = folder.path().join("file");
        std::fs::write(&file, "in the way").expect("a file");
        assert_eq!(ordered(file.join("sessions")), (0, vec![Level::High]));
    }
}
