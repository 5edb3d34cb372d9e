//! The figures of several runs, and how each is shown.

use super::say::say;
use crate::rehearse::Spread;

/// A figure as it is shown: its name in a summary, in both languages, its factor and digits,
/// and whether less of it is better.
pub struct Shown(
    pub &'static str,
    &'static str,
    &'static str,
    pub f64,
    pub usize,
    pub Better,
);

/// Which way a figure is better.
#[derive(Clone, Copy, PartialEq)]
pub enum Better {
    Less,
    More,
    Neither,
}
use Better::{Less, More, Neither};

/// All that are shown, in their order.
pub const SHOWN: &[Shown] = &[
    Shown(
        "interrupted_customers",
        "停电客户（户）",
        "customers interrupted",
        1.0,
        1,
        Less,
    ),
    Shown(
        "interrupted_customer_hours",
        "停电时户数（时户）",
        "customer-hours without supply",
        1.0,
        2,
        Less,
    ),
    Shown(
        "saidi_min",
        "户均停电时间 SAIDI（分钟）",
        "SAIDI, minutes per customer",
        1.0,
        2,
        Less,
    ),
    Shown(
        "saifi",
        "户均停电次数 SAIFI（次）",
        "SAIFI, interruptions per customer",
        1.0,
        3,
        Less,
    ),
    Shown(
        "caidi_min",
        "次均停电时间 CAIDI（分钟）",
        "CAIDI, minutes per interruption",
        1.0,
        1,
        Less,
    ),
    Shown(
        "asai",
        "供电可靠率 ASAI（%，情景时段内）",
        "ASAI, % of the scenario's time",
        100.0,
        3,
        More,
    ),
    Shown(
        "repeatedly_interrupted_customers",
        "重复停电（户）",
        "interrupted repeatedly",
        1.0,
        1,
        Less,
    ),
    Shown(
        "noticed_min",
        "故障至孪生发现（分钟）",
        "minutes until the twin noticed",
        1.0,
        1,
        Less,
    ),
    Shown(
        "named_min",
        "故障至孪生指出正确位置（分钟）",
        "minutes until the twin named the place",
        1.0,
        1,
        Less,
    ),
    Shown(
        "located_min",
        "故障至现场找到（分钟）",
        "minutes until found on site",
        1.0,
        1,
        Less,
    ),
    Shown(
        "arrival_min",
        "受理至到场（分钟）",
        "minutes from acceptance to arrival",
        1.0,
        1,
        Less,
    ),
    Shown(
        "arrived_in_time",
        "到场承诺兑现率（%）",
        "promises to arrive kept, %",
        100.0,
        0,
        More,
    ),
    Shown(
        "restored_min",
        "受理至复电（分钟）",
        "minutes from acceptance to supply",
        1.0,
        1,
        Less,
    ),
    Shown("orders", "工单", "orders", 1.0, 1, Neither),
    Shown(
        "wasted_trips",
        "无效出工（次）",
        "trips for nothing",
        1.0,
        2,
        Less,
    ),
    Shown(
        "reopened",
        "回访未复电重派（单）",
        "orders opened again, the caller still dark",
        1.0,
        2,
        Less,
    ),
    Shown("calls", "来电（个）", "calls to the hotline", 1.0, 1, Less),
    Shown(
        "calls_answered",
        "得到说明的来电（个）",
        "calls told what is known",
        1.0,
        1,
        More,
    ),
    Shown(
        "calls_right",
        "其中属实（个）",
        "of these, told what is so",
        1.0,
        1,
        More,
    ),
    Shown(
        "calls_cause_right",
        "其中原因属实（个）",
        "of these, told a cause that is so",
        1.0,
        1,
        More,
    ),
    Shown(
        "told_after_min",
        "停电至首次通知（分钟）",
        "from an outage to the first notice, min",
        1.0,
        1,
        Less,
    ),
    Shown(
        "notices_in_time",
        "复电在通知所告时段内（%）",
        "supply back within the time told, %",
        100.0,
        0,
        More,
    ),
    Shown(
        "still_out",
        "结束时未复电（户）",
        "without supply at the end",
        1.0,
        1,
        Less,
    ),
    Shown(
        "by_car_hours",
        "发电车供电（小时）",
        "hours fed by generator cars",
        1.0,
        1,
        Neither,
    ),
    Shown(
        "put_off_hours",
        "可等负荷推迟（小时）",
        "hours for which loads were put off",
        1.0,
        1,
        Neither,
    ),
    Shown(
        "live_in_water_min",
        "箱柜带电泡水（分钟）",
        "minutes of cabinets live in water",
        1.0,
        1,
        Less,
    ),
    Shown(
        "believed_interrupted_customer_hours",
        "停电时户数（孪生判断）",
        "customer-hours, as believed",
        1.0,
        2,
        Neither,
    ),
    Shown(
        "believed_saidi_min",
        "SAIDI（孪生判断，分钟）",
        "SAIDI, as believed, min",
        1.0,
        2,
        Neither,
    ),
    Shown(
        "place_right",
        "位置判断正确率（%）",
        "incidents at the right place, %",
        100.0,
        0,
        More,
    ),
    Shown(
        "false_incidents",
        "并无故障的研判事件",
        "incidents with no fault",
        1.0,
        2,
        Less,
    ),
    Shown(
        "low_voltage_customers",
        "曾低电压（户）",
        "customers with low voltage",
        1.0,
        1,
        Less,
    ),
    Shown(
        "high_voltage_customers",
        "曾过电压（户）",
        "customers with high voltage",
        1.0,
        1,
        Less,
    ),
    Shown(
        "vmin_v",
        "最低供电电压（V）",
        "lowest supply voltage, V",
        1.0,
        1,
        Neither,
    ),
    Shown(
        "source_kwh",
        "供电量（kWh）",
        "energy supplied, kWh",
        1.0,
        1,
        Neither,
    ),
    Shown(
        "loss_kwh",
        "损耗电量（kWh）",
        "losses, kWh",
        1.0,
        2,
        Neither,
    ),
];

