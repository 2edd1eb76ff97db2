//! Serde forms of AWS's JSON, to be named on a field: `#[serde(with = "wire::blob")]`.

/// Secret bytes as base64. Naming it on a field is the choice to let that secret onto the wire.
pub mod secret_blob {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use serde::{
        Deserialize, Deserializer, Serializer,
        de::{Error, Unexpected},
    };
    use zeroize::Zeroizing;

    use crate::SecretBytes;

    /// Writes the bytes in base64.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(bytes: &SecretBytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(BASE64_STANDARD.encode(bytes.expose())))
    }

    /// Reads bytes from base64.
    ///
    /// # Errors
    ///
    /// If the text is not base64; the error does not repeat it.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SecretBytes, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = BASE64_STANDARD.decode(text.as_bytes());
        bytes.map(SecretBytes::new).map_err(|_| {
            D::Error::invalid_value(Unexpected::Other("a blob that is not base64"), &"base64")
        })
    }
}

/// Secret text as a string. Naming it on a field is the choice to let that secret onto the wire.
pub mod secret_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::SecretString;

    /// Writes the text.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(text: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text.expose())
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SecretString, D::Error> {
        String::deserialize(deserializer).map(SecretString::new)
    }
}

/// [`secret_text`] for a secret that may be absent.
pub mod secret_text_option {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::secret_text;
    use crate::SecretString;

    /// Writes the text or `null`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        text: &Option<SecretString>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match text {
            Some(text) => secret_text::serialize(text, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a text or `null`.
    ///
    /// # Errors
    ///
    /// If it is neither.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SecretString>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::new))
    }
}

/// Public bytes as base64.
pub mod blob {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use serde::{
        Deserialize, Deserializer, Serializer,
        de::{Error, Unexpected},
    };

    /// Writes the bytes in base64.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    /// Reads bytes from base64.
    ///
    /// # Errors
    ///
    /// If the text is not base64.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map_err(|_| {
            D::Error::invalid_value(Unexpected::Other("a blob that is not base64"), &"base64")
        })
    }
}

/// A moment as seconds since 1970 with a fraction: how AWS JSON 1.1 carries times.
pub mod epoch_seconds {
    use chrono::DateTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::Timestamp;

    /// Writes seconds, to the millisecond.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of any date fit 53 bits"
    )]
    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        let millis = at.timestamp_millis();
        match millis % 1000 {
            0 => serializer.serialize_i64(millis / 1000),
            _ => serializer.serialize_f64(millis as f64 / 1000.0),
        }
    }

    /// Reads seconds, to the millisecond.
    ///
    /// # Errors
    ///
    /// If the number is no moment that can be told.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        let millis = (seconds * 1000.0).round();
        // Years up to 9999 and a little more; a NaN is in no range.
        if !(-1e15..=1e15).contains(&millis) {
            return Err(D::Error::custom("a time is out of range"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "rounded, and in range by the test above"
        )]
        let moment = DateTime::from_timestamp_millis(millis as i64);
        moment.ok_or_else(|| D::Error::custom("a time is out of range"))
    }
}

/// [`epoch_seconds`] for a moment that may be absent.
pub mod epoch_seconds_option {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::epoch_seconds;
    use crate::Timestamp;

    /// Writes seconds or `null`.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => epoch_seconds::serialize(at, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads seconds or `null`.
    ///
    /// # Errors
    ///
    /// If the number is no moment that can be told.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        #[derive(Deserialize)]
        struct Seconds(#[serde(with = "epoch_seconds")] Timestamp);

        Ok(Option::<Seconds>::deserialize(deserializer)?.map(|Seconds(at)| at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use crate::{SecretBytes, SecretString, Timestamp};

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Shape {
        #[serde(with = "super::secret_blob")]
        secret: SecretBytes,
        #[serde(with = "super::secret_text", default = "no_text")]
        text: SecretString,
        #[serde(with = "super::secret_text_option", default)]
        maybe_text: Option<SecretString>,
        #[serde(with = "super::blob")]
        public: Vec<u8>,
        #[serde(with = "super::epoch_seconds")]
        at: Timestamp,
        #[serde(with = "super::epoch_seconds_option", default)]
        until: Option<Timestamp>,
    }

    fn no_text() -> SecretString {
        SecretString::new("")
    }

    #[test]
    fn bad_base64_is_refused_and_not_repeated() {
        let bad = r#"{"secret":"marker!","public":"","at":0}"#;
        let error = serde_json::from_str::<Shape>(bad).unwrap_err().to_string();
        assert!(
            error.contains("not base64") && !error.contains("marker"),
            "{error}"
        );
    }

    #[test]
    fn a_time_that_cannot_be_told_is_refused() {
        for at in ["1e300", "-1e300", "\"now\""] {
            let json = format!(r#"{{"secret":"","public":"","at":{at}}}"#);
            assert!(serde_json::from_str::<Shape>(&json).is_err(), "{at}");
        }
    }

    proptest! {
        #[test]
        fn shapes_round_trip(secret: Vec<u8>, text: String, maybe_text: Option<String>, public: Vec<u8>, at in 0..4_102_444_800_000_i64, until: Option<u32>) {
            let shape = Shape {
                secret: secret.into(),
                text: text.into(),
                maybe_text: maybe_text.map(SecretString::from),
                public,
                at: Timestamp::from_timestamp_millis(at).unwrap(),
                until: until.map(|s| Timestamp::from_timestamp(s.into(), 0).unwrap()),
            };
            let json = serde_json::to_string(&shape).unwrap();
            prop_assert_eq!(serde_json::from_str::<Shape>(&json).unwrap(), shape);
        }
    }
}
