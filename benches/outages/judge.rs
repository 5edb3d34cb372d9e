//! How well what was said held.

use taiqu_outage::{Case, Sort, Step};

use crate::live::Moment;

/// What was said, and what came, s from then.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    first: bool,
    step: Step,
    own: [f64; 2],
    /// By past restorations of the same cause alone, whatever has gone by since.
    plain: [f64; 2],
    /// By those of them that had lasted as long.
    past: [f64; 2],
    came: f64,
}

/// What was said at a moment, and what the quantiles of the same cause would have said; none
/// where nothing was said.
pub fn told(moment: &Moment, history: &[Case]) -> Option<Told> {
    let incident = &moment.incident;
    let said = incident.restoration?;
    let lasted = moment.at.since(incident.noticed) as f64;
    let damage = incident.progress.found.map(|(_, damage)| damage);
    let same = |case: &&Case| match damage {
        Some(damage) => case.damage == Some(damage),
        None => case.cause == incident.held.1,
    };
    let of_cause: Vec<f64> = history.iter().filter(same).map(Case::whole_s).collect();
    let left = |wholes: &[f64]| {
        let left = wholes.iter().map(|whole| whole - lasted);
        let mut left: Vec<f64> = left.filter(|&s| s >= 0.0).collect();
        left.sort_by(f64::total_cmp);
        left
    };
    let mut past = left(&of_cause);
    if past.is_empty() {
        past = left(&history.iter().map(Case::whole_s).collect::<Vec<_>>());
    }
    let mut whole = of_cause;
    whole.sort_by(f64::total_cmp);
    let plain = |chance| (quantile(&whole, chance) - lasted).max(0.0);
    Some(Told {
        plain: [plain(0.1), plain(0.9)],
        first: moment.first,
        step: said.step,
        own: [said.earliest, said.latest].map(|at| at.since(moment.at) as f64),
        past: [0.1, 0.9].map(|chance| quantile(&past, chance)),
        came: moment.back.since(moment.at) as f64,
    })
}

fn quantile(sorted: &[f64], chance: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let at = (chance * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, last as f64);
    let (low, share) = (at as usize, at.fract());
    sorted[low] + share * (sorted[(low + 1).min(last)] - sorted[low])
}

/// The score of an 80 % interval (Winkler): its width, and ten times by how much it
/// missed.
fn score([low, high]: [f64; 2], came: f64) -> f64 {
    high - low + 10.0 * ((low - came).max(0.0) + (came - high).max(0.0))
}

/// Prints the table of one set.
pub fn print(name: &str, all: &[Told]) {
    println!("\n{name}\n");
    println!(
        "| said when | times | inside, this | width, min | score, min | inside, same cause | \
         score, min | better by | inside, of these as old | score, min | better by |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    row("all", all);
    let of = |keep: &dyn Fn(&Told) -> bool| {
        let kept = all.iter().filter(|told| keep(told));
        kept.copied().collect::<Vec<Told>>()
    };
    row("first announcement", &of(&|told| told.first));
    for step in Step::ALL {
        let name = format!("{step:?}").to_lowercase();
        row(&name, &of(&|told| told.step == step && !told.first));
    }
}

fn row(name: &str, all: &[Told]) {
    if all.is_empty() {
        return;
    }
    let mean = |of: &dyn Fn(&Told) -> f64| all.iter().map(of).sum::<f64>() / all.len() as f64;
    let inside = |of: [f64; 2], came: f64| f64::from(u8::from(of[0] <= came && came <= of[1]));
    let own = mean(&|t| score(t.own, t.came));
    let against = |of: &dyn Fn(&Told) -> [f64; 2]| {
        let other = mean(&|t| score(of(t), t.came));
        let inside = 100.0 * mean(&|t| inside(of(t), t.came));
        let better = 100.0 * (1.0 - own / other);
        format!("{inside:.1} % | {:.0} | {better:.0} %", other / 60.0)
    };
    println!(
        "| {name} | {} | {:.1} % | {:.0} | {:.0} | {} | {} |",
        all.len(),
        100.0 * mean(&|t| inside(t.own, t.came)),
        mean(&|t| t.own[1] - t.own[0]) / 60.0,
        own / 60.0,
        against(&|t| t.plain),
        against(&|t| t.past),
    );
}

/// Prints how long past restorations took, by what they were held to be in.
pub fn print_history(cases: &[Case]) {
    println!("\n| held to be in | restorations | minutes, 10 / 50 / 90 % |\n|---|---|---|");
    for sort in Sort::ALL {
        let of = cases.iter().filter(|case| case.sort == sort);
        let mut minutes: Vec<f64> = of.map(|case| case.whole_s() / 60.0).collect();
        minutes.sort_by(f64::total_cmp);
        if !minutes.is_empty() {
            let [low, middle, high] = [0.1, 0.5, 0.9].map(|p| quantile(&minutes, p));
            let count = minutes.len();
            println!("| {sort:?} | {count} | {low:.0} / {middle:.0} / {high:.0} |");
        }
    }
}
