//! The tree of what is where, with how much of it is abnormal.

use egui::{Align, Button, Id, Layout, Rect, RichText, ScrollArea, Ui, vec2};

use super::Sheet;
use super::parts::{glyph, heading, icon_button};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::Level;
use crate::theme::ink;

const ROW: f32 = 24.0;
const INDENT: f32 = 10.0;

/// Draws the tree; only the rows in sight cost anything.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    heading(ui, sheet, sheet.t("tree.title"));
    let rows = visible(sheet);
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            if let Some(at) = newly_chosen(ui, sheet).and_then(|k| rows.binary_search(&k).ok()) {
                let step = ROW + ui.spacing().item_spacing.y;
                let below = (at as f32 - range.start as f32) * step;
                let corner = ui.max_rect().left_top() + vec2(0.0, below);
                let place = Rect::from_min_size(corner, vec2(1.0, ROW));
                ui.scroll_to_rect(place, None);
            }
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

/// The branch of what is selected, in the first frame in which it is.
fn newly_chosen(ui: &Ui, sheet: &Sheet) -> Option<usize> {
    let chosen = sheet.view.branch;
    let last = ui.data_mut(|data| {
        let last = data.get_temp_mut_or_default::<Option<usize>>(Id::new("chosen branch"));
        std::mem::replace(last, chosen)
    });
    chosen.filter(|_| last != chosen)
}

fn row(ui: &mut Ui, sheet: &Sheet, k: usize, out: &mut Vec<Request>) {
    let branch = &sheet.view.tree.branches[k];
    let burden = sheet.view.burdens.get(k).copied().unwrap_or_default();
    ui.push_id(k, |ui| {
        ui.horizontal(|ui| {
            ui.set_height(ROW);
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.add_space(INDENT * branch.depth as f32);
            fold(ui, sheet, k, out);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(8.0);
                if branch.customers > 0 {
                    let key = "tree.customers";
                    let text = sheet.with(key, &[("count", &branch.customers)]);
                    ui.label(RichText::new(text).small().weak());
                }
                if burden.count > 0 {
                    let count = RichText::new(burden.count.to_string());
                    ui.label(count.color(sheet.strong()))
                        .on_hover_text(sheet.with("tree.abnormal", &[("count", &burden.count)]));
                    glyph(ui, sheet, burden.worst);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    name(ui, sheet, k, burden.worst, out);
                });
            });
        });
    });
}

fn fold(ui: &mut Ui, sheet: &Sheet, k: usize, out: &mut Vec<Request>) {
    let branch = &sheet.view.tree.branches[k];
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

fn name(ui: &mut Ui, sheet: &Sheet, k: usize, worst: Level, out: &mut Vec<Request>) {
    let branch = &sheet.view.tree.branches[k];
    let chosen = sheet.view.branch == Some(k);
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
