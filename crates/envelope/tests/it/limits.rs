//! Every length that a message can claim is bounded, and every bound can be raised.

use common_types::EncryptionContext;
use envelope::{
    Bound, Client, EncryptedDataKey, Error, Header, Limits, LocalKeyring, OnDecrypt, OnEncrypt,
};

use crate::support::{UNSIGNED, client, context, keyring, nothing, plaintext};
use crate::vectors::vectors;

fn exceeded(result: Result<impl std::fmt::Debug, Error>) -> (Bound, u64, u64) {
    match result.unwrap_err() {
        Error::LimitExceeded {
            bound,
            found,
            limit,
        } => (bound, found, limit),
        other => panic!("{other:?}"),
    }
}

/// Wraps the data key many times.
#[derive(Debug)]
struct Repeated(usize);

impl LocalKeyring for Repeated {
    fn on_encrypt(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        (0..self.0).try_for_each(|_| keyring().on_encrypt_(request))
    }

    fn on_decrypt(&self, request: &OnDecrypt<'_>) -> Result<envelope::DataKey, Error> {
        LocalKeyring::on_decrypt(&keyring(), request)
    }
}

/// `RawAesKeyring` is both kinds of keyring; here the local one is meant.
trait OnEncryptLocal: LocalKeyring {
    fn on_encrypt_(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        LocalKeyring::on_encrypt(self, request)
    }
}

impl<K: LocalKeyring> OnEncryptLocal for K {}

#[test]
fn encrypted_data_keys() {
    let unbounded = Limits::new()
        .encrypted_data_keys(u16::MAX)
        .header_bytes(u64::MAX);
    let many = Client::new().suite(UNSIGNED).limits(unbounded);
    let message = many.encrypt(&Repeated(65), nothing(), b"text").unwrap();

    let refused = Client::new().decrypt(&keyring(), &nothing(), &message);
    assert_eq!(exceeded(refused), (Bound::EncryptedDataKeys, 65, 64));
    assert_eq!(
        many.decrypt(&keyring(), &nothing(), &message)
            .unwrap()
            .plaintext(),
        b"text"
    );

    // What a client does not read it does not write.
    let refused = Client::new().encrypt(&Repeated(65), nothing(), b"text");
    assert_eq!(exceeded(refused), (Bound::EncryptedDataKeys, 65, 64));
}

#[test]
fn as_many_data_keys_as_the_format_counts() {
    let count = usize::from(u16::MAX);
    let key = EncryptedDataKey::new("p", *b"i", *b"c").unwrap();
    assert_eq!(key.provider_id(), "p");
    let mut header = vec![2, 4, 0x78];
    header.extend([9; 32]);
    header.extend([0, 0, 0xff, 0xff]);
    header.extend(std::iter::repeat_n([0, 1, b'p', 0, 1, b'i', 0, 1, b'c'], count).flatten());
    header.extend([2, 0, 0, 16, 0]);
    header.extend([0; 32 + 16]);

    // By default refused at the count, whatever follows: here nothing does.
    assert_eq!(
        exceeded(Header::parse(&header[..39], &Limits::new())),
        (Bound::EncryptedDataKeys, 65_535, 64)
    );
    let limits = Limits::new().encrypted_data_keys(u16::MAX);
    let (bound, ..) = exceeded(Header::parse(&header, &limits));
    assert_eq!(bound, Bound::HeaderBytes);
    let limits = limits.header_bytes(1 << 20);
    let parsed = Header::parse(&header, &limits).unwrap();
    assert_eq!(parsed.encrypted_data_keys().len(), count);
    assert!(
        parsed
            .encrypted_data_keys()
            .iter()
            .all(|found| *found == key)
    );
    let refused = Client::new()
        .limits(limits)
        .decrypt(&keyring(), &nothing(), &header);
    assert!(matches!(refused, Err(Error::NoMatchingDataKey)));
}

