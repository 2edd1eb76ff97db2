//! Whatever AWS KMS key a message names, within a filter.

use std::collections::BTreeSet;
use std::sync::Arc;

use common_types::{AccountId, Arn, BoxFuture, KeyService, Partition};

use super::kms::{decrypt, kms_data_keys};
use super::{Keyring, OnDecrypt, OnEncrypt};
use crate::{DataKey, Error};

/// A keyring that decrypts under whatever AWS KMS key the message names, and encrypts nothing.
///
/// Whoever wrote the message chooses the key, within the [`DiscoveryFilter`] and what the caller is allowed to use.
///
/// Source: framework/aws-kms/aws-kms-discovery-keyring.md.
#[derive(Debug)]
pub struct KmsDiscoveryKeyring {
    service: Arc<dyn KeyService>,
    filter: Option<DiscoveryFilter>,
    grant_tokens: Vec<String>,
}

/// Whose keys a [`KmsDiscoveryKeyring`] uses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DiscoveryFilter {
    partition: Partition,
    accounts: BTreeSet<AccountId>,
}

impl DiscoveryFilter {
    /// Keys of these accounts of one partition.
    pub fn new(partition: Partition, accounts: impl IntoIterator<Item = AccountId>) -> Self {
        let accounts = accounts.into_iter().collect();
        Self {
            partition,
            accounts,
        }
    }

    fn admits(&self, arn: &Arn) -> bool {
        let account = arn.account_id();
        arn.partition() == self.partition.as_str()
            && account.is_some_and(|account| self.accounts.contains(&account))
    }
}

impl KmsDiscoveryKeyring {
    /// Uses a key service, within a filter if one is given.
    #[must_use]
    pub fn new(service: Arc<dyn KeyService>, filter: Option<DiscoveryFilter>) -> Self {
        Self {
            service,
            filter,
            grant_tokens: Vec::new(),
        }
    }

    /// Sends these grant tokens with each call.
    #[must_use]
    pub fn grant_tokens<T: Into<String>>(mut self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.grant_tokens = tokens.into_iter().map(Into::into).collect();
        self
    }
}

impl Keyring for KmsDiscoveryKeyring {
    // spec: framework/aws-kms/aws-kms-discovery-keyring.md#onencrypt
    fn on_encrypt<'a>(&'a self, _: &'a mut OnEncrypt<'_>) -> BoxFuture<'a, Result<(), Error>> {
        let reason = "a discovery keyring decrypts only";
        Box::pin(std::future::ready(Err(Error::Keyring { reason })))
    }

    // spec: framework/aws-kms/aws-kms-discovery-keyring.md#ondecrypt
    fn on_decrypt<'a>(
        &'a self,
        request: &'a OnDecrypt<'_>,
    ) -> BoxFuture<'a, Result<DataKey, Error>> {
        Box::pin(async move {
            let mut failures = Vec::new();
            for (key, arn) in kms_data_keys(request)? {
                if self
                    .filter
                    .as_ref()
                    .is_some_and(|filter| !filter.admits(&arn))
                {
                    continue;
                }
                match decrypt(
                    &*self.service,
                    &self.grant_tokens,
                    arn.as_str(),
                    &arn,
                    key,
                    request,
                )
                .await
                {
                    Ok(data_key) => return Ok(data_key),
                    Err(error) => failures.push(error),
                }
            }
            Err(Error::attempts(failures))
        })
    }
}
