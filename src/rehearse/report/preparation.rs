//! What was planned before a storm, beside what it did.

use std::collections::BTreeSet;

use taiqu_console::names;
use taiqu_dispatch::{Endangered, Preparation};
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Text};

use super::page::{heading, note, table};
use super::say::{say, text};
use super::{Run, customer};

/// Customers who are listed.
const LISTED: usize = 12;

/// The first plan that was made, while there was most time to follow it. Nothing where no
/// storm was forecast.
pub(super) fn preparation(run: &Run<'_>) -> String {
    let Some(plan) = run.referee.prepared.first() else {
        return String::new();
    };
    let title = heading(&say("风暴前的准备", "What was prepared for the storm"));
    title
        + &note(&format!(
            "{} {}",
            say("计划作出于", "Planned at"),
            run.clock(plan.at.0)
        ))
        + &posts(run, plan)
        + &needs(run, plan)
        + &endangered(run, plan)
        + &note(&say(
            "计划只依据档案与天气预报。营配分设时班组仍在各自驻地待命；可能受阻的道路不计入路程。",
            "The plan rests on records and forecast alone. Where departments are apart crews stay at their bases; roads that will \
             probably be blocked are not counted on.",
        ))
}

/// Where crews should wait.
fn posts(run: &Run<'_>, plan: &Preparation) -> String {
    let heads = [
        ("", say("班组", "crew")),
        (
            "number",
            say("待命点（东、北，米）", "waits at, m east and north"),
        ),
        (
            "number",
            say("到预计故障点（分钟）", "to what will fail, min"),
        ),
        ("number", say("自驻地出发（分钟）", "from its base, min")),
    ];
    let rows = plan.posts.iter().map(|post| {
        let [there, home] = post.drive_s.map(|s| format!("{:.0}", s / 60.0));
        vec![
            text(&run.crew(post.crew)),
            format!("{:.0}, {:.0}", post.at.0, post.at.1),
            there,
            home,
        ]
    });
    table(&heads, &rows.collect::<Vec<_>>())
}

/// What material will probably be used up, and what there is.
fn needs(run: &Run<'_>, plan: &Preparation) -> String {
    let heads = [
        ("", say("仓库", "depot")),
        ("", say("材料", "material")),
        ("number", say("预计用量", "expected use")),
        ("number", say("现有", "has")),
        ("number", say("缺口", "short of")),
    ];
    let mut rows = Vec::new();
    for need in &plan.needs {
        let depot = need
            .depot
            .and_then(|k| run.scenario.depots.get(usize::from(k)));
        let nowhere = Text::new("未计库存", "not counted");
        let name = depot.map_or(&nowhere, |depot| &depot.name);
        for (material, wanted) in need.wanted.iter() {
            let has = need.has.count(material);
            let [has_text, short] = if depot.is_some() {
                [has.to_string(), wanted.saturating_sub(has).to_string()]
            } else {
                [String::new(), String::new()]
            };
            rows.push(vec![
                text(name),
                run.word(names::material_key(material)),
                wanted.to_string(),
                has_text,
                short,
            ]);
        }
    }
    table(&heads, &rows)
}

/// Who should be warned, where generator cars should stand, and who was dark.
fn endangered(run: &Run<'_>, plan: &Preparation) -> String {
    let dark: BTreeSet<AssetRef> = run.referee.truth.all().map(|o| o.customer).collect();
    let heads = [
        ("", say("户号", "number")),
        ("", say("先通知的客户", "warned first")),
        ("", String::new()),
        ("number", say("停电概率", "probability of losing supply")),
        ("", say("发电车", "generator car")),
        ("", say("实际", "what came")),
    ];
    let row = |one: &Endangered| {
        let (number, name) = customer(run, one.customer);
        let key = names::importance_key(one.importance);
        let car = plan.generators.contains(one);
        let came = if dark.contains(&one.customer) {
            say("停电", "lost supply")
        } else {
            say("未停电", "kept supply")
        };
        vec![
            number,
            name,
            key.map_or_else(String::new, |key| run.word(key)),
            format!("{:.0} %", 100.0 * one.probability),
            if car { "●".into() } else { String::new() },
            came,
        ]
    };
    let rows: Vec<Vec<String>> = plan.warned.iter().take(LISTED).map(row).collect();
    let count = plan.warned.len();
    let important = plan.warned.iter();
    let important = important.filter(|one| one.importance > Importance::Normal);
    let important = important.count();
    table(&heads, &rows)
        + &note(&say(
            &format!("应通知 {count} 户，其中重要客户 {important} 户。"),
            &format!("{count} customers are to be warned, {important} of them important."),
        ))
}
