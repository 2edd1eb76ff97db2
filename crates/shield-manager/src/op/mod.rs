//! The operations: automatic mitigation of a resource begun, changed, ended, described.

mod describe;
mod disable;
mod enable;
mod update;

pub use describe::{
    ApplicationLayerAutomaticResponse, DescribeProtectionRequest, DescribeProtectionResponse,
};
pub use disable::DisableApplicationLayerAutomaticResponseRequest;
pub use enable::EnableApplicationLayerAutomaticResponseRequest;
pub use update::UpdateApplicationLayerAutomaticResponseRequest;

use common_types::{Arn, Timestamp};
use service_kit::{Call, Change, Target};
use store::Revision;

use crate::{
    Error, Result, ShieldHandle,
    record::{Home, Installation, Protection, decode, encode},
    run::to_the_microsecond,
};

/// A resource with automatic mitigation, and its web ACL's rule group, as they were read.
struct Loaded {
    protection: Protection,
    protection_version: Revision,
    installation: Installation,
    installation_version: Revision,
}

impl ShieldHandle {
    /// Asks whether the caller may do this to a resource, and tells where it is.
    fn allow(&self, call: &mut Call<'_>, resource: &str) -> Result<(Arn, Home)> {
        let refused = |reason: String| Error::InvalidParameter { reason };
        let arn: Arn = resource
            .parse()
            .map_err(|error: common_types::ParseError| refused(error.to_string()))?;
        call.authorise(&Target::new(&arn))?;
        let home = Home::of(&arn)?;
        if home.region != *self.identity().region() {
            return Err(refused(format!("`{arn}` is of another Region")));
        }
        Ok((arn, home))
    }

    async fn load(&self, home: &Home, resource: &Arn) -> Result<Loaded> {
        let not_found = || Error::ResourceNotFound {
            resource: resource.to_string(),
        };
        let shared = self.shared();
        loop {
            let found = shared.read(home.protection(resource)?).await?;
            let found = found.ok_or_else(not_found)?;
            let protection: Protection = decode(&found.value)?;
            let key = home.installation(&protection.web_acl)?;
            // One that has gone was moved or disabled since the protection was read.
            if let Some(installation) = shared.read(key).await? {
                return Ok(Loaded {
                    protection,
                    protection_version: found.version,
                    installation: decode(&installation.value)?,
                    installation_version: installation.version,
                });
            }
        }
    }

    /// A change of what is in force for a web ACL, that is due at once.
    fn due_now(
        &self,
        change: Change,
        home: &Home,
        web_acl: &str,
        installation: &mut Installation,
        version: Option<Revision>,
        now: Timestamp,
    ) -> Result<Change> {
        let now = to_the_microsecond(now);
        installation.changed(now);
        let (key, value) = (home.installation(web_acl)?, encode(installation)?);
        let change = match version {
            Some(version) => change.replace(key, value, version),
            None => change.create(key, value),
        };
        Ok(change.put(self.shared().due.key(now, web_acl)?, Vec::new()))
    }
}
