//! A journal outlives its writer: what was acknowledged is there, once, whenever the
//! writer was killed.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use taiqu_link::journal::{FORMAT, Record, Writer, read};
use taiqu_link::{DateTime, Source, Stamped, Uplink, WeatherReport};

/// Tells the child process which journal to write.
const PATH: &str = "TAIQU_TEST_JOURNAL";
const KILLS: u32 = 200;

fn received(sequence: u64) -> Record {
    Record::Received {
        message: Stamped {
            source: Source::WeatherService,
            sequence,
            event_ms: sequence,
            arrival_ms: sequence,
            body: Uplink::WeatherObserved(WeatherReport::default()),
        },
    }
}

fn opened() -> Record {
    Record::Opened {
        format: FORMAT,
        version: "1".into(),
        inputs: Vec::new(),
        seed: 1,
        operations: "command-centre".into(),
        start: DateTime::EPOCH,
    }
}

fn numbers(records: &[Record]) -> Vec<u64> {
    let number = |record: &Record| match record {
        Record::Received { message } => Some(message.sequence),
        _ => None,
    };
    records.iter().filter_map(number).collect()
}

/// The writer that is killed: journals every number it reads that it does not have, and
/// acknowledges it.
#[test]
fn writer() {
    let Ok(path) = std::env::var(PATH) else {
        return;
    };
    let (mut journal, before) = Writer::resume(Path::new(&path)).expect("a journal");
    let mut has: BTreeSet<u64> = numbers(&before.records).into_iter().collect();
    for line in std::io::stdin().lines() {
        let number: u64 = line.expect("a line").parse().expect("a number");
        if has.insert(number) {
            journal.append([&received(number)]).expect("appended");
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "ack {number}").expect("told");
        out.flush().expect("told");
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_doubled() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    drop(Writer::create(&path, &opened()).expect("a journal"));
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut acknowledged = BTreeSet::new();
    for _ in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "writer", "--nocapture"])
            .env(PATH, &path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let mut to = child.stdin.take().expect("its input");
        let from = BufReader::new(child.stdout.take().expect("its output"));
        let next = acknowledged.last().map_or(0, |last| last + 1);
        let sender = std::thread::spawn(move || {
            // The last ones again, as a sender does that was not answered; until it breaks.
            let mut number = u64::saturating_sub(next, 5);
            while writeln!(to, "{number}").is_ok() {
                number += 1;
            }
        });
        let life = Duration::from_micros(u64::from(rng.next_u32() % 3_000));
        let mut born: Option<Instant> = None;
        for line in from.lines() {
            let line = line.expect("a line");
            if let Some((_, number)) = line.split_once("ack ") {
                acknowledged.insert(number.parse::<u64>().expect("a number"));
            }
            if born.is_some_and(|born| born.elapsed() >= life) {
                child.kill().expect("killed");
            }
            born.get_or_insert_with(Instant::now);
        }
        child.wait().expect("gone");
        sender.join().expect("the sender");
    }
    let (_, journal) = Writer::resume(&path).expect("a journal");
    let has = numbers(&journal.records);
    assert!(has.is_sorted_by(|a, b| a < b), "each once, in order");
    let has: BTreeSet<u64> = has.into_iter().collect();
    assert!(acknowledged.len() > 200 && acknowledged.is_subset(&has));
}

#[test]
fn a_torn_frame_is_cut_off_and_written_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    let mut journal = Writer::create(&path, &opened()).expect("a journal");
    journal
        .append([&received(0), &received(1)])
        .expect("appended");
    drop(journal);
    let whole = std::fs::read(&path).expect("bytes");
    let before = read(&path).expect("a journal").records;
    for cut in 1..20 {
        std::fs::write(&path, &whole[..whole.len() - cut]).expect("cut");
        let (mut journal, found) = Writer::resume(&path).expect("a journal");
        assert_eq!(found.records, before[..2]);
        journal.append([&received(1)]).expect("appended");
        drop(journal);
        assert_eq!(std::fs::read(&path).expect("bytes"), whole);
    }
}
