//! The two ends of the link.

use crossbeam_channel::{Receiver, Sender, unbounded};
use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;

use crate::channel::Sent;
use crate::repeats::Repeats;
use crate::transport::InProcess;
use crate::{Channel, Downlink, Gone, Source, Stamped, Tick, Transport, Uplink, Way};

/// Something to send.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter<M> {
    /// Who sends it.
    pub source: Source,
    /// The box that the sender is in, whose meters may be lost together.
    pub shelf: Option<AssetRef>,
    /// How it travels.
    pub way: Way,
    /// When it is sent, ms since the start.
    pub left_ms: u64,
    /// When what it tells happened by the sender's clock, ms since the start.
    pub event_ms: u64,
    /// What it says.
    pub body: M,
}

impl<M> Letter<M> {
    /// A letter that goes by modem when what it tells happens.
    pub const fn by_modem(source: Source, event_ms: u64, body: M) -> Self {
        Self {
            source,
            shelf: None,
            way: Way::Modem,
            left_ms: event_ms,
            event_ms,
            body,
        }
    }
}

/// What an end of the link remembers: the number of its next message, and what is on
/// its way to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending<M> {
    next: u64,
    under_way: Vec<Stamped<M>>,
    repeats: Repeats,
}

/// The field's end of the link.
#[derive(Clone, Debug)]
pub struct FieldEnd {
    channel: Channel,
    seed: u64,
    sequence: u64,
    up: Sender<Stamped<Uplink>>,
    down: Receiver<Stamped<Downlink>>,
    under_way: Vec<Stamped<Downlink>>,
}

impl FieldEnd {
    /// Sends a fact, as often as the channel lets it arrive; returns its number.
    ///
    /// # Errors
    /// The twin's end is gone.
    pub fn send(&mut self, letter: Letter<Uplink>) -> Result<u64, Gone> {
        let sequence = self.sequence;
        self.sequence += 1;
        let sent = Sent {
            source: letter.source,
            shelf: letter.shelf,
            way: letter.way,
            left_ms: letter.left_ms,
        };
        let arrivals = self.channel.arrivals(self.seed, sent);
        for arrival_ms in arrivals.into_iter().flatten() {
            let message = Stamped {
                source: letter.source,
                sequence,
                event_ms: letter.event_ms,
                arrival_ms,
                body: letter.body,
            };
            self.up.send(message).map_err(|_| Gone)?;
        }
        Ok(sequence)
    }

    /// Orders that have arrived by `tick`, in order of arrival and number.
    pub fn take(&mut self, tick: Tick) -> Vec<Stamped<Downlink>> {
        self.under_way.extend(self.down.try_iter());
        let mut orders = arrived(&mut self.under_way, tick.ms());
        orders.retain(|order| {
            let device = order.body.by_carrier();
            device.is_none_or(|device| self.channel.reaches(self.seed, device, order.event_ms))
        });
        orders
    }

    /// What this end must remember between ticks.
    pub fn pending(&mut self) -> Pending<Downlink> {
        self.under_way.extend(self.down.try_iter());
        Pending {
            next: self.sequence,
            under_way: self.under_way.clone(),
            repeats: Repeats::default(),
        }
    }

    /// Takes the state that [`Self::pending`] gave.
    pub fn recall(&mut self, pending: &Pending<Downlink>) {
        self.down.try_iter().for_each(drop);
        self.sequence = pending.next;
        self.under_way.clone_from(&pending.under_way);
    }
}

/// The twin's end of the link.
#[derive(Debug)]
pub struct TwinEnd {
    transport: Box<dyn Transport>,
    sequence: u64,
    under_way: Vec<Stamped<Uplink>>,
    repeats: Repeats,
}

impl TwinEnd {
    /// An end that hears and speaks by `transport`.
    pub fn of(transport: impl Transport + 'static) -> Self {
        Self {
            transport: Box::new(transport),
            sequence: 0,
            under_way: Vec::new(),
            repeats: Repeats::default(),
        }
    }

    /// Sends an order that is given at `tick`; returns its number.
    ///
    /// # Errors
    /// The field's end is gone.
    pub fn send(&mut self, tick: Tick, order: Downlink) -> Result<u64, Gone> {
        let sequence = self.sequence;
        self.sequence += 1;
        self.transport.send(Stamped {
            source: Source::ControlRoom,
            sequence,
            event_ms: tick.ms(),
            arrival_ms: tick.ms(),
            body: order,
        })?;
        Ok(sequence)
    }

    /// The number that the next order will have.
    pub const fn next_sequence(&self) -> u64 {
        self.sequence
    }

    /// Facts that have arrived by the end of `tick`, each once, in order of arrival and
    /// number; what cannot be true is left out.
    pub fn take(&mut self, tick: Tick) -> Vec<Stamped<Uplink>> {
        self.under_way.extend(self.transport.receive());
        let mut messages = arrived(&mut self.under_way, tick.next().ms() - 1);
        messages.retain(|message| message.is_credible() && self.repeats.is_new(message.sequence));
        messages
    }

