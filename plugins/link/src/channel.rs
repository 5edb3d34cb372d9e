//! The channel between the two worlds: in process, with a place for delay and loss.

use crossbeam_channel::{Receiver, Sender, unbounded};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Downlink, Source, Stamped, Tick, Uplink};

/// How good the channel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Channel {
    /// Everything arrives at once and in order.
    #[default]
    Perfect,
}

impl Channel {
    /// When a message sent at `event_ms` arrives, ms; `None` if it is lost.
    pub const fn arrival_ms(self, event_ms: u64) -> Option<u64> {
        match self {
            Self::Perfect => Some(event_ms),
        }
    }
}

/// The other end of the channel no longer exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the other end of the link is gone")]
pub struct Gone;

/// One end of a direction that sends.
#[derive(Clone, Debug)]
struct Out<M> {
    channel: Channel,
    sequence: u64,
    sender: Sender<Stamped<M>>,
}

impl<M> Out<M> {
    fn send(&mut self, source: Source, event_ms: u64, body: M) -> Result<u64, Gone> {
        let sequence = self.sequence;
        self.sequence += 1;
        if let Some(arrival_ms) = self.channel.arrival_ms(event_ms) {
            let message = Stamped {
                source,
                sequence,
                event_ms,
                arrival_ms,
                body,
            };
            self.sender.send(message).map_err(|_| Gone)?;
        }
        Ok(sequence)
    }
}

/// One end of a direction that receives; holds back what has not arrived yet.
#[derive(Clone, Debug)]
struct In<M> {
    receiver: Receiver<Stamped<M>>,
    under_way: Vec<Stamped<M>>,
}

/// What an end of the link remembers: the number of its next message, and what is on
/// its way to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending<M> {
    next: u64,
    under_way: Vec<Stamped<M>>,
}

impl<M: Clone> In<M> {
    /// What has not been taken yet.
    fn pending(&mut self) -> Vec<Stamped<M>> {
        self.under_way.extend(self.receiver.try_iter());
        self.under_way.clone()
    }

    fn recall(&mut self, under_way: &[Stamped<M>]) {
        self.receiver.try_iter().for_each(drop);
        self.under_way = under_way.to_vec();
    }
}

impl<M> In<M> {
    fn take(&mut self, now_ms: u64) -> Vec<Stamped<M>> {
        self.under_way.extend(self.receiver.try_iter());
        self.under_way
            .sort_by_key(|message| (message.arrival_ms, message.sequence));
        let arrived = self
            .under_way
            .partition_point(|message| message.arrival_ms <= now_ms);
        self.under_way.drain(..arrived).collect()
    }
}

/// The field's end of the link.
#[derive(Clone, Debug)]
pub struct FieldEnd {
    up: Out<Uplink>,
    down: In<Downlink>,
}

impl FieldEnd {
    /// Sends a fact that happened at `event_ms`; returns its number.
    pub fn send(&mut self, source: Source, event_ms: u64, fact: Uplink) -> Result<u64, Gone> {
        self.up.send(source, event_ms, fact)
    }

    /// What this end must remember between ticks.
    pub fn pending(&mut self) -> Pending<Downlink> {
        Pending {
            next: self.up.sequence,
            under_way: self.down.pending(),
        }
    }

    /// Takes the state that [`Self::pending`] gave.
    pub fn recall(&mut self, pending: &Pending<Downlink>) {
        self.up.sequence = pending.next;
        self.down.recall(&pending.under_way);
    }

    /// Orders that have arrived by `tick`, in order of arrival and number.
    pub fn take(&mut self, tick: Tick) -> Vec<Stamped<Downlink>> {
        self.down.take(tick.ms())
    }
}

/// The twin's end of the link.
#[derive(Clone, Debug)]
pub struct TwinEnd {
    up: In<Uplink>,
    down: Out<Downlink>,
}

impl TwinEnd {
    /// Sends an order that is given at `tick`; returns its number.
    pub fn send(&mut self, tick: Tick, order: Downlink) -> Result<u64, Gone> {
        self.down.send(Source::ControlRoom, tick.ms(), order)
    }

    /// What this end must remember between ticks.
    pub fn pending(&mut self) -> Pending<Uplink> {
        Pending {
            next: self.down.sequence,
            under_way: self.up.pending(),
        }
    }

    /// Takes the state that [`Self::pending`] gave.
    pub fn recall(&mut self, pending: &Pending<Uplink>) {
        self.down.sequence = pending.next;
        self.up.recall(&pending.under_way);
    }

    /// The number that the next order will have.
    pub const fn next_sequence(&self) -> u64 {
        self.down.sequence
    }

    /// Facts that have arrived by the end of `tick`, in order of arrival and number.
    pub fn take(&mut self, tick: Tick) -> Vec<Stamped<Uplink>> {
        self.up.take(tick.next().ms() - 1)
    }
}

/// The two ends of a new link.
pub fn connect(channel: Channel) -> (FieldEnd, TwinEnd) {
    let (up_sender, up_receiver) = unbounded();
    let (down_sender, down_receiver) = unbounded();
    let field = FieldEnd {
        up: Out {
            channel,
            sequence: 0,
            sender: up_sender,
        },
        down: In {
            receiver: down_receiver,
            under_way: Vec::new(),
        },
    };
    let twin = TwinEnd {
        up: In {
            receiver: up_receiver,
            under_way: Vec::new(),
        },
        down: Out {
            channel,
            sequence: 0,
            sender: down_sender,
        },
    };
    (field, twin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WeatherReport;

    #[test]
    fn facts_arrive_within_their_tick_and_in_order() {
        let (mut field, mut twin) = connect(Channel::Perfect);
        let fact = Uplink::WeatherObserved(WeatherReport::default());
        for event_ms in [5_999, 5_000, 6_000] {
            field
                .send(Source::WeatherService, event_ms, fact)
                .expect("the twin is there");
        }
        let times = |messages: Vec<Stamped<Uplink>>| {
            messages.iter().map(|m| m.event_ms).collect::<Vec<_>>()
        };
        assert_eq!(times(twin.take(Tick(5))), [5_000, 5_999]);
        assert_eq!(times(twin.take(Tick(6))), [6_000]);
    }

    #[test]
    fn a_lost_end_is_told() {
        let (mut field, twin) = connect(Channel::Perfect);
        drop(twin);
        let fact = Uplink::WeatherObserved(WeatherReport::default());
        assert_eq!(field.send(Source::WeatherService, 0, fact), Err(Gone));
    }
}
