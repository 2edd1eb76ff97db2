//! The web ACL of a resource in front of its HTTP service: always the newest, with logs, samples, and watched for floods.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use common_types::{Arn, Clock};
use shield_manager::{Settings, Watch};
use waf_layer::{Observer, Protection, WafLayer};
use waf_manager::{Protection as Managed, WafManager};
use waf_rules::{
    Bundle, CompileOptions, CompiledWebAcl, GeoLookup, Request, Verdict,
    model::{AllowAction, VisibilityConfig, WebAcl},
};

use crate::{Result, Strongroom};

/// The web ACL of a resource in front of its HTTP service. Cheap to clone.
///
/// Put [`layer`](Self::layer) around the service, and let [`drive`](Self::drive) keep the web ACL the newest.
#[derive(Clone)]
pub struct Front {
    waf: WafManager,
    resource: Arn,
    in_force: Protection,
    observed: Arc<Observed>,
    watch: Watch,
    clock: Arc<dyn Clock>,
    geo: Option<Arc<dyn GeoLookup + Send + Sync>>,
}

/// Where decisions are shown.
struct Observed {
    /// What keeps logs and samples; nothing while the resource has no web ACL.
    managed: RwLock<Option<Managed>>,
    /// What lets everything through meanwhile.
    open: Arc<CompiledWebAcl>,
}

impl Strongroom {
    /// What stands in front of a resource's service: the web ACL that is associated with it. While there is none, everything is let through.
    ///
    /// The resource is watched for floods from now on, with these settings; rules come once
    /// [automatic mitigation](shield_manager::ShieldHandle::enable_application_layer_automatic_response) is enabled for it.
    ///
    /// # Errors
    ///
    /// [`Error::Waf`](crate::Error::Waf) if the resource's ARN names no account or region, or the store fails.
    pub async fn front(&self, resource: &Arn, settings: Settings) -> Result<Front> {
        let open = Arc::new(open()?);
        let front = Front {
            waf: self.waf.clone(),
            resource: resource.clone(),
            in_force: Protection::new(Arc::clone(&open)),
            observed: Arc::new(Observed {
                managed: RwLock::new(None),
                open,
            }),
            watch: self.shield.watch(resource.clone(), settings),
            clock: Arc::clone(&self.clock),
            geo: None,
        };
        front.refresh().await?;
        Ok(front)
    }
}

impl Front {
    /// Knows where addresses are, for rules and for floods.
    #[must_use]
    pub fn geo(self, lookup: Arc<dyn GeoLookup + Send + Sync>) -> Self {
        Self {
            watch: self.watch.geo(Arc::clone(&lookup)),
            geo: Some(lookup),
            ..self
        }
    }

    /// The layer. Give it proxies and tokens as it needs; its observer is taken.
    pub fn layer(&self) -> WafLayer {
        let layer = WafLayer::new(self.in_force.clone(), Arc::clone(&self.clock))
            .observer(Arc::new(self.clone()));
        match &self.geo {
            Some(geo) => layer.geo(Arc::clone(geo)),
            None => layer,
        }
    }

    /// Puts the newest web ACL in force. Cheap where nothing has changed.
    ///
    /// # Errors
    ///
    /// [`Error::Waf`](crate::Error::Waf); the web ACL stays the one that it was.
    pub async fn refresh(&self) -> Result<()> {
        let managed = self.waf.protection(&self.resource).await?;
        let newest = match &managed {
            Some(managed) => Arc::clone(managed.web_acl()),
            None => Arc::clone(&self.observed.open),
        };
        if !Arc::ptr_eq(&newest, &self.in_force.current()) {
            let kept = self.observed.managed.write();
            *kept.unwrap_or_else(PoisonError::into_inner) = managed;
            self.in_force.put(newest);
        }
        Ok(())
    }

    /// Puts the newest web ACL in force every second, with a pause in between that the application makes with its own runtime's timer.
    ///
    /// It ends only with an error; start it as a task, and drop that to stop.
    ///
    /// # Errors
    ///
    /// As [`refresh`](Self::refresh).
    pub async fn drive<P>(&self, mut pause: impl FnMut(Duration) -> P) -> Result<()>
    where
        P: Future<Output = ()>,
    {
        loop {
            self.refresh().await?;
            pause(Duration::from_secs(1)).await;
        }
    }
}

impl Observer for Front {
    fn decided(&self, request: &Request<'_>, verdict: &Verdict<'_>) {
        let managed = self.observed.managed.read();
        let managed = managed.unwrap_or_else(PoisonError::into_inner);
        if let Some(managed) = &*managed {
            managed.observe(request, verdict, self.clock.now());
        }
        self.watch.observe(request);
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("resource", &self.resource)
            .finish_non_exhaustive()
    }
}

/// Lets everything through: for a resource that has no web ACL.
fn open() -> Result<CompiledWebAcl> {
    let visibility = VisibilityConfig::new(false, false, NOTHING);
    let acl = WebAcl::new(NOTHING, NO_ID, NO_ARN, AllowAction::new(), visibility);
    let compiled = CompiledWebAcl::compile(&acl, &Bundle::new(), &CompileOptions::new());
    Ok(compiled.map_err(waf_manager::Error::from)?)
}

/// What a web ACL is called that is none: it is in no account.
const NOTHING: &str = "none";
const NO_ID: &str = "00000000-0000-0000-0000-000000000000";
const NO_ARN: &str = "arn:aws:wafv2:us-east-1:000000000000:regional/webacl/none/00000000-0000-0000-0000-000000000000";
