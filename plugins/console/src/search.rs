//! Search by customer number, name, address, asset number and id.

use bevy::prelude::Resource;
use taiqu_grid::{AssetRef, District, Kind, Place, Text};

/// Most hits that are shown.
const MOST: usize = 12;

/// What can be searched.
#[derive(Resource, Clone, Debug, Default)]
pub struct Index {
    items: Vec<Item>,
}

/// One thing that can be found.
#[derive(Clone, Debug)]
struct Item {
    hit: Hit,
    /// What is typed to find it, in lower case.
    words: Vec<String>,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The thing.
    pub asset: AssetRef,
    /// Its name.
    pub name: Text,
    /// Customer or asset number, else the id.
    pub number: String,
    /// Where it is.
    pub place: Text,
}

impl Index {
    /// Everything in `district` that has an id.
    pub fn of(district: &District) -> Self {
        let assets = Kind::ALL.into_iter().flat_map(|kind| district.all(kind));
        Self {
            items: assets
                .filter(|asset| asset.kind != Kind::Load)
                .map(|asset| item(district, asset))
                .collect(),
        }
    }

    /// The things that `text` may mean, the best first: what equals it, begins with
    /// it, holds it, and what holds its letters in order. Among equals customers
    /// come first.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.best(text, |_| true)
    }

    /// The same of customers alone.
    pub fn customers(&self, text: &str) -> Vec<Hit> {
        self.best(text, |asset| asset.kind == Kind::Customer)
    }

    fn best(&self, text: &str, may: impl Fn(AssetRef) -> bool) -> Vec<Hit> {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut ranked: Vec<(u32, usize)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| may(item.hit.asset))
            .filter_map(|(k, item)| {
                let best = item
                    .words
                    .iter()
                    .filter_map(|word| rank(word, &wanted))
                    .min()?;
                let customer = u32::from(item.hit.asset.kind != Kind::Customer);
                Some((best * 2 + customer, k))
            })
            .collect();
        ranked.sort_unstable();
        ranked
            .iter()
            .take(MOST)
            .map(|&(_, k)| self.items[k].hit.clone())
            .collect()
    }
}

/// How well `word` answers `wanted`, 0 the best.
fn rank(word: &str, wanted: &str) -> Option<u32> {
    if word == wanted {
        return Some(0);
    }
    match word.find(wanted) {
        Some(0) => return Some(1),
        Some(_) => return Some(2),
        None => {}
    }
    let mut letters = word.chars();
    let in_order = wanted.chars().all(|c| letters.any(|letter| letter == c));
    // Two letters in order stand in almost every word.
    (in_order && wanted.chars().count() >= 3).then_some(3)
}

fn item(district: &District, asset: AssetRef) -> Item {
    let name = crate::names::name(district, asset);
    let id = district.id(asset).to_owned();
    let number = crate::names::number(district, asset);
    let mut words = vec![
        id.clone(),
        district.name(asset),
        name.zh.clone(),
        name.en.clone(),
    ];
    words.push(number.to_owned());
    let index = asset.index as usize;
    if let Place::Area(k) = asset.place {
        let area = &district.areas[usize::from(k)];
        match asset.kind {
            Kind::Customer => {
                let customer = &area.customers[index];
                words.extend([customer.address.zh.clone(), customer.address.en.clone()]);
            }
            Kind::Meter => words.push(area.meters[index].address.clone()),
            _ => {}
        }
    }
    for word in &mut words {
        *word = word.to_lowercase();
    }
    words.retain(|word| !word.is_empty());
    let number = if number.is_empty() {
        id
    } else {
        number.to_owned()
    };
    Item {
        hit: Hit {
            asset,
            name,
            number,
            place: crate::names::place(district, asset.place),
        },
        words,
    }
}
