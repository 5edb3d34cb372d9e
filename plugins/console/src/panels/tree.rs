//! The tree of what is where, with how much of it is abnormal.

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui};

use super::Sheet;
use super::parts::{glyph, heading, icon_button};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{Branch, Level};
use crate::theme::ink;

const ROW: f32 = 24.0;

/// Draws the tree; only the rows in sight cost anything.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    heading(ui, sheet, sheet.t("tree.title"));
    let rows = visible(sheet);
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for &k in &rows[range] {
                row(ui, sheet, k, out);
            }
        });
}

/// Branches whose ancestors are all unfolded; the outermost always are seen.
fn visible(sheet: &Sheet) -> Vec<usize> {
    let branches = &sheet.view.tree.branches;
    let mut seen = vec![false; branches.len()];
    for (k, branch) in branches.iter().enumerate() {
        seen[k] = branch
            .parent
            .is_none_or(|parent| seen[parent] && sheet.desk.unfolded.contains(&parent));
    }
    (0..branches.len()).filter(|&k| seen[k]).collect()
}

fn row(ui: &mut Ui, sheet: &Sheet, k: usize, out: &mut Vec<Request>) {
    let branch = &sheet.view.tree.branches[k];
    let burden = sheet.view.burdens.get(k).copied().unwrap_or_default();
    ui.push_id(k, |ui| {
        ui.horizontal(|ui| {
            ui.set_height(ROW);
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.add_space(12.0 * branch.depth as f32);
            fold(ui, sheet, k, branch, out);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(8.0);
                if burden.count > 0 {
                    let count = RichText::new(burden.count.to_string());
                    ui.label(count.color(sheet.strong()))
                        .on_hover_text(sheet.with("tree.abnormal", &[("count", &burden.count)]));
                    glyph(ui, sheet, burden.worst);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    name(ui, sheet, branch, burden.worst, out);
                });
            });
        });
    });
}

fn fold(ui: &mut Ui, sheet: &Sheet, k: usize, branch: &Branch, out: &mut Vec<Request>) {
    if !branch.has_children {
        ui.add_space(24.0);
        return;
    }
    let open = sheet.desk.unfolded.contains(&k);
    let key = if open { "tree.fold" } else { "tree.unfold" };
    let label = sheet.with(key, &[("name", &sheet.own(&branch.name))]);
    let icon = if open { Icon::Down } else { Icon::Right };
    if icon_button(ui, icon, &label, false).clicked() {
        out.push(Request::Unfold(k));
    }
}

fn name(ui: &mut Ui, sheet: &Sheet, branch: &Branch, worst: Level, out: &mut Vec<Request>) {
    let selected = sheet.view.selection.as_ref().map(|s| s.asset);
    let chosen = branch.target.is_some() && branch.target == selected;
    let console = &sheet.colours.console;
    let quiet = worst == Level::Normal && !chosen;
    let colour = ink(if quiet { console.text } else { console.strong });
    let text = RichText::new(sheet.own(&branch.name)).color(colour);
    let button = Button::selectable(chosen, text).truncate();
    let response = ui.add(button).on_hover_text(sheet.t(branch.word));
    let Some(target) = branch.target else {
        return;
    };
    if response.double_clicked() {
        out.push(Request::Locate(target));
    } else if response.clicked() {
        out.push(Request::Select(target));
    }
}
