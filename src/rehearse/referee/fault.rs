//! What truly failed, whom it darkened, and what the twin made of it.

use serde::{Deserialize, Serialize};
use taiqu_field::{Cause, Field, Happening};
use taiqu_grid::AssetRef;
use taiqu_grid::topology::Topology;
use taiqu_link::{Action, Damage, Tick};
use taiqu_outage::{self as outage, Incident};

use super::ledger::{Ledger, Outage};

/// Something that failed, by the scenario or an instructor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// What happened, and when.
    pub happened: Happening,
    /// Switches that protection opened because of it.
    pub opened: Vec<AssetRef>,
    /// When people began to switch off and to repair while it lasted: what is believed after
    /// that is believed of their doings too.
    pub touched: Option<Tick>,
    /// When it was put right.
    pub mended: Option<Tick>,
    /// Whether it was gone when the breaker that it had opened closed again by itself.
    pub passed: bool,
}

/// What an action is to those who are supplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It may take supply.
    Fault,
    /// It looks like a fault and is none: supply up to the customer stays.
    Apparent,
    /// It puts something right, or is part of running a network.
    Other,
}

/// What an action is.
pub const fn nature(action: Action) -> Nature {
    match action {
        Action::OpenSwitch { .. }
        | Action::BlowFuse { .. }
        | Action::Break { .. }
        | Action::Short { .. }
        | Action::Loosen { .. }
        | Action::Leak { .. }
        | Action::Fail { .. }
        | Action::Burn { .. }
        | Action::CutMeter { .. }
        | Action::Flash { .. } => Nature::Fault,
        Action::TripCustomer { .. }
        | Action::LeakInside { .. }
        | Action::DisconnectLoad { .. }
        | Action::OpenRelay { .. }
        | Action::Arrears { .. }
        | Action::Unplug { .. }
        | Action::Silence { .. }
        | Action::KillTerminal { .. } => Nature::Apparent,
        Action::CloseSwitch { .. }
        | Action::Mend { .. }
        | Action::Replace { .. }
        | Action::Rebuild { .. }
        | Action::ForceLock { .. }
        | Action::MendLock { .. }
        | Action::Tamper { .. }
        | Action::Untamper { .. }
        | Action::CloseRelay { .. }
        | Action::Settle { .. }
        | Action::JoinMeter { .. }
        | Action::ResetCustomer { .. }
        | Action::MendInside { .. }
        | Action::Plug { .. }
        | Action::ReviveTerminal { .. }
        | Action::SetTap { .. }
        | Action::ConnectLoad { .. }
        // What a pole brings down is what takes supply.
        | Action::Fell { .. }
        | Action::Raise { .. }
        | Action::FeedByCar { .. }
        | Action::BackToMains { .. } => Nature::Other,
    }
}

impl Fault {
    /// What failed.
    pub fn part(&self) -> AssetRef {
        self.happened.action.asset()
    }

    /// When.
    pub const fn at(&self) -> Tick {
        Tick(self.happened.at_ms / 1000)
    }

    /// Whether it may have taken supply, and does not only look so.
    pub fn is_real(&self) -> bool {
        nature(self.happened.action) == Nature::Fault && !self.passed
    }

    /// Whether naming `part` names this fault: it itself, what opened because of it, or
    /// what nobody can tell from either by who is without supply.
    pub fn is_at(&self, topology: &Topology, part: AssetRef) -> bool {
        let mut parts = std::iter::once(self.part()).chain(self.opened.iter().copied());
        parts.any(|own| is_same_stretch(topology, own, part))
    }
}

/// Whether two parts follow each other with nobody hanging between them.
pub fn is_same_stretch(topology: &Topology, a: AssetRef, b: AssetRef) -> bool {
    if a == b {
        return true;
    }
    let along = topology.is_below(a, b) || topology.is_below(b, a);
    along && topology.customer_count(a) == topology.customer_count(b)
}

/// All faults of a run, as they come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Faults {
    pub all: Vec<Fault>,
    /// What may take supply from customers below it, and which fault it belongs to; none
    /// for what was switched off on purpose.
    taking: Vec<(AssetRef, Option<usize>)>,
}

