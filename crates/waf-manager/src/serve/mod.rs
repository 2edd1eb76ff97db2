//! Serving: the web ACL of a resource, compiled, always the newest, with the samples and logs of what it decides.

mod compiled;
mod logs;
mod memory;
mod samples;
mod source;

use std::sync::Arc;

use common_types::{Arn, Region, Timestamp};
use waf_rules::{CompiledWebAcl, Environment, LogContext, Request, ResourceType, Verdict};

pub(crate) use self::{
    compiled::{Compiled, Served},
    logs::Logs,
    memory::Memories,
    samples::{Population, oldest},
};
pub use self::{
    logs::{DeliveredLogs, LogSink, LoggedRequest},
    source::LogSource,
};
use crate::{
    Error, Result, WafManager, format,
    scope::{EntityArn, Home},
};

/// A web ACL as it protects something: decides, and keeps samples and log records of what it decides.
///
/// Cheap to clone. It stays as it is: ask for the newest before each request.
#[derive(Clone, Debug)]
pub struct Protection {
    served: Arc<Served>,
    logs: Arc<Logs>,
    source: Arc<LogSource>,
}

impl WafManager {
    /// What protects a resource; nothing for one that is not protected.
    ///
    /// Cheap to ask before every request: what was compiled is kept until something of the account's web ACLs, rule groups and sets in the
    /// region changes, and never used after that. Rate-based rules that stay the same go on counting where they were. For a resource of
    /// CloudFront, or one that is not AWS's at all, see [`protection_by`](Self::protection_by).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] if the resource's ARN has no account; [`Error::Internal`] if the store fails.
    pub async fn protection(&self, resource: &Arn) -> Result<Option<Protection>> {
        let home = home_of(resource)?;
        let shared = self.shared();
        // What is read from here on is forgotten with the next change.
        let of_home = shared.compiled.of(&home);
        if let Some(protection) = of_home.protection(resource)
            && shared.compiled.is_current(&protection.served)
        {
            return Ok(Some(protection));
        }
        let Some(found) = shared.read(home.protected(resource)?).await? else {
            return Ok(None);
        };
        let arn: String = format::decode("a protected resource", &found.value)?;
        let source = LogSource::of(resource);
        let protection = self.protection_by(&arn, source).await?;
        // A change of a web ACL of another account would not be noticed.
        if arn.parse::<EntityArn>()?.home == home {
            of_home.keep(resource, protection.clone());
        }
        Ok(Some(protection))
    }

    /// A web ACL by its ARN, for what is not associated with it: a distribution of CloudFront, or anything else that has a name in logs.
    ///
    /// # Errors
    ///
    /// [`Error::NonexistentItem`]; [`Error::InvalidParameter`] if that is no ARN of a web ACL; [`Error::Internal`] if the store fails.
    pub async fn protection_by(&self, web_acl_arn: &str, source: LogSource) -> Result<Protection> {
        let shared = self.shared();
        Ok(Protection {
            served: shared.served(web_acl_arn, source.resource_type()).await?,
            logs: Arc::clone(&shared.logs),
            source: Arc::new(source),
        })
    }

    /// A web ACL by its ARN, compiled as for an application load balancer: who decides by it alone leaves no samples and no logs.
    ///
    /// # Errors
    ///
    /// As [`protection_by`](Self::protection_by).
    pub async fn compiled(&self, web_acl_arn: &str) -> Result<Arc<CompiledWebAcl>> {
        let served = self
            .shared()
            .served(web_acl_arn, ResourceType::ApplicationLoadBalancer)
            .await?;
        Ok(Arc::clone(&served.acl))
    }
}

impl Protection {
    /// Decides a request at this time, and keeps what is to be kept of it: samples where rules ask for them, a log record where the web ACL's
    /// logging configuration does. Neither ever waits.
    pub fn decide<'a>(
        &'a self,
        request: &'a Request<'a>,
        now: Timestamp,
        environment: &Environment<'a>,
    ) -> Verdict<'a> {
        let verdict = self.served.acl.decide(request, now, environment);
        self.observe(request, &verdict, now);
        verdict
    }

    /// Keeps what is to be kept of a request that was decided by [`web_acl`](Self::web_acl) elsewhere, such as in a tower layer.
    pub fn observe(&self, request: &Request<'_>, verdict: &Verdict<'_>, now: Timestamp) {
        self.served.memory.samples.take(request, verdict, now);
        if let Some(logging) = &self.served.logging {
            let context =
                LogContext::new(request, verdict, now).source(self.source.name(), self.source.id());
            if let Some(record) = logging.record(&context) {
                self.logs.put(logging, record);
            }
        }
    }

    /// The web ACL.
    pub fn web_acl(&self) -> &Arc<CompiledWebAcl> {
        &self.served.acl
    }
}

fn home_of(resource: &Arn) -> Result<Home> {
    let refused = || Error::invalid("RESOURCE_ARN", resource.as_str(), "The ARN isn't valid.");
    Ok(Home {
        partition: resource.partition().parse().map_err(|_| refused())?,
        account: resource.account().parse().map_err(|_| refused())?,
        region: resource.region().parse::<Region>().map_err(|_| refused())?,
    })
}
