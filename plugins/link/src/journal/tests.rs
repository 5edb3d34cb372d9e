use proptest::prelude::*;
use taiqu_grid::{AssetRef, Kind, Phases};

use super::read::{parse, whole_frames};
use super::write::frame;
use super::{FORMAT, Input, Record, Tail, Writer, cat, read};
use crate::{Command, Tick};

fn opened() -> Record {
    Record::Opened {
        format: FORMAT,
        version: "1.2.3".into(),
        inputs: vec![Input {
            name: "scenarios/summer-evening.ron".into(),
            crc32: 0x1234_5678,
        }],
        seed: 7,
        operations: "command-centre".into(),
        start: "2026-07-15T18:00:00".parse().expect("a time"),
    }
}

fn commands() -> impl Strategy<Value = Command> {
    let asset =
        |kind| (0..40_u16, 0..5000_u32).prop_map(move |(k, i)| AssetRef::in_area(k, kind, i));
    let phases = (0..16_u8).prop_map(Phases::from_bits);
    prop_oneof![
        (asset(Kind::Switch), phases.clone())
            .prop_map(|(switch, phases)| Command::OpenSwitch { switch, phases }),
        (asset(Kind::Switch), phases)
            .prop_map(|(switch, phases)| Command::CloseSwitch { switch, phases }),
        (asset(Kind::Transformer), 0.9..1.1_f64)
            .prop_map(|(transformer, tap)| Command::SetTap { transformer, tap }),
        asset(Kind::Load).prop_map(|load| Command::ConnectLoad { load }),
        asset(Kind::Customer).prop_map(|load| Command::DisconnectLoad { load }),
    ]
}

fn journals() -> impl Strategy<Value = Vec<Record>> {
    let ordered = (any::<u32>(), commands());
    proptest::collection::vec(ordered, 0..20).prop_map(|orders| {
        let mut records = vec![opened()];
        records.extend(orders.into_iter().enumerate().map(|(k, (tick, command))| {
            Record::Ordered {
                tick: Tick(u64::from(tick)),
                sequence: k as u64,
                command,
            }
        }));
        records
    })
}

fn bytes_of(records: &[Record]) -> (Vec<u8>, Vec<usize>) {
    let mut bytes = Vec::new();
    let mut ends = vec![0];
    for record in records {
        bytes.extend(frame(record).expect("a frame"));
        ends.push(bytes.len());
    }
    (bytes, ends)
}

proptest! {
    #[test]
    fn what_is_written_is_read(records in journals()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let mut writer = Writer::create(&path, &records[0]).expect("a journal");
        for record in &records[1..] {
            writer.append([record]).expect("appended");
        }
        let journal = read(&path).expect("a journal");
        prop_assert_eq!(journal.tail, Tail::Clean);
        prop_assert_eq!(cat(&path).expect("text").lines().count(), records.len());
        prop_assert_eq!(journal.records, records);
    }

    #[test]
    fn a_cut_loses_only_the_frame_it_is_in(records in journals(), cut in any::<proptest::sample::Index>()) {
        let (bytes, ends) = bytes_of(&records);
        let cut = cut.index(bytes.len() + 1);
        let whole = ends.iter().filter(|&&end| end <= cut).count() - 1;
        let journal = parse(&bytes[..cut]);
        prop_assert_eq!(&journal.records[..], &records[..whole]);
        let lost = cut - ends[whole];
        let tail = if lost == 0 { Tail::Clean } else { Tail::Torn { at: ends[whole], lost } };
        prop_assert_eq!(journal.tail, tail);
    }

    #[test]
    fn garbage_between_frames_is_skipped(
        records in journals(),
        garbage in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 21),
    ) {
        let (bytes, ends) = bytes_of(&records);
        let mut dirty = Vec::new();
        for (piece, ends) in garbage.iter().zip(ends.windows(2)) {
            dirty.extend(piece);
            dirty.extend(&bytes[ends[0]..ends[1]]);
        }
        dirty.extend(&garbage[0]);
        prop_assert_eq!(whole_frames(&dirty), records);
    }

    #[test]
    fn a_flipped_bit_ends_the_reading(records in journals(), at in any::<proptest::sample::Index>(), bit in 0..8_u8) {
        let (mut bytes, ends) = bytes_of(&records);
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        let whole = ends.iter().filter(|&&end| end <= at).count() - 1;
        let journal = parse(&bytes);
        prop_assert_eq!(&journal.records[..], &records[..whole]);
        prop_assert_ne!(journal.tail, Tail::Clean);
    }
}

#[test]
fn another_file_is_not_a_journal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal");
    std::fs::write(&path, "not a journal at all").expect("written");
    assert!(read(&path).is_err());
    assert!(read(&folder.path().join("absent")).is_err());
}
