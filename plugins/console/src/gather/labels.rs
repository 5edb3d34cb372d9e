//! Names over the picture, filled.

use taiqu_grid::Text;
use taiqu_scene::labels::{Label, Named, Reason};
use taiqu_scene::{Labels, Stage};

use super::Twin;
use super::lists::fill;
use super::work::part_name;
use crate::desk::Desk;
use crate::model::{IncidentRow, LabelView, Level, level_of};
use crate::names;
use crate::texts::Texts;

/// The labels in the panels' pixels and language.
pub fn labels(
    twin: &Twin,
    (labels, stage): (&Labels, &Stage),
    desk: &Desk,
    texts: &Texts,
    incidents: &[IncidentRow],
) -> Vec<LabelView> {
    let known = labels.0.iter().filter(|label| match label.of {
        Named::Asset(asset) => twin.knows(asset),
        Named::Crew(_) => true,
    });
    let views = known.map(|label| LabelView {
        at: egui::pos2(label.at.x / desk.scale, label.at.y / desk.scale),
        text: name(twin, stage, texts, label).get(desk.lang).to_owned(),
        level: match label.reason {
            Reason::Abnormal(kind) => level_of(kind),
            Reason::Danger | Reason::Told => Level::Critical,
            Reason::Failed => failed_level(incidents, label.of),
            _ => Level::Normal,
        },
        chosen: matches!(label.reason, Reason::Selected | Reason::Hovered),
        named: !matches!(label.reason, Reason::Abnormal(_)),
    });
    views.collect()
}

/// Its own name; where there are several areas, a landmark stands for its area.
fn name(twin: &Twin, stage: &Stage, texts: &Texts, label: &Label) -> Text {
    let district = &twin.records.0;
    match label.of {
        Named::Asset(asset) if label.reason == Reason::Landmark && district.areas.len() > 1 => {
            names::place(district, asset.place)
        }
        Named::Asset(asset) if label.reason == Reason::Failed => part_name(twin, asset),
        Named::Asset(asset) if label.reason == Reason::True => {
            let name = part_name(twin, asset);
            fill(texts, "label.true", &[("name", &name)])
        }
        Named::Asset(asset) if label.reason == Reason::Danger => {
            let name = part_name(twin, asset);
            fill(texts, "label.danger", &[("name", &name)])
        }
        Named::Asset(asset) if label.reason == Reason::Told => {
            let name = names::name(district, asset);
            fill(texts, "label.told", &[("name", &name)])
        }
        Named::Asset(asset) => names::name(district, asset),
        Named::Crew(crew) => {
            let vehicle = stage.vehicles.get(crew);
            vehicle.map(|one| one.name.clone()).unwrap_or_default()
        }
    }
}

/// How bad it is that a thing has failed.
fn failed_level(incidents: &[IncidentRow], of: Named) -> Level {
    let own = |row: &&IncidentRow| row.open && of == Named::Asset(row.part);
    let rows = incidents.iter().filter(own);
    rows.map(|row| row.level).max().unwrap_or(Level::Normal)
}
