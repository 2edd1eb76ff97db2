//! Resource policies: who else may read a parameter.

use crypto::digest::Algorithm;
use policy_eval::{CompiledPolicy, Policy, PolicyKind};
use serde_json::{Value, json};

use crate::{
    Error, Quota, Result, limits,
    record::{Record, members},
};

/// A resource policy as it is stored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SharingRecord {
    pub(crate) id: String,
    pub(crate) policy: String,
}

/// Says of a parameter that it has resource policies: all of those of a region are in one run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SharedRecord {
    pub(crate) arn: String,
}

/// All resource policies of a parameter, ready to decide by.
#[derive(Clone, Debug)]
pub(crate) struct Sharing(CompiledPolicy);

members!(SharingRecord { id, policy });
members!(SharedRecord { arn });

impl Record for SharedRecord {
    const WHAT: &'static str = "the record of a shared parameter";
}

impl SharingRecord {
    /// Reads a policy that a request carries.
    ///
    /// # Errors
    ///
    /// [`Error::ResourcePolicyLimitExceeded`] if it is too long, [`Error::MalformedResourcePolicyDocument`] if it does not parse.
    pub(crate) fn parse(id: String, policy: String) -> Result<Self> {
        if policy.len() > limits::RESOURCE_POLICY_BYTES {
            return Err(Error::ResourcePolicyLimitExceeded(
                Quota::ResourcePolicyBytes,
            ));
        }
        if let Err(error) = Policy::parse(&policy, PolicyKind::Resource) {
            return Err(Error::MalformedResourcePolicyDocument {
                reason: error.to_string(),
            });
        }
        let record = Self { id, policy };
        // As it will be read together with others.
        Sharing::stored(std::slice::from_ref(&record)).map_err(|error| match error {
            Error::Internal { cause } => Error::MalformedResourcePolicyDocument {
                reason: cause.to_string(),
            },
            other => other,
        })?;
        Ok(record)
    }

    /// What changes with the policy: who replaces it says which one they saw.
    pub(crate) fn hash(&self) -> String {
        let digest = Algorithm::Sha256.digest(self.policy.as_bytes());
        digest
            .as_ref()
            .iter()
            .fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"))
    }
}

impl Sharing {
    /// Reads the policies that are stored; none if there are none.
    pub(crate) fn stored(records: &[SharingRecord]) -> Result<Option<Self>> {
        let mut statements = Vec::new();
        for SharingRecord { id: _, policy } in records {
            let mut policy: Value = serde_json::from_str(policy).map_err(Error::broken)?;
            match policy.get_mut("Statement").map(Value::take) {
                Some(Value::Array(several)) => statements.extend(several),
                Some(one) => statements.push(one),
                None => {}
            }
        }
        if statements.is_empty() {
            return Ok(None);
        }
        // Two policies may use the same statement id; one may not.
        for statement in &mut statements {
            if let Some(statement) = statement.as_object_mut() {
                statement.remove("Sid");
            }
        }
        let all = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let all = Policy::parse(&all, PolicyKind::Resource).map_err(Error::broken)?;
        Ok(Some(Self(CompiledPolicy::compile("resource policy", &all))))
    }

    /// The policies, as one.
    pub(crate) fn compiled(&self) -> &CompiledPolicy {
        &self.0
    }
}
