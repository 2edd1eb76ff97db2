//! Every record is read as it was written, and nothing else is read.

use std::{error::Error as _, fmt::Debug};

use chrono::DateTime;
use common_types::{SecretString, Tag, Tags, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{
    DataType, ParameterTier, ParameterType, PolicyStatus,
    parameter::{ParameterRecord, SharingRecord, Stored, VersionRecord, Versions},
    policy::{self, Attached},
};

fn words<T: Copy + Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn times() -> impl Strategy<Value = Timestamp> {
    let any = (-62_135_596_800_i64..253_402_300_800, 0_u32..1_000_000_000);
    any.prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

fn values() -> impl Strategy<Value = Stored> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..300);
    prop_oneof![
        ".{0,300}".prop_map(|text| Stored::Text(text.into())),
        bytes().prop_map(Stored::Ciphertext),
        bytes().prop_map(Stored::Message),
    ]
}

fn policies() -> impl Strategy<Value = Vec<Attached>> {
    let rules = r#"[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2030-01-02T03:04:05.678Z"}},
        {"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"30","Unit":"Days"}},
        {"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"7","Unit":"Hours"}}]"#;
    let rules = policy::parse(rules).unwrap();
    let attached = (
        proptest::sample::select(rules),
        words(PolicyStatus::ALL),
        times(),
        any::<u64>(),
    );
    let attached = attached.prop_map(|(rule, status, since, version)| Attached {
        rule,
        status,
        since,
        version,
    });
    prop::collection::vec(attached, 0..4)
}

prop_compose! {
    fn versions()(
        version in any::<u64>(),
        value in values(),
        tier in words(ParameterTier::ALL),
        data_type in words(DataType::ALL),
        modified in times(),
        modified_by in ".{0,40}",
        key_id in prop::option::of("alias/[a-z]{1,10}"),
        description in prop::option::of(".{0,40}"),
        allowed_pattern in prop::option::of(".{0,40}"),
        policies in policies(),
    ) -> VersionRecord {
        VersionRecord {
            version, value, tier, data_type, modified, modified_by, key_id, description, allowed_pattern, policies,
        }
    }
}

fn numbered() -> impl Strategy<Value = Versions> {
    (
        1_u64..1_000_000,
        prop::collection::vec(("[a-z]{1,9}", any::<bool>()), 0..8),
    )
        .prop_map(|(first, labels)| {
            let mut versions = Versions::only(first);
            versions.push("p").unwrap();
            for (label, on_first) in labels {
                let version = if on_first { first } else { first + 1 };
                versions.label(version, &[label]).unwrap();
            }
            versions
        })
}

fn tags() -> impl Strategy<Value = Tags> {
    prop::collection::vec(("[a-zA-Z]{1,9}", "[a-z ]{0,9}"), 0..6).prop_map(|pairs| {
        let mut tags = Tags::new();
        for (key, value) in pairs {
            tags.set(Tag::new(key.parse().unwrap(), value.parse().unwrap()))
                .unwrap();
        }
        tags
    })
}

prop_compose! {
    fn parameters()(
        name in "(/[a-zA-Z0-9_.-]{1,9}){1,15}|[a-z]{1,9}",
        incarnation in any::<u64>(),
        kind in words(ParameterType::ALL),
        versions in numbered(),
        current in versions(),
        tags in tags(),
        shard in prop::option::of(any::<u16>()),
        sharing in prop::collection::vec(("[a-z]{1,9}", ".{0,90}"), 0..3),
    ) -> ParameterRecord {
        ParameterRecord {
            name: name.parse().unwrap(),
            incarnation, kind, versions, current, tags, shard,
            sharing: sharing.into_iter().map(|(id, policy)| SharingRecord { id, policy }).collect(),
        }
    }
}

proptest! {
    #[test]
    fn a_parameter_is_read_as_it_was_written(record in parameters(), cut in any::<prop::sample::Index>()) {
        let bytes = record.encode();
        let read = ParameterRecord::decode(&bytes).unwrap();
        prop_assert_eq!(read.encode(), bytes.clone());
        prop_assert_eq!(shown(&read), shown(&record));
        prop_assert!(ParameterRecord::decode(&bytes[..cut.index(bytes.len())]).is_err());
        prop_assert!(ParameterRecord::decode(&[&bytes[..], &[0]].concat()).is_err());
    }

    #[test]
    fn what_is_read_of_any_bytes_is_what_is_written_as_those_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [&[FORMAT][..], &bytes].concat();
        if let Ok(record) = VersionRecord::decode(&bytes) {
            prop_assert_eq!(record.encode(), bytes.clone());
        }
        if let Ok(record) = ParameterRecord::decode(&bytes) {
            prop_assert_eq!(record.encode(), bytes);
        }
    }

    #[test]
    fn one_wrong_byte_is_refused_or_is_another_record(
        record in parameters(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = record.encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(record) = ParameterRecord::decode(&bytes) {
            prop_assert_eq!(record.encode(), bytes);
        }
    }

    #[test]
    fn a_number_has_one_form(number in any::<u64>(), bytes in prop::collection::vec(any::<u8>(), 0..12)) {
        let mut to = Writer::new(FORMAT);
        to.number(number);
        let written = to.finish();
        let mut from = Reader::new(&written[1..]);
        prop_assert_eq!((from.number(), from.is_at_end()), (Some(number), true));

        let mut from = Reader::new(&bytes);
        if let Some(number) = from.number() {
            let mut to = Writer::new(FORMAT);
            to.number(number);
            prop_assert!(bytes.starts_with(&to.finish()[1..]));
        }
    }
}

/// All of a record, what `Debug` hides too.
fn shown(record: &ParameterRecord) -> String {
    let value = match &record.current.value {
        Stored::Text(text) => text.expose().to_owned(),
        Stored::Ciphertext(_) | Stored::Message(_) => String::new(),
    };
    format!("{record:?} {value}")
}

#[test]
fn the_bytes_are_as_drawn() {
    let at = DateTime::from_timestamp(1_700_000_000, 5).unwrap();
    let version = VersionRecord {
        version: 300,
        value: Stored::Text(SecretString::from("v")),
        tier: ParameterTier::Standard,
        data_type: DataType::Text,
        modified: at,
        modified_by: "me".to_owned(),
        key_id: None,
        description: Some("d".to_owned()),
        allowed_pattern: None,
        policies: Vec::new(),
    };
    let version_bytes = [
        &[0xac, 0x02][..],
        b"\x00\x01v",
        b"\x08Standard",
        b"\x04text",
        &1_700_000_000_i64.to_be_bytes(),
        &5_u32.to_be_bytes(),
        b"\x02me",
        b"\x00",
        b"\x01\x01d",
        b"\x00",
        b"\x00",
    ]
    .concat();
    assert_eq!(version.encode(), [&[2][..], &version_bytes].concat());

    let mut versions = Versions::only(299);
    versions.push("/a").unwrap();
    versions.label(299, &["live".to_owned()]).unwrap();
    let mut tags = Tags::new();
    tags.set(Tag::new("k".parse().unwrap(), "t".parse().unwrap()))
        .unwrap();
    let parameter = ParameterRecord {
        name: "/a".parse().unwrap(),
        incarnation: 7,
        kind: ParameterType::String,
        versions,
        current: version,
        tags,
        shard: Some(9),
        sharing: Vec::new(),
    };
    let bytes = [
        &[2][..],
        b"\x02/a",
        b"\x07",
        b"\x06String",
        &[0xab, 0x02, 0xac, 0x02, 1],
        b"\x04live",
        &[0xab, 0x02],
        &version_bytes,
        b"\x01\x01k\x01t",
        b"\x01\x09",
        b"\x00",
    ]
    .concat();
    assert_eq!(parameter.encode(), bytes);
}

#[test]
fn another_format_is_refused_and_never_guessed() {
    let why = |bytes: &[u8]| {
        let error = VersionRecord::decode(bytes).unwrap_err();
        error.source().unwrap().to_string()
    };
    assert_eq!(
        why(&[FORMAT + 1, 0]),
        "the record of a parameter's version has format 3, and this release reads up to 2"
    );
    assert_eq!(
        why(b"\x01{}"),
        "the record of a parameter's version has a format that no release writes or reads"
    );
    for damaged in [&[][..], &[0], &[FORMAT]] {
        assert!(VersionRecord::decode(damaged).is_err());
    }
}
