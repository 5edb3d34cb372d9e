//! The panel of what is selected: what it is, where, whether it is all right, who
//! depends on it, and what can be done.

mod trend;
mod values;

use egui::{Align, Button, Label, Layout, RichText, ScrollArea, Ui};
use taiqu_estimate::components::Origin;
use taiqu_link::{Action as Deed, Command};

use super::Sheet;
use super::parts::{command_icon, duration, glyph, heading, tooltip};
use crate::commands::{Action, ViewCommand, entry};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{Fact, Offer, SelectionView};
use crate::names::tampering_key;
use crate::theme::ink;

/// Draws the panel.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        let title = RichText::new(sheet.t("selection.title")).small();
        ui.label(title.color(sheet.weak()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (icon, command) in [
                (Icon::Cross, ViewCommand::Clear),
                (Icon::Target, ViewCommand::Frame),
                (Icon::Right, ViewCommand::Forward),
                (Icon::Left, ViewCommand::Back),
            ] {
                command_icon(ui, sheet, icon, Action::View(command), out);
            }
        });
    });
    let Some(selection) = &sheet.view.selection else {
        ui.add_space(8.0);
        ui.add(Label::new(RichText::new(sheet.t("selection.none")).color(sheet.weak())).wrap());
        return;
    };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        crumbs(ui, sheet, selection, out);
        title(ui, sheet, selection);
        if !selection.values.is_empty() {
            values::show(ui, sheet, selection);
        }
        quality(ui, sheet, selection);
        offers(ui, sheet, selection, out);
        heading(ui, sheet, sheet.t("selection.reach"));
        reach(ui, sheet, selection);
        if let Some(curves) = &selection.trend {
            trend::show(ui, sheet, curves);
        }
        if !selection.facts.is_empty() {
            heading(ui, sheet, sheet.t("selection.records"));
            facts(ui, sheet, &selection.facts);
        }
    });
}

/// The way up to the substation; each step can be clicked.
fn crumbs(ui: &mut Ui, sheet: &Sheet, selection: &SelectionView, out: &mut Vec<Request>) {
    let Some((_, above)) = selection.crumbs.split_last() else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 2.0;
        for (k, crumb) in above.iter().enumerate() {
            if k > 0 {
                ui.label(RichText::new("›").color(sheet.weak()));
            }
            let name = RichText::new(sheet.own(&crumb.name)).small();
            let Some(target) = crumb.target else {
                ui.label(name.color(sheet.weak()));
                continue;
            };
            let button = Button::new(name).frame_when_inactive(false).small();
            if ui.add(button).clicked() {
                out.push(Request::Select(target));
            }
        }
    });
}

fn title(ui: &mut Ui, sheet: &Sheet, selection: &SelectionView) {
    let name = RichText::new(sheet.own(&selection.name)).heading();
    ui.add(Label::new(name.color(sheet.strong())).wrap());
    ui.label(RichText::new(sheet.t(selection.word)).color(sheet.weak()));
    for &(level, key) in &selection.findings {
        ui.horizontal(|ui| {
            glyph(ui, sheet, level);
            ui.label(RichText::new(sheet.t(key)).color(sheet.colours.level(level)));
        });
    }
}

fn quality(ui: &mut Ui, sheet: &Sheet, selection: &SelectionView) {
    let Some(quality) = selection.quality else {
        return;
    };
    let origin = sheet.t(match quality.origin {
        Origin::Measured => "quality.measured",
        Origin::Computed => "quality.computed",
        Origin::Assumed => "quality.assumed",
    });
    let age = duration(quality.age_s);
    let key = if quality.stale {
        "quality.stale"
    } else {
        "quality.fresh"
    };
    let text = sheet.with(key, &[("origin", &origin), ("age", &age)]);
    let text = RichText::new(text).small().color(sheet.weak());
    ui.label(text).on_hover_text(sheet.t("quality.tip"));
}

fn offers(ui: &mut Ui, sheet: &Sheet, selection: &SelectionView, out: &mut Vec<Request>) {
    if selection.offers.is_empty() {
        return;
    }
    ui.add_space(8.0);
    let meddles = |offer: &&Offer| matches!(offer.command, Command::Inject { .. });
    let (meddling, orders): (Vec<&Offer>, Vec<&Offer>) = selection.offers.iter().partition(meddles);
    buttons(ui, sheet, &orders, out);
    if !meddling.is_empty() {
        heading(ui, sheet, sheet.t("group.instructor"));
        buttons(ui, sheet, &meddling, out);
    }
}

fn buttons(ui: &mut Ui, sheet: &Sheet, offers: &[&Offer], out: &mut Vec<Request>) {
    ui.horizontal_wrapped(|ui| {
        for offer in offers {
            let action = Action::Field(offer.kind);
            let mut name = RichText::new(offer_name(sheet, offer));
            if matches!(offer.command, Command::Inject { .. }) {
                name = name.color(ink(sheet.colours.roles.truth));
            }
            let response = ui.button(name).on_hover_text(format!(
                "{}\n{}",
                tooltip(sheet, action),
                sheet.t(entry(action).tip)
            ));
            if response.clicked() {
                out.push(Request::Propose(offer.command));
            }
        }
    });
}

/// The command's name, with what sets one offer apart from another.
fn offer_name(sheet: &Sheet, offer: &Offer) -> String {
    let name = sheet.t(entry(Action::Field(offer.kind)).name);
    match offer.command {
        Command::SetTap { tap, .. } => format!("{name} {:.1} %", tap * 100.0),
        Command::Inject {
            action:
                Deed::Break { conductors, .. }
                | Deed::Short { conductors, .. }
                | Deed::Leak { conductors, .. }
                | Deed::BlowFuse {
                    phases: conductors, ..
                },
        } => format!("{name} {}", conductors.to_string().to_uppercase()),
        Command::Inject {
            action: Deed::Tamper { how, .. } | Deed::Untamper { how, .. },
        } => format!("{name} · {}", sheet.t(tampering_key(how))),
        Command::Inject { .. } => name.to_owned(),
        _ => format!("{name}…"),
    }
}

fn reach(ui: &mut Ui, sheet: &Sheet, selection: &SelectionView) {
    let rows: [(&str, usize); 3] = [
        ("reach.customers", selection.below.customers),
        ("reach.important", selection.below.important),
        ("reach.upstream", selection.upstream),
    ];
    for (key, count) in rows {
        ui.horizontal(|ui| {
            ui.label(sheet.t(key));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(8.0);
                ui.label(RichText::new(count.to_string()).color(sheet.strong()));
            });
        });
    }
}

fn facts(ui: &mut Ui, sheet: &Sheet, facts: &[Fact]) {
    egui::Grid::new("facts")
        .num_columns(2)
        .spacing([12.0, 4.0])
        .show(ui, |ui| {
            for fact in facts {
                ui.label(RichText::new(sheet.t(fact.key)).color(sheet.weak()));
                ui.add(Label::new(sheet.own(&fact.value)).wrap());
                ui.end_row();
            }
        });
}
