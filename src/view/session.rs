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
/// behind.
pub struct SessionPlugin {
    folder: PathBuf,
    opened: Option<Record>,
}

impl SessionPlugin {
    /// A session of `scenario`; it goes to a new folder under that of its rehearsals.
    pub fn of(scenario: &Scenario) -> Self {
        let folder = Rehearsal::default_out(scenario).join("sessions");
        Self {
            // Read now: what decides the run is what the files are at its beginning.
            opened: rehearse::opened(scenario, &folder.join("1")).ok(),
            folder,
        }
    }
}

impl Plugin for SessionPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Session {
            folder: self.folder.clone(),
            opened: self.opened.clone(),
        })
        .add_message::<TickFailed>()
        .add_systems(PostUpdate, (forward_commands, tell_failures))
        .add_systems(Last, close);
    }
}

/// A session whose journal is not open yet.
#[derive(Resource)]
struct Session {
    folder: PathBuf,
    opened: Option<Record>,
}

/// Hands the console's confirmed commands to the simulation.
fn forward_commands(
    mut requests: MessageReader<CommandRequest>,
    mut simulation: ResMut<Simulation>,
    mut session: ResMut<Session>,
    mut notices: MessageWriter<Notice>,
) {
    for request in requests.read() {
        if let Some(opened) = session.opened.take() {
            let (text, level) = match rehearse::journal_in(&session.folder, &opened) {
                Ok((journal, folder)) => {
                    simulation.record(journal);
                    let folder = folder.display();
                    let text = Text::new(
                        format!("命令记录在 {folder}，可用 taiqu replay 重放"),
                        format!("orders are recorded in {folder}; taiqu replay lives them again"),
                    );
                    (text, Level::Normal)
                }
                Err(error) => {
                    let text = Text::new(
                        format!("本次操作没有记录：{error}"),
                        format!("this session is not recorded: {error}"),
                    );
                    (text, Level::High)
                }
            };
            notices.write(Notice { text, level });
        }
        simulation.order(request.0);
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
