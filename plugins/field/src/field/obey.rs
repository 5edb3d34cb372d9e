//! Orders from the control room, carried out or refused.

use taiqu_link::{Action, Command, Downlink, Letter, Source, Stamped, Tick, Uplink, Way};

use super::Field;
use crate::devices::is_heard;
use crate::event::Cause;

impl Field {
    /// Carries out orders that have arrived.
    pub fn obey(&mut self, tick: Tick, orders: &[Stamped<Downlink>]) {
        self.happened.clear();
        self.questions.clear();
        for order in orders {
            let sequence = order.sequence;
            let command = match order.body {
                Downlink::Ordered(command) => command,
                Downlink::Asked { meter } => {
                    self.questions.push((sequence, meter));
                    continue;
                }
                Downlink::CustomerAsked { order, customer } => {
                    let how = (&self.setup.calls, self.setup.seed);
                    self.people.ask(tick, how, (order, customer));
                    continue;
                }
                Downlink::CustomerWarned { customer } => {
                    self.people.warn(customer);
                    continue;
                }
                Downlink::ManagerAsked {
                    manager,
                    task,
                    asset,
                } => {
                    let when = (tick, self.setup.start);
                    let errand = (manager, task, asset);
                    self.people.send(when, &self.setup.calls, errand);
                    continue;
                }
                Downlink::LockAuthorised {
                    lock,
                    crew,
                    order,
                    until_ms,
                    spoken,
                } => {
                    let heard = is_heard(&self.setup.truth, &self.harm, lock.place);
                    if spoken || heard {
                        self.box_locks.permit(lock, (crew, order), until_ms);
                    }
                    continue;
                }
                // Crews are on no network's own.
                Downlink::CrewOrdered { .. } => continue,
            };
            let action = Action::from(command);
            if let Command::Inject { .. } = command {
                // What an instructor wants and cannot have does not happen.
                let _ = self.bring_about(tick, action, Cause::Instructor);
                continue;
            }
            let relay = matches!(
                command,
                Command::OpenRelay { .. } | Command::CloseRelay { .. }
            );
            let truth = &self.setup.truth;
            if relay && !self.devices.hears(command.target(), truth, &self.harm) {
                continue;
            }
            let answer = match self.bring_about(tick, action, Cause::Order(sequence)) {
                Ok(()) => {
                    self.lay_off(action);
                    Uplink::CommandDone { sequence, command }
                }
                Err(refusal) => Uplink::CommandRefused {
                    sequence,
                    command,
                    refusal,
                },
            };
            let device = command.target();
            let mut letter = Letter::by_modem(Source::Device(device), tick.ms(), answer);
            if relay {
                letter.way = Way::Answer;
                letter.shelf = self.setup.truth.shelf_of(device);
            }
            self.facts.push(letter);
        }
    }
}
