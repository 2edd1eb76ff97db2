//! An API operation, declared once.

/// An API operation: what authorisation, audit and page tokens know of it.
///
/// Each operation of a service is declared once, as a constant beside its code:
///
/// ```
/// use service_kit::Operation;
///
/// const DESCRIBE_KEY: Operation = Operation::reading("kms", "DescribeKey", "kms:DescribeKey");
/// assert_eq!(DESCRIBE_KEY.action(), "kms:DescribeKey");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Operation {
    service: &'static str,
    name: &'static str,
    action: &'static str,
    read_only: bool,
    unrestricted: bool,
}

impl Operation {
    /// One that changes nothing, such as `Encrypt`.
    pub const fn reading(service: &'static str, name: &'static str, action: &'static str) -> Self {
        Self {
            service,
            name,
            action,
            read_only: true,
            unrestricted: false,
        }
    }

    /// One that changes something, such as `CreateKey`.
    pub const fn writing(service: &'static str, name: &'static str, action: &'static str) -> Self {
        Self {
            service,
            name,
            action,
            read_only: false,
            unrestricted: false,
        }
    }

    /// One that changes nothing and that no policy can forbid, such as `GetCallerIdentity`: the guard records it and asks
    /// nobody.
    pub const fn unrestricted(
        service: &'static str,
        name: &'static str,
        action: &'static str,
    ) -> Self {
        Self {
            service,
            name,
            action,
            read_only: true,
            unrestricted: true,
        }
    }

    /// The prefix of its service, such as `kms`.
    pub const fn service(&self) -> &'static str {
        self.service
    }

    /// Its name, such as `Encrypt`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The IAM action that a policy must allow, such as `kms:Encrypt`.
    pub const fn action(&self) -> &'static str {
        self.action
    }

    /// Whether it changes nothing.
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether no policy is asked.
    pub const fn is_unrestricted(&self) -> bool {
        self.unrestricted
    }
}
