//! Messages, taken in one by one.

use taiqu_grid::{AssetRef, Phases};
use taiqu_link::metering::{nominal_v, star_at};
use taiqu_link::{
    Command, Complaint, CrewId, CrewReport, MeterEventKind, Reading, Stamped, Tick, Uplink,
    WeatherReport,
};
use taiqu_powerflow::Terminals;

use super::{Inquiry, sides};

impl Inquiry {
    /// Takes in one message.
    pub fn take(&mut self, message: &Stamped<Uplink>) {
        let at = message.event_ms;
        match message.body {
            Uplink::MeterReported { meter, reading }
            | Uplink::MeterAnswered { meter, reading, .. } => {
                self.take_reading(meter, message, &reading);
            }
            Uplink::MeterNoted {
                meter,
                event,
                phases,
                begins,
            } => self.take_event(meter, at, (event, phases, begins)),
            Uplink::TerminalReported {
                transformer,
                reading,
                ..
            } => self.take_sample(transformer, at, &reading),
            Uplink::TerminalNoted {
                transformer,
                supplied: false,
            } => {
                if let Some(k) = self.layout.station(transformer) {
                    self.memory.stations[k].prove(at, Phases::NONE, Phases::NONE, false);
                    self.memory.changed = true;
                }
            }
            Uplink::CallReceived {
                customer,
                near,
                complaint,
            } => self.take_call(customer, near, complaint, at),
            Uplink::CustomerAnswered {
                customer,
                satisfied,
                ..
            } => self.take_answer(customer, satisfied, at),
            Uplink::WeatherObserved(report) => self.take_weather(at, report),
            Uplink::CrewReported {
                crew,
                order,
                report,
            } => self.take_report(at, crew, (order, report)),
            Uplink::CommandDone { command, .. } => match command {
                Command::DisconnectLoad { load: cut } | Command::OpenRelay { meter: cut } => {
                    self.cut(cut, at, true);
                }
                Command::ConnectLoad { load: cut } | Command::CloseRelay { meter: cut } => {
                    self.cut(cut, at, false);
                }
                Command::OpenSwitch { switch, .. } => self.take_opened(switch),
                _ => {}
            },
            Uplink::SwitchMoved { switch, closed } => {
                self.take_position((at, message.source), switch, closed);
            }
            Uplink::TerminalNoted { .. }
            | Uplink::RoadAnnounced { .. }
            | Uplink::WeatherExpected(_)
            | Uplink::LockNoted { .. }
            | Uplink::BankMoved { .. }
            | Uplink::PhaseSwitched { .. }
            | Uplink::CommandRefused { .. }
            | Uplink::ManagerLooked { .. } => {}
        }
    }

    /// Somebody was disconnected or connected at `at`; what is told late changes nothing.
    fn cut(&mut self, asset: AssetRef, at: u64, opened: bool) {
        let last = self.memory.cut.entry(asset).or_insert((at, opened));
        *last = (*last).max((at, opened));
    }

    fn take_reading(&mut self, meter: AssetRef, message: &Stamped<Uplink>, reading: &Reading) {
        let Some(k) = self.layout.meter(meter) else {
            return;
        };
        self.memory.awaited.remove(&k);
        let sample = self.memory.sample.entry(k);
        let sample = sample.or_insert((message.event_ms, *reading));
        // A reading that was overtaken by a later one says nothing new.
        if sample.0 <= message.event_ms {
            *sample = (message.event_ms, *reading);
        }
        self.memory.sampled = Tick(message.arrival_ms / 1000);
        let (terminals, nominal) = &self.terminals[k];
        let (live, half) = sides(terminals, *nominal, reading);
        let all = self.own_phases(k);
        // Odd voltages wait for the others of the same moment.
        if live == all && half.is_empty() {
            self.prove(k, message.event_ms, live, half);
        }
    }

    fn take_weather(&mut self, at: u64, report: WeatherReport) {
        if self.memory.weather.is_none_or(|(before, _)| before <= at) {
            self.memory.weather = Some((at, report));
        }
    }

    /// The phases that a meter is on.
    pub(super) fn own_phases(&self, k: usize) -> Phases {
        let conductors = self.layout.meters[k].connection.conductors();
        conductors.and(Phases::ABC)
    }

    pub(super) fn prove(&mut self, k: usize, at: u64, live: Phases, half: Phases) {
        let all = self.own_phases(k);
        let news = self.is_news(k, live, all) || !half.is_empty();
        self.memory.meters[k].prove(at, live, half, live == all);
        self.memory.changed |= news;
    }

    /// Whether a reading tells something that was not expected.
    fn is_news(&self, k: usize, live: Phases, all: Phases) -> bool {
        let before = &self.memory.meters[k];
        let partly = before.proved.is_some_and(|(_, live, _)| live != all);
        live != all || partly || before.dark_since().is_some() || self.view.is_some()
    }

