//! What records are made of.

use common_types::{SecretString, Tag, Tags, Timestamp};

use super::{Reader, Writer};
use crate::{DataType, ParameterName, ParameterTier, ParameterType, PolicyStatus};

/// What a record is made of. Each value has one form, and what is no form of a value is nothing.
pub(crate) trait Member: Sized {
    /// Adds its bytes.
    fn write(&self, to: &mut Writer);

    /// Takes its bytes.
    fn read(from: &mut Reader<'_>) -> Option<Self>;
}

/// Gives a struct its form: its members one behind the other, in this order.
macro_rules! members {
    ($type:ident { $($member:ident),+ $(,)? }) => {
        impl $crate::record::Member for $type {
            fn write(&self, to: &mut $crate::record::Writer) {
                let Self { $($member),+ } = self;
                $($crate::record::Member::write($member, to);)+
            }

            fn read(from: &mut $crate::record::Reader<'_>) -> Option<Self> {
                Some(Self { $($member: $crate::record::Member::read(from)?),+ })
            }
        }
    };
}
pub(crate) use members;

/// Words of AWS, and what else has one text.
macro_rules! texts {
    ($($type:ty),+) => {
        $(impl Member for $type {
            fn write(&self, to: &mut Writer) {
                to.text(self.as_str());
            }

            fn read(from: &mut Reader<'_>) -> Option<Self> {
                from.text()?.parse().ok()
            }
        })+
    };
}

texts!(
    DataType,
    ParameterName,
    ParameterTier,
    ParameterType,
    PolicyStatus,
    String
);

impl Member for SecretString {
    fn write(&self, to: &mut Writer) {
        to.text(self.expose());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.text().map(Self::from)
    }
}

impl Member for u64 {
    fn write(&self, to: &mut Writer) {
        to.number(*self);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.number()
    }
}

impl Member for u16 {
    fn write(&self, to: &mut Writer) {
        to.number((*self).into());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

/// Seconds since 1970 and nanoseconds of the second.
impl Member for Timestamp {
    fn write(&self, to: &mut Writer) {
        to.fixed(&self.timestamp().to_be_bytes());
        to.fixed(&self.timestamp_subsec_nanos().to_be_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let seconds = i64::from_be_bytes(from.fixed()?);
        Self::from_timestamp(seconds, u32::from_be_bytes(from.fixed()?))
    }
}

/// 0, or 1 and the member.
impl<T: Member> Member for Option<T> {
    fn write(&self, to: &mut Writer) {
        match self {
            None => to.byte(0),
            Some(member) => {
                to.byte(1);
                member.write(to);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(None),
            1 => T::read(from).map(Some),
            _ => None,
        }
    }
}

/// How many there are, and they.
impl<T: Member> Member for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.count(self.len());
        self.iter().for_each(|member| member.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let count = from.count()?;
        // No room is made for what may not be there: the first that is missing ends it.
        let mut members = Self::new();
        for _ in 0..count {
            members.push(T::read(from)?);
        }
        Some(members)
    }
}

/// How many there are, then key and value of each, in the order of the keys.
impl Member for Tags {
    fn write(&self, to: &mut Writer) {
        to.count(self.len());
        for (key, value) in self.iter() {
            to.text(key.as_str());
            to.text(value.as_str());
        }
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let count = from.count()?;
        let mut tags = Self::new();
        let mut before = None;
        for _ in 0..count {
            let (key, value) = (from.text()?, from.text()?);
            if before.is_some_and(|before| before >= key) {
                return None;
            }
            before = Some(key);
            let tag = Tag::new(key.parse().ok()?, value.parse().ok()?);
            tags.set(tag).ok()?;
        }
        Some(tags)
    }
}
