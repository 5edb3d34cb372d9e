//! A small street: one transformer, two feeders of three poles, three single-phase
//! customers a pole, and scenarios on it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use taiqu::scenario::Scenario;
use taiqu_grid::{AssetRef, Catalogue, Checked, District, Lang};
use tempfile::TempDir;

/// Customers on each of the two feeders.
pub const PER_FEEDER: usize = 9;

/// A folder with the street's area and one scenario.
pub struct Street {
    folder: TempDir,
}

impl Street {
    /// The street with `body` for the scenario's fields after the areas.
    pub fn with(body: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("street.ron"), area()).expect("the area is written");
        let scenario =
            format!("(name: (zh: \"小街\", en: \"Street\"), areas: [\"street.ron\"], {body})");
        fs::write(folder.path().join("evening.ron"), scenario).expect("the scenario is written");
        Self { folder }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The scenario's file.
    pub fn file(&self) -> PathBuf {
        self.path().join("evening.ron")
    }

    /// What reading the scenario gives.
    pub fn read(&self) -> Checked<Scenario> {
        Scenario::open(&self.file(), &Catalogue::default())
    }

    /// The scenario, which must be sound.
    pub fn scenario(&self) -> Scenario {
        let checked = self.read();
        let said = said(&checked);
        checked.value.unwrap_or_else(|| panic!("{said}"))
    }
}

/// All problems as text.
pub fn said<T>(checked: &Checked<T>) -> String {
    let lines = checked.problems.iter();
    let lines: Vec<String> = lines.map(|p| p.describe(Lang::En).to_string()).collect();
    lines.join("\n")
}

/// The one thing of that name.
pub fn find(district: &District, name: &str) -> AssetRef {
    match district.find(name).as_slice() {
        &[asset] => asset,
        found => panic!("{name}: {found:?}"),
    }
}

fn area() -> String {
    let mut nodes = String::from(
        "(id: \"hv\", phases: \"abc\", at: (0, 0), nominal_v: 10000),\
         (id: \"lv\", phases: \"abcn\", at: (0, 0)),\
         (id: \"bar\", phases: \"abcn\", at: (0, 0)),",
    );
    let mut switches =
        String::from("(id: \"Q0\", kind: Breaker, from: \"lv\", to: \"bar\", phases: \"abcn\"),");
    let mut boxes = String::from("(id: \"JP\", kind: Cabinet, node: \"bar\"),");
    let mut sections = String::new();
    let mut meters = String::from("(id: \"GW\", box: \"JP\", position: 1, connection: \"abcn\"),");
    let (mut customers, mut loads) = (String::new(), String::new());
    for feeder in 1..=2 {
        let first = format!("f{feeder}");
        let x = if feeder == 1 { 40 } else { -40 };
        let _ = write!(
            nodes,
            "(id: \"{first}\", phases: \"abcn\", at: ({}, 5)),",
            x / 10
        );
        let _ = write!(
            switches,
            "(id: \"F{feeder}\", kind: Breaker, from: \"bar\", to: \"{first}\", phases: \"abcn\"),"
        );
        let mut before = first;
        for pole in 1..=3 {
            let node = format!("p{feeder}{pole}");
            let _ = write!(
                nodes,
                "(id: \"{node}\", phases: \"abcn\", at: ({}, 5)),",
                x * pole
            );
            let _ = write!(
                sections,
                "(id: \"s{feeder}{pole}\", from: \"{before}\", to: \"{node}\", phases: \"abcn\", \
                  length_m: 40, line_type: \"wire\"),"
            );
            let _ = write!(
                boxes,
                "(id: \"b{feeder}{pole}\", kind: Meter(positions: 3), node: \"{node}\"),"
            );
            for (k, phase) in ["a", "b", "c"].into_iter().enumerate() {
                let id = format!("{feeder}{pole}{phase}");
                let _ = write!(
                    meters,
                    "(id: \"m{id}\", box: \"b{feeder}{pole}\", position: {}, connection: \"{phase}n\"),",
                    k + 1
                );
                let _ = write!(
                    customers,
                    "(id: \"c{id}\", number: \"00{id}\", meter: \"m{id}\", earth_ohm: 100),"
                );
                let _ = write!(
                    loads,
                    "(id: \"l{id}\", node: \"{node}\", connection: \"{phase}n\", kw: 2.5, kvar: 0.8, \
                      profile: \"home\", customer: \"c{id}\", \
                      model: Zip(p: (0.4, 0.2, 0.4), q: (0.4, 0.2, 0.4))),"
                );
            }
            before = node;
        }
    }
    format!(
        "(id: \"street\", name: (zh: \"小街\", en: \"Street\"), source: \"made for tests\", \
          licence: \"CC0-1.0\", coordinates: \"metres\", nominal_v: 380, frequency_hz: 50, earthing: TT, \
          supply: (node: \"hv\", source: (voltage_v: 10200, r1_ohm: 0.3, x1_ohm: 1.0, r0_ohm: 0.3, x0_ohm: 1.0)), \
          line_codes: [(id: \"wire\", laying: Overhead, impedance: Matrix(\
             r_ohm_per_km: [[0.69, 0.05, 0.05, 0.05], [0.05, 0.69, 0.05, 0.05], [0.05, 0.05, 0.69, 0.05], [0.05, 0.05, 0.05, 0.69]], \
             x_ohm_per_km: [[0.75, 0.45, 0.43, 0.42], [0.45, 0.75, 0.45, 0.43], [0.43, 0.45, 0.75, 0.45], [0.42, 0.43, 0.45, 0.75]]), \
             ampacity_a: 160)], \
          profiles: [(id: \"home\", step_s: 3600, values: [0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.5, 0.5, 0.4, 0.3, 0.3, 0.4, \
             0.5, 0.4, 0.3, 0.3, 0.4, 0.6, 0.9, 1.0, 1.0, 0.9, 0.6, 0.3])], \
          nodes: [{nodes}], sections: [{sections}], switches: [{switches}], \
          transformers: [(id: \"T1\", hv: \"hv\", lv: \"lv\", rating: Given((kva: 100, hv_v: 10000, lv_v: 400, \
             vector: Dyn11, x_pct: 3.8, r_pct: 1.5, no_load_pct: 0.2, magnetising_pct: 0.5)))], \
          earths: [(node: \"lv\", conductor: \"n\", r_ohm: 4)], \
          boxes: [{boxes}], meters: [{meters}], customers: [{customers}], loads: [{loads}])"
    )
}