impl Faults {
    /// Takes in what happened to one group's `field` in the last tick.
    pub fn take(&mut self, tick: Tick, field: &Field) {
        for &happened in field.happened() {
            let part = happened.action.asset();
            let nature = nature(happened.action);
            match happened.cause {
                Cause::Scenario | Cause::Instructor | Cause::Storm | Cause::Overload
                    if nature != Nature::Other =>
                {
                    if nature == Nature::Fault {
                        self.taking.push((part, Some(self.all.len())));
                    }
                    self.all.push(Fault {
                        happened,
                        opened: Vec::new(),
                        touched: None,
                        mended: None,
                        passed: false,
                    });
                }
                Cause::Protection if nature == Nature::Fault => {
                    let cause = self.opens(field, part);
                    if let Some(k) = cause {
                        self.all[k].opened.push(part);
                    }
                    self.taking.push((part, cause));
                }
                Cause::Protection => {
                    let opened = self.all.iter_mut().rev();
                    let mut opened = opened.filter(|fault| fault.opened.contains(&part));
                    if let Some(fault) = opened.next() {
                        fault.passed = matches!(fault.happened.action, Action::Flash { .. });
                    }
                }
                Cause::Crew(_) | Cause::Order(_) => {
                    if nature == Nature::Fault {
                        self.taking.push((part, None));
                    }
                    let own = |fault: &&mut Fault| field.district().has(fault.part());
                    for fault in self.all.iter_mut().filter(own) {
                        fault.touched = fault.touched.or(Some(tick));
                    }
                }
                _ => {}
            }
        }
        for fault in &mut self.all {
            let part = fault.part();
            let open = fault.mended.is_none() && fault.is_real() && field.district().has(part);
            if open && fault.at() < tick && field.damage_at(part).is_none() {
                fault.mended = Some(tick);
            }
        }
    }

    /// The last fault below `switch` for which it opens. Where an arc has burnt through a
    /// wire, that is the fault.
    fn opens(&self, field: &Field, switch: AssetRef) -> Option<usize> {
        let topology = field.topology();
        let cause = self.all.iter().rposition(|fault| {
            let own = fault.part();
            let near = field.district().has(own) && topology.is_below(own, switch);
            near && protects(fault.happened.action)
        })?;
        let arc = &self.all[cause];
        let flashed = matches!(arc.happened.action, Action::Flash { .. });
        let burnt = self.all.iter().rposition(|fault| {
            let same = fault.part() == arc.part() && fault.at() == arc.at();
            same && matches!(fault.happened.action, Action::Break { .. })
        });
        Some(burnt.filter(|_| flashed).unwrap_or(cause))
    }

    /// The fault that took supply from a customer of `field` just now; none where it was
    /// switched off.
    pub fn of(&self, field: &Field, customer: AssetRef) -> Option<usize> {
        let above = |&&(part, _): &&(AssetRef, Option<usize>)| {
            field.district().has(part) && field.topology().is_below(customer, part)
        };
        let last = self.taking.iter().rev().find(above);
        last.and_then(|&(_, fault)| fault)
    }
}

/// Whether protection acts on it.
const fn protects(action: Action) -> bool {
    matches!(
        action,
        Action::Short { .. } | Action::Leak { .. } | Action::Fail { .. } | Action::Flash { .. }
    )
}

/// An incident as it was believed, beside what was true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The group.
    pub group: usize,
    /// The incident as it was believed last before anybody touched anything or had supply
    /// again.
    pub incident: Incident,
    /// Number of the fault that it is about, from 0; none where nothing failed.
    pub fault: Option<usize>,
    /// Whether it was held to be where the fault is, or where nobody hangs between the two;
    /// none where it began only when all had supply again.
    pub place: Option<bool>,
    /// When its right place was named first.
    pub named: Option<Tick>,
    /// Whether its most probable cause is one that leaves such a damage.
    pub cause: Option<bool>,
    /// Customers believed out who were, who were not, and who were and were not believed.
    pub customers: [usize; 3],
    /// From the fault to its being noticed, s.
    pub noticed_after_s: Option<u64>,
    /// From everybody having supply again to the incident being believed over, s; negative
    /// where it was believed too early.
    pub over_after_s: Option<i64>,
}

