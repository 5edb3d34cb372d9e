//! A journal outlives its writer: what was acknowledged is there, once, whenever the
//! writer was killed, also in the middle of a frame.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use taiqu_link::journal::{FORMAT, Record, Tail, Writer, cat};
use taiqu_link::{DateTime, Source, Stamped, Uplink, WeatherReport};

/// Tells the child process which journal to write.
const PATH: &str = "TAIQU_TEST_JOURNAL";
/// At least so many kills; as many more, up to ten times, until one met a frame.
const KILLS: u32 = 100;
/// Messages that come in together: so many that writing them takes as long as all else, and
/// a kill finds the writer in the middle of it.
const TOGETHER: u64 = 2_000;

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

/// The writer that is killed: journals every number it reads and the [`TOGETHER`] − 1 after
/// it, as far as it does not have them, and acknowledges them.
#[test]
fn writer() {
    let Ok(path) = std::env::var(PATH) else {
        return;
    };
    let (mut journal, before) = Writer::resume(Path::new(&path)).expect("a journal");
    let mut next = numbers(&before.records).last().map_or(0, |last| last + 1);
    let mut out = std::io::stdout();
    writeln!(out, "tail {:?}", before.tail).expect("told");
    for line in std::io::stdin().lines() {
        let first: u64 = line.expect("a line").parse().expect("a number");
        let records: Vec<Record> = (first.max(next)..first + TOGETHER).map(received).collect();
        next = next.max(first + TOGETHER);
        journal.append(&records).expect("appended");
        let mut out = std::io::stdout().lock();
        writeln!(out, "ack {first}").expect("told");
        out.flush().expect("told");
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_doubled() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    drop(Writer::create(&path, &opened()).expect("a journal"));
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let (mut acknowledged, mut torn) = (0, 0);
    // How long this machine takes for what comes in together, so that kills fall anywhere
    // into the writing of it on slow ones too.
    let mut takes = Duration::ZERO;
    let mut kills = 0;
    while kills < KILLS || (torn == 0 && kills < 10 * KILLS) {
        kills += 1;
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "writer", "--nocapture"])
            .env(PATH, &path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let mut to = child.stdin.take().expect("its input");
        let from = BufReader::new(child.stdout.take().expect("its output"));
        let sender = std::thread::spawn(move || {
            // The last ones again, as a sender does that was not answered; until it breaks.
            let mut first = u64::saturating_sub(acknowledged, 5);
            while writeln!(to, "{first}").is_ok() {
                first += TOGETHER;
            }
        });
        let mut to_come = rng.next_u32() % 3;
        let part = f64::from(rng.next_u32()) / f64::from(u32::MAX);
        let mut since = Instant::now();
        for line in from.lines() {
            let line = line.expect("a line");
            if let Some((_, tail)) = line.split_once("tail ") {
                torn += u32::from(tail.starts_with("Torn"));
            } else if let Some((_, first)) = line.split_once("ack ") {
                acknowledged = first.parse::<u64>().expect("a number") + TOGETHER;
                takes = since.elapsed();
            } else {
                continue;
            }
            since = Instant::now();
            if to_come == 0 {
                std::thread::sleep(takes.mul_f64(part));
                child.kill().expect("killed");
            }
            to_come = to_come.saturating_sub(1);
        }
        child.wait().expect("gone");
        sender.join().expect("the sender");
    }
    let (_, journal) = Writer::resume(&path).expect("a journal");
    let has = numbers(&journal.records);
    assert!(acknowledged > 50 * TOGETHER, "{acknowledged} written");
    assert!(
        has.len() as u64 >= acknowledged,
        "{} of {acknowledged}",
        has.len()
    );
    assert!(
        has.iter().zip(0..).all(|(&number, k)| number == k),
        "each once"
    );
    assert!(torn > 0, "no kill met a frame that was being written");
}

#[test]
fn a_journal_cut_at_any_byte_is_read_and_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    let mut journal = Writer::create(&path, &opened()).expect("a journal");
    let begun = std::fs::read(&path).expect("bytes").len();
    journal
        .append(&[received(0), received(1)])
        .expect("appended");
    drop(journal);
    let whole = std::fs::read(&path).expect("bytes");
    for cut in 0..whole.len() {
        std::fs::write(&path, &whole[..cut]).expect("cut");
        if cut < begun {
            // Nothing was acknowledged yet.
            assert!(cat(&path).is_err() && Writer::resume(&path).is_err());
            continue;
        }
        let lines = cat(&path).expect("lines").lines().count();
        let (mut journal, found) = Writer::resume(&path).expect("a journal");
        let torn = found.tail != Tail::Clean;
        assert_eq!(lines, found.records.len() + usize::from(torn));
        let next = numbers(&found.records).len() as u64;
        let missing: Vec<Record> = (next..2).map(received).collect();
        journal.append(&missing).expect("appended");
        assert_eq!(std::fs::read(&path).expect("bytes"), whole);
    }
}
