//! What the scripts define: objects with the properties assigned to them, in order.
//!
//! Order matters in `OpenDSS`: a line copies its line code when it is given one,
//! `switch=y` overwrites what stands before it. So assignments are kept as they
//! come and each kind of element replays its own.

use std::collections::{BTreeMap, HashMap};

use super::names;
use super::properties::Class;
use super::report::Place;
use super::value::Value;

/// Frequency when no script says otherwise, Hz.
pub const DEFAULT_FREQUENCY_HZ: f64 = 60.0;

/// Everything the scripts define.
#[derive(Debug)]
pub struct Deck {
    /// Name of the circuit, once there is one.
    pub circuit: Option<String>,
    /// Frequency of the solution, Hz.
    pub frequency_hz: f64,
    /// Factor on all loads that are not fixed.
    pub load_mult: f64,
    /// All objects, in order of definition.
    pub objects: Vec<Object>,
    /// Coordinates of buses.
    pub coordinates: BTreeMap<String, (f64, f64)>,
    index: HashMap<(&'static str, String), usize>,
}

impl Default for Deck {
    fn default() -> Self {
        Self {
            circuit: None,
            frequency_hz: DEFAULT_FREQUENCY_HZ,
            load_mult: 1.0,
            objects: Vec::new(),
            coordinates: BTreeMap::new(),
            index: HashMap::new(),
        }
    }
}

impl Deck {
    /// An empty deck after this one; the frequency outlives `Clear`.
    pub fn cleared(&self) -> Self {
        Self {
            frequency_hz: self.frequency_hz,
            ..Self::default()
        }
    }

    /// Index of the object of `class` called `name`, in lower case.
    pub fn find(&self, class: &str, name: &str) -> Option<usize> {
        let class = Class::find(class)?.name;
        self.index.get(&(class, name.to_lowercase())).copied()
    }

    /// The object of `class` called `name`.
    pub fn get(&self, class: &str, name: &str) -> Option<&Object> {
        self.find(class, name).map(|index| &self.objects[index])
    }

    /// Defines a new object and returns its index.
    pub fn define(&mut self, class: &'static Class, name: &str, place: Place) -> usize {
        let index = self.objects.len();
        self.index.insert((class.name, name.to_lowercase()), index);
        self.objects.push(Object {
            class,
            name: names::id(name),
            place,
            base_frequency_hz: self.frequency_hz,
            is_enabled: true,
            open: Open::None,
            like_depth: 0,
            assignments: Vec::new(),
        });
        index
    }

    /// Enabled objects of `class`, in order of definition.
    pub fn of<'a>(&'a self, class: &'a str) -> impl Iterator<Item = &'a Object> {
        let of_class = move |object: &&Object| object.class.name == class && object.is_enabled;
        self.objects.iter().filter(of_class)
    }
}

/// One object and what was assigned to it.
#[derive(Debug)]
pub struct Object {
    /// What it is.
    pub class: &'static Class,
    /// Its name, as an id.
    pub name: String,
    /// Where it was defined.
    pub place: Place,
    /// Frequency at which its reactances hold unless it says otherwise, Hz.
    pub base_frequency_hz: f64,
    /// Whether it takes part.
    pub is_enabled: bool,
    /// Conductors opened by command.
    pub open: Open,
    /// How many others it is made like, one after the other.
    pub like_depth: usize,
    /// All assignments, in order.
    pub assignments: Vec<Assignment>,
}

/// Which conductors are open, at whichever end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// None is.
    None,
    /// These are, counted from 1.
    Some(Vec<usize>),
    /// All are.
    All,
}

impl Open {
    /// Opens or closes one conductor; closing one of all leaves all open.
    pub fn operate(&mut self, conductor: usize, opens: bool) {
        let mut open = match std::mem::replace(self, Self::None) {
            Self::All => return *self = Self::All,
            Self::Some(open) => open,
            Self::None => Vec::new(),
        };
        open.retain(|&other| other != conductor);
        if opens {
            open.push(conductor);
        }
        if !open.is_empty() {
            *self = Self::Some(open);
        }
    }
}

/// A value given to a property.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The property's full name.
    pub property: &'static str,
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
    /// Number of the command that made it.
    pub edit: usize,
}

/// One assignment together with its object.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The object it belongs to.
    pub object: &'a Object,
    /// The property's full name.
    pub property: &'static str,
    /// The value.
    pub value: &'a Value,
    /// Where it stands.
    pub place: Place,
    /// Number of the command that made it.
    pub edit: usize,
}

impl Object {
    /// `class:name`, as problems call it.
    pub fn id(&self) -> String {
        format!("{}:{}", self.class.name, self.name)
    }

    /// All assignments in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries_before(usize::MAX)
    }

    /// Assignments of commands before command number `edit`.
    pub fn entries_before(&self, edit: usize) -> impl Iterator<Item = Entry<'_>> {
        let before = self.assignments.iter().filter(move |a| a.edit < edit);
        before.map(|assignment| Entry {
            object: self,
            property: assignment.property,
            value: &assignment.value,
            place: assignment.place,
            edit: assignment.edit,
        })
    }
}