/// What was believed of an incident over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Followed {
    pub group: usize,
    /// Each belief that names another place or other customers, and when it began.
    pub held: Vec<(Tick, Incident)>,
}

impl Followed {
    pub const fn new(group: usize) -> Self {
        Self {
            group,
            held: Vec::new(),
        }
    }

    pub fn is(&self, group: usize, number: u32) -> bool {
        let first = self.held.first();
        self.group == group && first.is_some_and(|(_, incident)| incident.number == number)
    }

    /// Takes in what is believed after `tick`.
    pub fn take(&mut self, tick: Tick, incident: &Incident) {
        let key = |i: &Incident| (i.part, i.phases, i.customers.len());
        match self.held.last_mut() {
            Some((_, last)) if key(last) == key(incident) => {
                if last != incident {
                    last.clone_from(incident);
                }
            }
            _ => self.held.push((tick, incident.clone())),
        }
    }

    /// Holds it against what was true; none of what was never believed.
    pub fn judge(
        self,
        topology: &Topology,
        faults: &[Fault],
        own: impl Fn(&Fault) -> bool,
        truth: &Ledger,
    ) -> Option<Verdict> {
        let (_, first) = self.held.first()?;
        let best = (0..faults.len())
            .filter(|&k| own(&faults[k]))
            .map(|k| {
                let all = self.held.iter();
                let each = all.map(|(_, i)| likeness(i, topology, (k, &faults[k]), truth));
                (each.fold(0.0, f64::max), k)
            })
            .filter(|&(likeness, _)| likeness > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let fault = best.map(|(_, k)| k);
        let of = fault.map(|k| &faults[k]);
        let right = |part| of.is_some_and(|fault| fault.is_at(topology, part));
        let lost = truth.all().filter(|o| o.fault == fault && fault.is_some());
        let lost: Vec<&Outage> = lost.collect();
        let back = lost.iter().map(|o| o.to).max();
        let back = back.filter(|_| lost.iter().all(|o| o.over));
        // Customers come back one after the other, and their incident with them.
        let until = lost.iter().map(|o| o.to).chain(of.and_then(|f| f.touched));
        let until = until.min().unwrap_or(Tick(u64::MAX));
        let during = self.held.iter().rev().find(|(at, _)| *at < until);
        let (_, incident) = during.unwrap_or(self.held.first()?);
        let mut truly: Vec<AssetRef> = lost.iter().map(|o| o.customer).collect();
        truly.sort_unstable();
        truly.dedup();
        let both = truly.iter().filter(|c| incident.customers.contains(c));
        let both = both.count();
        let cause = incident.causes.first().map(|(cause, _)| *cause);
        let named = self.held.iter().find(|(_, incident)| right(incident.part));
        let ended = self.held.last().and_then(|(_, incident)| incident.ended);
        Some(Verdict {
            group: self.group,
            fault,
            place: of.zip(during).map(|_| right(incident.part)),
            named: named.map(|(at, _)| *at),
            cause: of.zip(cause).and_then(|(fault, cause)| {
                let shorted = faults.iter().any(|f| f.opened.contains(&incident.part));
                leaves(cause, damage(fault.happened.action)?, shorted)
            }),
            customers: [both, incident.customers.len() - both, truly.len() - both],
            noticed_after_s: of.map(|fault| first.noticed.since(fault.at())),
            over_after_s: back
                .zip(ended)
                .map(|(back, ended)| ended.0 as i64 - back.0 as i64),
            incident: Incident {
                ended,
                ..incident.clone()
            },
        })
    }
}

/// How much an incident has in common with a fault; 0 for nothing.
fn likeness(
    incident: &Incident,
    topology: &Topology,
    (k, fault): (usize, &Fault),
    truth: &Ledger,
) -> f64 {
    let own: Vec<_> = truth.all().filter(|o| o.fault == Some(k)).collect();
    let last = own.iter().map(|o| o.to).max().or(fault.mended);
    // What was over before does not show any more, but for what comes late.
    let gone = last.is_some_and(|last| last.0 + 1200 < incident.noticed.0);
    if !fault.is_real() || fault.at() > incident.noticed || gone && !own.is_empty() {
        return 0.0;
    }
    let shared = own
        .iter()
        .filter(|o| incident.customers.contains(&o.customer))
        .count();
    let fewer = own.len().min(incident.customers.len()).max(1);
    f64::from(u8::from(fault.is_at(topology, incident.part))) + shared as f64 / fewer as f64
}

/// What is found where something happened.
pub const fn damage(action: Action) -> Option<Damage> {
    Some(match action {
        Action::Break { .. } => Damage::BrokenWire,
        Action::Short { .. } | Action::Flash { .. } => Damage::TouchingWires,
        Action::Loosen { .. } => Damage::LooseJoint,
        Action::BlowFuse { .. } => Damage::BlownFuse,
        Action::OpenSwitch { .. } => Damage::TrippedBreaker,
        Action::Fail { .. } => Damage::FailedTransformer,
        Action::Burn { .. } => Damage::BurntBox,
        Action::CutMeter { .. } => Damage::OpenLeads,
        Action::TripCustomer { .. } => Damage::OwnBreaker,
        Action::Leak { .. } => Damage::LeakyLine,
        Action::LeakInside { .. } => Damage::LeakyPremises,
        _ => return None,
    })
}

/// Whether a cause leaves such a damage; where protection opened for a fault below
/// (`shorted`), the cause is that. None where what is found tells nothing of it.
pub fn leaves(cause: outage::Cause, damage: Damage, shorted: bool) -> Option<bool> {
    use outage::Cause::{
        BrokenWire, BurntJoint, Defect, Digging, Leakage, Overload, ShortCircuit, Tree, Vehicle,
    };
    let causes: &[outage::Cause] = match damage {
        Damage::LeakyLine => &[Leakage, Tree, Defect],
        _ if shorted => &[ShortCircuit, Tree, Vehicle, Digging, Defect],
        Damage::BrokenWire => &[BrokenWire, Tree, Vehicle, Digging, BurntJoint, Defect],
        Damage::TouchingWires => &[ShortCircuit, Tree, Vehicle, Digging],
        Damage::LooseJoint => &[BurntJoint, Overload],
        Damage::BlownFuse => &[Overload, ShortCircuit, Defect],
        Damage::TrippedBreaker => &[Overload, ShortCircuit, Leakage, Defect],
        Damage::FailedTransformer => &[Defect, Overload],
        Damage::BurntBox | Damage::OpenLeads => &[BurntJoint, Overload, Defect],
        Damage::FallenPole => &[BrokenWire, ShortCircuit, Tree, Vehicle, Defect],
        Damage::OwnBreaker | Damage::LeakyPremises => return None,
    };
    Some(causes.contains(&cause))
}

/// Whether what a caller was told of `part` and `cause` is so: whether something that is
/// broken in `fields` is there, and whether the cause fits it.
pub(super) fn is_told_right(
    fields: &[Field],
    faults: &[Fault],
    part: AssetRef,
    cause: Option<outage::Cause>,
) -> (bool, bool) {
    let Some(field) = fields.iter().find(|field| field.district().has(part)) else {
        return (false, false);
    };
    let near = |fault: &&Fault| {
        let own = fault.part();
        field.district().has(own) && fault.is_at(field.topology(), part)
    };
    let there = faults
        .iter()
        .filter(near)
        .find_map(|f| field.damage_at(f.part()));
    let damage = field.damage_at(part).or(there).map(|(_, damage)| damage);
    let shorted = faults.iter().any(|fault| fault.opened.contains(&part));
    let fits = damage.zip(cause).and_then(|(d, c)| leaves(c, d, shorted));
    (damage.is_some(), fits == Some(true))
}
