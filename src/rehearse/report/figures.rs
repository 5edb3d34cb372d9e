//! The figures, from truth and from belief.

use super::Run;
use super::page::{heading, note, table};
use super::say::say;
use crate::rehearse::{Reliability, Summary};

/// The table of figures.
pub(super) fn figures(run: &Run<'_>) -> String {
    let s = run.summary;
    let heads = [
        ("", say("指标", "figure")),
        ("number", say("真值", "true")),
        ("number", say("孪生判断", "as believed")),
        ("", say("目标", "goal")),
    ];
    let goal = say(
        &format!("≤ {:.0} 小时", s.restored_goal_min / 60.0),
        &format!("≤ {:.0} h", s.restored_goal_min / 60.0),
    );
    let promises = run.referee.orders.iter();
    let promises = promises.map(|order| order.limits.arrive_s / 60);
    let promises = promises.collect::<std::collections::BTreeSet<u64>>();
    let promise: Vec<String> = promises.iter().map(u64::to_string).collect();
    let promise = promise.join("/");
    let promise = if promise.is_empty() {
        String::new()
    } else {
        say(
            &format!("{promise} 分钟内"),
            &format!("within {promise} min"),
        )
    };
    let min = |value: Option<f64>| value.map_or_else(|| "–".into(), |value| format!("{value:.1}"));
    let mut rows = of_supply(s);
    rows.extend([
        one(
            say("故障至发现（分钟）", "minutes until a fault was noticed"),
            min(s.noticed_min),
        ),
        one(
            say(
                "故障至指出正确位置（分钟）",
                "minutes until its place was named",
            ),
            min(s.named_min),
        ),
        one(
            say(
                "故障至现场找到（分钟）",
                "minutes until it was found on site",
            ),
            min(s.located_min),
        ),
    ]);
    let restored = say(
        "受理至复电，平均（分钟）",
        "minutes from acceptance to supply, mean",
    );
    rows.push(vec![
        restored,
        min(s.restored_min),
        min(s.believed_restored_min),
        goal,
    ]);
    rows.push(one(
        say("受理至到场（分钟）", "minutes from acceptance to arrival"),
        min(s.arrival_min),
    ));
    let kept = say(
        "到场承诺兑现率（%）",
        "promises to arrive that were kept, %",
    );
    rows.push(vec![
        kept,
        format!("{:.0}", 100.0 * s.arrived_in_time),
        String::new(),
        promise,
    ]);
    rows.extend([
        one(
            say(
                "工单 / 无效出工 / 回访未复电重派",
                "orders / trips for nothing / opened again, the caller still dark",
            ),
            format!("{} / {} / {}", s.orders, s.wasted_trips, s.reopened),
        ),
        one(
            say(
                "研判事件位置正确率（%）",
                "incidents held to be at the right place, %",
            ),
            format!("{:.0}", 100.0 * s.place_right),
        ),
    ]);
    rows.extend(of_words(s));
    rows.extend(of_means(s));
    let about = note(&say(
        "“孪生判断”一栏是仅凭档案与上报数据会得出的统计值，停电从首个征兆算起。",
        "The second column is what statistics from records and reports alone would say; an outage counts from its first sign.",
    ));
    heading(&say("指标", "Figures")) + &table(&heads, &rows) + &about
}

/// A figure that there is one of.
fn one(name: String, value: String) -> Vec<String> {
    vec![name, value, String::new(), String::new()]
}

/// What customers were told, and how much of it was so.
fn of_words(s: &Summary) -> [Vec<String>; 2] {
    [
        one(
            say(
                "来电：总数 / 答复 / 属实 / 原因属实",
                "calls: all / told / true / cause true",
            ),
            format!(
                "{} / {} / {} / {}",
                s.calls, s.calls_answered, s.calls_right, s.calls_cause_right
            ),
        ),
        one(
            say(
                "通知（户次）：总数 / 属实 / 复电在所告时段内（%）/ 停电至首次通知中位（分钟）",
                "notices to customers: all / true / supply back within the time told, % / median from outage to the first, min",
            ),
            format!(
                "{} / {} / {} / {}",
                s.notices,
                s.notices_right,
                s.notices_in_time
                    .map_or_else(|| "—".to_owned(), |share| format!("{:.0}", 100.0 * share)),
                s.told_after_min
                    .map_or_else(|| "—".to_owned(), |minutes| format!("{minutes:.1}")),
            ),
        ),
    ]
}

/// What was done where supply was not to be had, or not without danger.
fn of_means(s: &Summary) -> [Vec<String>; 3] {
    [
        one(
            say("发电车供电（小时）", "hours fed by generator cars"),
            format!("{:.1}", s.by_car_hours),
        ),
        one(
            say("可等负荷推迟（小时）", "hours for which loads were put off"),
            format!("{:.1}", s.put_off_hours),
        ),
        one(
            say("箱柜带电泡水（分钟）", "minutes of cabinets live in water"),
            s.live_in_water_min.to_string(),
        ),
    ]
}

/// What customers had, from truth and from belief.
fn of_supply(s: &Summary) -> Vec<Vec<String>> {
    let both = |name: String, digits: usize, of: fn(&Reliability) -> f64| {
        let shown = |r: &Reliability| format!("{:.digits$}", of(r));
        vec![name, shown(&s.truth), shown(&s.believed), String::new()]
    };
    vec![
        both(
            say("停电客户（户）", "customers interrupted"),
            0,
            |r| r.interrupted_customers as f64,
        ),
        both(
            say("停电时户数（时户）", "customer-hours without supply"),
            2,
            |r| r.interrupted_customer_hours,
        ),
        both(
            say("户均停电时间 SAIDI（分钟）", "SAIDI, minutes per customer"),
            2,
            |r| r.saidi_min,
        ),
        both(
            say(
                "户均停电次数 SAIFI（次）",
                "SAIFI, interruptions per customer",
            ),
            3,
            |r| r.saifi,
        ),
        both(
            say(
                "次均停电时间 CAIDI（分钟）",
                "CAIDI, minutes per interruption",
            ),
            1,
            |r| r.caidi_min,
        ),
        both(
            say(
                "供电可靠率 ASAI（%，情景时段内）",
                "ASAI, % of the scenario's time with supply",
            ),
            3,
            |r| 100.0 * r.asai,
        ),
        both(
            say("重复停电（户）", "customers interrupted repeatedly"),
            0,
            |r| r.repeatedly_interrupted_customers as f64,
        ),
        both(
            say("曾低电压（户）", "customers with low voltage"),
            0,
            |r| r.low_voltage_customers as f64,
        ),
        both(
            say("曾过电压（户）", "customers with high voltage"),
            0,
            |r| r.high_voltage_customers as f64,
        ),
    ]
}