    fn take_event(
        &mut self,
        meter: AssetRef,
        at: u64,
        (event, phases, begins): (MeterEventKind, Phases, bool),
    ) {
        if let MeterEventKind::Tripped | MeterEventKind::Closed = event {
            self.cut(meter, at, event == MeterEventKind::Tripped);
            return;
        }
        let Some(k) = self.layout.meter(meter) else {
            return;
        };
        let all = self.layout.meters[k]
            .connection
            .conductors()
            .and(Phases::ABC);
        let heard = &mut self.memory.meters[k];
        match (event, begins) {
            (MeterEventKind::PowerLost, true) => {
                heard.gasp(at);
                self.memory.changed = true;
            }
            (MeterEventKind::PowerLost, false) => {
                heard.start(at, all);
                self.memory.wanted.push(k);
                self.memory.asked[k] = None;
                self.memory.changed = true;
            }
            (MeterEventKind::PhaseLost, true) => {
                heard.prove(at, all.without(phases), Phases::NONE, false);
                self.memory.changed = true;
            }
            // Voltages that are not as they should be: what are they?
            (
                MeterEventKind::VoltageLow
                | MeterEventKind::VoltageHigh
                | MeterEventKind::VoltageLost
                | MeterEventKind::VoltageUnbalance
                | MeterEventKind::PhaseLost,
                _,
            ) => self.want_all_beside(k),
            _ => {}
        }
    }

    /// Voltages are odd at a meter: what are they all over its area?
    fn want_all_beside(&mut self, k: usize) {
        let place = self.layout.meters[k].meter.place;
        let meters = 0..self.layout.meters.len();
        let beside = meters.filter(|&n| self.layout.meters[n].meter.place == place);
        self.memory.wanted.extend(beside);
    }

    fn take_sample(&mut self, transformer: AssetRef, at: u64, reading: &Reading) {
        let Some(k) = self.layout.station(transformer) else {
            return;
        };
        let node = self.layout.stations[k].node;
        let star = star_at(&self.records, node);
        let nominal = nominal_v(&self.records, node, star);
        let (live, half) = sides(&Terminals::of(star), nominal, reading);
        let before = self.memory.stations[k].proved;
        let same = before.is_some_and(|(_, was, halved)| (was, halved) == (live, half));
        let well = live == Phases::ABC;
        self.memory.stations[k].prove(at, live, half, well);
        self.memory.changed |= !same;
    }

    fn take_call(
        &mut self,
        customer: Option<AssetRef>,
        near: Option<AssetRef>,
        complaint: Complaint,
        at: u64,
    ) {
        let dark = matches!(complaint, Complaint::NoPower | Complaint::PartPower);
        let meter = customer.and_then(|customer| self.records.meter_of(customer));
        if let Some(k) = meter.and_then(|meter| self.layout.meter(meter)) {
            if complaint == Complaint::NoPower {
                let heard = &mut self.memory.meters[k];
                heard.call(at);
                self.memory.changed = true;
            }
            if dark {
                self.memory.wanted.push(k);
            } else {
                self.want_all_beside(k);
            }
        } else if let Some(shelf) = near.filter(|_| dark) {
            // Somebody at this box: whose meter it is its meters tell.
            let own =
                (0..self.layout.meters.len()).filter(|&k| self.layout.meters[k].shelf == shelf);
            self.memory.wanted.extend(own);
        }
    }

    /// A customer who was asked says whether there is supply.
    fn take_answer(&mut self, customer: AssetRef, satisfied: bool, at: u64) {
        let meter = self.records.meter_of(customer);
        let Some(k) = meter.and_then(|meter| self.layout.meter(meter)) else {
            return;
        };
        let phases = self.own_phases(k);
        let heard = &mut self.memory.meters[k];
        if satisfied && heard.dark_since().is_some() {
            heard.seen(at, phases);
        } else if !satisfied && heard.odd_since.is_none() {
            // Odd voltages say more than that something is wrong.
            heard.call(at);
        }
        self.memory.changed = true;
    }

    /// A crew tells of its order.
    fn take_report(&mut self, at: u64, crew: CrewId, (order, report): (u32, CrewReport)) {
        let mut attended = self.memory.attended.iter();
        let own = attended.find(|one| one.order == order && one.crew == Some(crew));
        let Some(number) = own.map(|one| one.incident as usize) else {
            return;
        };
        // Who was sent for anything else has not looked at what lies behind.
        if let CrewReport::FoundNothing {
            target,
            supplied: true,
        } = report
        {
            self.take_visit(target, at);
        }
        self.follow_work(number - 1, at, report);
    }

    /// A crew that looked for an incident found supply, and nothing wrong, where it was sent
    /// and behind.
    fn take_visit(&mut self, target: AssetRef, at: u64) {
        let network = &self.layout.network;
        let Some(part) = self.layout.assets.iter().position(|&asset| asset == target) else {
            return;
        };
        for k in 0..self.layout.meters.len() {
            let own = self.layout.meters[k].part;
            let mut path = std::iter::successors(Some(own), |&k| network.above(k));
            let behind = path.any(|above| above as usize == part);
            let dark = self.memory.meters[k].dark_since().is_some();
            let phases = self.own_phases(k);
            if behind && dark {
                self.memory.meters[k].seen(at, phases);
                self.memory.changed = true;
            }
        }
    }
}