impl Shown {
    pub fn name(&self) -> String {
        say(self.1, self.2)
    }

    /// Mean and half of the 95 % interval of the mean.
    pub fn interval(&self, spread: Spread) -> String {
        let (Self(_, _, _, factor, digits, _), mean) = (self, spread.mean);
        if spread.count == 0 {
            return "–".into();
        }
        let shown = format!("{:.digits$}", factor * mean);
        match spread.half_interval {
            Some(half) => format!(
                "{shown} <span class=\"soft\">± {:.digits$}</span>",
                factor * half
            ),
            None => shown,
        }
    }

    /// A difference, with whether it is better or worse beyond chance.
    pub fn difference(&self, spread: Spread) -> String {
        let (Self(_, _, _, factor, digits, better), mean) = (self, spread.mean);
        if spread.count == 0 {
            return "–".into();
        }
        let shown = format!("{:+.digits$}", factor * mean);
        let Some(half) = spread.half_interval else {
            return shown;
        };
        let sure = mean.abs() > half;
        let good = (mean < 0.0) == (*better == Less);
        let class = match (sure, better) {
            (true, Less | More) if good => "right",
            (true, Less | More) => "wrong",
            _ => "",
        };
        format!(
            "<b class=\"{class}\">{shown}</b> <span class=\"soft\">± {:.digits$}</span>",
            factor * half
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearse::runs::READERS;

    #[test]
    fn every_figure_that_is_shown_is_read_and_all_that_ways_differ_in_are_shown() {
        let read = |name: &str| READERS.iter().any(|(read, _)| *read == name);
        let unread = SHOWN.iter().map(|shown| shown.0).find(|name| !read(name));
        assert_eq!(unread, None);
        for name in [
            "by_car_hours",
            "put_off_hours",
            "live_in_water_min",
            "reopened",
        ] {
            assert!(SHOWN.iter().any(|shown| shown.0 == name), "{name}");
        }
    }
}