#[test]
fn encryption_context() {
    let pairs = |count: usize| {
        EncryptionContext::try_from_iter((0..count).map(|at| (format!("{at:04}"), ""))).unwrap()
    };
    let default = Client::new().suite(UNSIGNED);
    assert_eq!(
        exceeded(default.encrypt(&keyring(), pairs(257), b"")),
        (Bound::ContextPairs, 257, 256)
    );
    let long = context([("key", "x".repeat(16 << 10).as_str())]);
    let (bound, found, limit) = exceeded(default.encrypt(&keyring(), long.clone(), b""));
    assert_eq!(
        (bound, found, limit),
        (Bound::ContextBytes, 2 + 4 + 3 + (16 << 10), 16 << 10)
    );

    let limits = Limits::new()
        .context_pairs(u16::MAX)
        .context_bytes(u16::MAX);
    let larger = default.clone().limits(limits);
    for context in [pairs(257), long] {
        let message = larger
            .encrypt(&keyring(), context.clone(), b"text")
            .unwrap();
        assert!(default.decrypt(&keyring(), &context, &message).is_err());
        assert!(larger.decrypt(&keyring(), &context, &message).is_ok());
    }
    // More than the format can count.
    let too_long = context([
        ("a", "x".repeat(40_000).as_str()),
        ("b", "x".repeat(40_000).as_str()),
    ]);
    let (bound, ..) = exceeded(larger.encrypt(&keyring(), too_long, b""));
    assert_eq!(bound, Bound::ContextBytes);
}

#[test]
fn header_bytes() {
    let message = client(UNSIGNED, 16)
        .encrypt(&keyring(), nothing(), b"text")
        .unwrap();
    let header_len = u64::try_from(message.len() - 40 - 4).unwrap();
    for (limit, fits) in [(header_len, true), (header_len - 1, false), (0, false)] {
        let limits = Limits::new().header_bytes(limit);
        let client = Client::new().suite(UNSIGNED).limits(limits);
        assert_eq!(
            client.decrypt(&keyring(), &nothing(), &message).is_ok(),
            fits
        );
        assert_eq!(client.reader(message.as_slice()).is_ok(), fits);
        assert_eq!(client.encrypt(&keyring(), nothing(), b"text").is_ok(), fits);
    }
}

#[test]
fn frame_bytes() {
    let message = client(UNSIGNED, 1000)
        .encrypt(&keyring(), nothing(), b"text")
        .unwrap();
    let narrow = client(UNSIGNED, 1000).limits(Limits::new().frame_bytes(999));
    assert_eq!(
        exceeded(narrow.decrypt(&keyring(), &nothing(), &message)),
        (Bound::FrameBytes, 1000, 999)
    );
    assert_eq!(
        exceeded(narrow.encrypt(&keyring(), nothing(), b"text")),
        (Bound::FrameBytes, 1000, 999)
    );
    let materials = narrow
        .local_encryption_materials(&keyring(), nothing())
        .unwrap();
    assert!(narrow.writer(&materials, Vec::new()).is_err());
    let exact = client(UNSIGNED, 1000).limits(Limits::new().frame_bytes(1000));
    assert!(exact.decrypt(&keyring(), &nothing(), &message).is_ok());
}

#[test]
fn the_largest_frame_length_costs_nothing_that_has_not_arrived() {
    let limits = Limits::new().frame_bytes(u32::MAX);
    let widest = client(UNSIGNED, u32::MAX).limits(limits);
    let message = widest
        .encrypt(&keyring(), nothing(), &plaintext(100))
        .unwrap();
    let decrypted = widest.decrypt(&keyring(), &nothing(), &message).unwrap();
    assert_eq!(decrypted.plaintext(), plaintext(100));
}

#[test]
fn non_framed_bytes() {
    for vector in vectors()
        .into_iter()
        .filter(|vector| vector.comment.ends_with("unframed"))
    {
        let (message, keyring) = (vector.message(), vector.keyring());
        let len = u64::try_from(vector.plaintext.len()).unwrap();
        let limited = |bytes| Client::new().limits(Limits::new().unframed_bytes(bytes));
        assert_eq!(
            exceeded(limited(len - 1).decrypt(&keyring, &nothing(), &message)),
            (Bound::UnframedBytes, len, len - 1)
        );
        assert!(limited(len).decrypt(&keyring, &nothing(), &message).is_ok());
    }
}

#[test]
fn a_part_of_a_data_key_that_cannot_be_counted() {
    let long = vec![0; 65_536];
    assert!(EncryptedDataKey::new("p", long.clone(), *b"c").is_err());
    assert!(EncryptedDataKey::new("p", *b"i", long).is_err());
    assert!(EncryptedDataKey::new("p".repeat(65_536), *b"i", *b"c").is_err());
}
