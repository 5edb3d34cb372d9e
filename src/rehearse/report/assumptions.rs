//! What the figures rest on: every setting of rules, work, callers, channel and forecasts, as
//! it was in this run.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use taiqu_dispatch::Rules;
use taiqu_grid::Text;
use taiqu_grid::area::Importance;
use taiqu_link::Damage;

use super::page::{heading, note, table};
use super::say::{escape, say, text};
use crate::scenario::Scenario;

/// What a setting is.
#[derive(Clone, Debug, Deserialize)]
struct About {
    /// In words.
    name: Text,
    /// Whether it is a share, to be shown in per cent.
    #[serde(default)]
    share: bool,
    /// Where it comes from; empty where it is assumed.
    #[serde(default)]
    source: Text,
}

/// The settings that there are words for, by their path.
fn known() -> BTreeMap<String, About> {
    ron::from_str(include_str!("assumptions.ron")).unwrap_or_default()
}

/// All settings with value and origin.
pub(super) fn assumptions(scenario: &Scenario) -> String {
    let known = known();
    let rows = settings(scenario).into_iter().map(|(path, value)| {
        let about = known.get(&path);
        let name = about.map_or_else(String::new, |about| text(&about.name));
        let origin = match about {
            Some(about) if !about.source.is_empty() => text(&about.source),
            Some(_) => format!("<i>{}</i>", say("假定", "assumed")),
            None => String::new(),
        };
        let shown = shown(&path, &value, about.is_some_and(|about| about.share));
        vec![
            name,
            shown,
            origin,
            format!("<code>{}</code>", escape(&path)),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let heads = [
        ("", say("设置", "setting")),
        ("number", say("取值", "value")),
        ("", say("依据", "source")),
        ("soft", say("情景文件中的名称", "name in the scenario file")),
    ];
    let count = rows.len();
    let title = heading(&say("假定与依据", "Assumptions"));
    let open = say(
        &format!("{count} 项，点击展开"),
        &format!("{count} settings; click to open"),
    );
    let about = note(&say(
        "下列设置决定了抢修流程、作业耗时、来电习惯、通信质量和天气预报的误差；标为“假定”的没有公开依据，应按本单位实际修改后再下结论。",
        "These settings decide procedures, working times, callers, channel and how wrong forecasts are. Those marked as assumed have no published source; \
         change them to what holds where you are before drawing conclusions.",
    ));
    format!(
        "{title}{about}<details><summary>{open}</summary>{}</details>\n",
        table(&heads, &rows)
    )
}

/// Every setting by its path, as it stands.
fn settings(scenario: &Scenario) -> Vec<(String, Value)> {
    let groups = [
        ("rules", serde_json::to_value(scenario.rules)),
        ("work", serde_json::to_value(scenario.work)),
        ("calls", serde_json::to_value(scenario.calls)),
        ("channel", serde_json::to_value(scenario.channel)),
    ];
    let mut all = Vec::new();
    for (name, value) in groups {
        flatten(name, value.unwrap_or_default(), &mut all);
    }
    if let Some(storm) = &scenario.storm {
        let service = serde_json::to_value(storm.service);
        flatten("service", service.unwrap_or_default(), &mut all);
    }
    for damage in Damage::ALL {
        let key = taiqu_console::names::damage_key(damage);
        let value = scenario.work.repair_s(damage).into();
        all.push((key.replace("damage.", "repair_s."), value));
    }
    for importance in [
        Importance::School,
        Importance::Utility,
        Importance::Medical,
        Importance::LifeSupport,
    ] {
        let word = taiqu_console::names::importance_key(importance).unwrap_or_default();
        let value = Rules::weight(importance).into();
        all.push((word.replace("importance", "weight"), value));
    }
    all
}

/// The leaves of a tree of settings. A variant's name is no part of the path.
fn flatten(path: &str, value: Value, all: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let variant = key.starts_with(char::is_uppercase);
                let below = if variant {
                    path.to_owned()
                } else {
                    format!("{path}.{key}")
                };
                flatten(&below, value, all);
            }
        }
        other => all.push((path.to_owned(), other)),
    }
}

/// A value with its unit, which its name tells.
fn shown(path: &str, value: &Value, share: bool) -> String {
    let Some(number) = value.as_f64() else {
        return escape(
            value
                .as_str()
                .map_or(value.to_string(), str::to_owned)
                .as_str(),
        );
    };
    let seconds = path.ends_with("_s") || path.starts_with("repair_s");
    if share {
        format!("{} %", trim(100.0 * number))
    } else if path.ends_with("_m_s") {
        format!("{} m/s ({:.0} km/h)", trim(number), 3.6 * number)
    } else if seconds && number >= 120.0 {
        format!("{} min", trim(number / 60.0))
    } else if seconds {
        format!("{} s", trim(number))
    } else if path.ends_with("_m") {
        format!("{} m", trim(number))
    } else {
        trim(number)
    }
}

/// With as many digits as say something.
fn trim(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use taiqu_dispatch::Rules;
    use taiqu_field::{CallSettings, WorkSettings};
    use taiqu_link::{Channel, Quality};
    use taiqu_storm::Extremes;

    use super::*;

    #[test]
    fn every_setting_has_its_words_and_no_words_are_left_over() {
        let known: BTreeMap<String, About> =
            ron::from_str(include_str!("assumptions.ron")).expect("words");
        let mut all = Vec::new();
        for (name, value) in [
            ("rules", serde_json::to_value(Rules::default())),
            ("work", serde_json::to_value(WorkSettings::default())),
            ("calls", serde_json::to_value(CallSettings::default())),
            (
                "channel",
                serde_json::to_value(Channel::Real(Quality::default())),
            ),
            ("channel", serde_json::to_value(Channel::Perfect)),
            ("service", serde_json::to_value(Extremes::default().service)),
        ] {
            flatten(name, value.expect("JSON"), &mut all);
        }
        let of_repairs = Damage::ALL
            .map(|damage| taiqu_console::names::damage_key(damage).replace("damage.", "repair_s."));
        let mut paths: Vec<String> = all.into_iter().map(|(path, _)| path).collect();
        paths.extend(of_repairs);
        let missing: Vec<&String> = paths.iter().filter(|p| !known.contains_key(*p)).collect();
        assert!(missing.is_empty(), "no words for {missing:?}");
        let unused = known
            .keys()
            .filter(|key| !paths.contains(key) && !key.starts_with("weight."));
        assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new());
        for about in known.values() {
            assert!(!about.name.zh.is_empty() && !about.name.en.is_empty());
        }
    }
}
