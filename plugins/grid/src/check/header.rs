//! What an area file and a line file begin with.

use super::names::check_id;
use super::{Report, Who};

/// Id, nominal voltage with what is usual for it, and frequency of a file.
pub(super) struct Header<'a> {
    pub id: &'a str,
    pub nominal_v: f64,
    pub usual_v: (f64, f64),
    pub frequency_hz: f64,
}

impl Header<'_> {
    pub fn check(&self, report: &mut Report) {
        let who = Who("", self.id);
        check_id(who, report);
        if report.positive(who, "nominal_v", self.nominal_v) {
            report.usual(who, "nominal_v", self.nominal_v, self.usual_v);
        }
        if report.positive(who, "frequency_hz", self.frequency_hz) {
            report.usual(who, "frequency_hz", self.frequency_hz, (49.0, 61.0));
        }
    }
}