    /// What this end must remember between ticks.
    pub fn pending(&mut self) -> Pending<Uplink> {
        self.under_way.extend(self.transport.receive());
        Pending {
            next: self.sequence,
            under_way: self.under_way.clone(),
            repeats: self.repeats.clone(),
        }
    }

    /// Takes the state that [`Self::pending`] gave after `tick`.
    pub fn recall(&mut self, tick: Tick, pending: &Pending<Uplink>) {
        self.transport.rewind(tick);
        self.sequence = pending.next;
        self.under_way.clone_from(&pending.under_way);
        self.repeats.clone_from(&pending.repeats);
    }
}

/// Takes out what has arrived by `now_ms`, in order of arrival and number.
fn arrived<M>(under_way: &mut Vec<Stamped<M>>, now_ms: u64) -> Vec<Stamped<M>> {
    under_way.sort_by_key(|message| (message.arrival_ms, message.sequence));
    let arrived = under_way.partition_point(|message| message.arrival_ms <= now_ms);
    under_way.drain(..arrived).collect()
}

/// The two ends of a new link in this process; `seed` decides the luck of messages.
pub fn connect(channel: Channel, seed: u64) -> (FieldEnd, TwinEnd) {
    let (up_sender, up_receiver) = unbounded();
    let (down_sender, down_receiver) = unbounded();
    let field = FieldEnd {
        channel,
        seed,
        sequence: 0,
        up: up_sender,
        down: down_receiver,
        under_way: Vec::new(),
    };
    let twin = TwinEnd::of(InProcess {
        up: up_receiver,
        down: down_sender,
    });
    (field, twin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Quality, WeatherReport};

    fn fact(event_ms: u64) -> Letter<Uplink> {
        let body = Uplink::WeatherObserved(WeatherReport::default());
        Letter::by_modem(Source::WeatherService, event_ms, body)
    }

    #[test]
    fn facts_arrive_within_their_tick_and_in_order() {
        let (mut field, mut twin) = connect(Channel::Perfect, 1);
        for event_ms in [5_999, 5_000, 6_000] {
            field.send(fact(event_ms)).expect("the twin is there");
        }
        let times = |messages: Vec<Stamped<Uplink>>| {
            messages.iter().map(|m| m.event_ms).collect::<Vec<_>>()
        };
        assert_eq!(times(twin.take(Tick(5))), [5_000, 5_999]);
        assert_eq!(times(twin.take(Tick(6))), [6_000]);
    }

    #[test]
    fn what_no_gauge_can_measure_is_not_heard() {
        let (mut field, mut twin) = connect(Channel::Perfect, 1);
        for river_m in [f64::NAN, 1.5] {
            let body = Uplink::WeatherObserved(WeatherReport {
                river_m,
                ..WeatherReport::default()
            });
            let letter = Letter::by_modem(Source::WeatherService, 0, body);
            field.send(letter).expect("the twin is there");
        }
        assert_eq!(twin.take(Tick(0)).len(), 1);
    }

    #[test]
    fn a_lost_end_is_told() {
        let (mut field, twin) = connect(Channel::Perfect, 1);
        drop(twin);
        assert_eq!(field.send(fact(0)), Err(Gone));
    }

    #[test]
    fn a_real_channel_loses_delays_and_repeats_but_the_twin_hears_once() {
        let quality = Quality {
            modems_lost: 0.3,
            repeated: 0.5,
            ..Quality::default()
        };
        let (mut field, mut twin) = connect(Channel::Real(quality), 5);
        let count = 2000;
        for k in 0..count {
            field.send(fact(1000 * k)).expect("the twin is there");
        }
        let heard = twin.take(Tick(count + 600));
        let share = heard.len() as f64 / count as f64;
        assert!((share - 0.7).abs() < 0.04, "{share}");
        assert!(heard.iter().all(|m| m.arrival_ms >= m.event_ms + 200));
        assert!(heard.is_sorted_by_key(|m| m.arrival_ms));
        let mut numbers: Vec<u64> = heard.iter().map(|m| m.sequence).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), heard.len());
        // The luck of a message does not depend on those before it.
        let (mut field, mut twin) = connect(Channel::Real(quality), 5);
        for k in (0..count).step_by(2) {
            field.send(fact(1000 * k)).expect("the twin is there");
        }
        let times = |messages: &[Stamped<Uplink>]| -> Vec<(u64, u64)> {
            let even = messages.iter().filter(|m| m.event_ms % 2000 == 0);
            even.map(|m| (m.event_ms, m.arrival_ms)).collect()
        };
        assert_eq!(times(&twin.take(Tick(count + 600))), times(&heard));
    }
}
