//! Why a strongroom could not be opened, or its own work not be done.

/// What the facade's own calls return. The services have errors of their own.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a strongroom could not be opened, or its own work not be done.
///
/// Not an AWS error: these calls are the application's, not a caller's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store refused or failed: it is held by another process, has another root key, was changed from outside, …
    #[error("the store could not be used")]
    Store(#[from] store::Error),
    /// Audit records or events could not be kept or handed over.
    #[error("audit records or events could not be handed over")]
    Records(#[from] service_kit::Error),
    /// The directory cannot be read, or its access keys not be opened.
    #[error("the directory could not be used")]
    Directory(#[from] directory::Error),
    /// The bus could not keep deliveries that failed.
    #[error("the event bus could not do its due work")]
    Events(#[from] events::Error),
    /// Firewall Manager could not do its due work.
    #[error("Firewall Manager could not do its due work")]
    FirewallManager(#[from] fleet::Error),
    /// KMS could not do its due work.
    #[error("the key service could not do its due work")]
    Kms(#[from] kms_core::Error),
    /// Parameter Store could not do its due work.
    #[error("Parameter Store could not do its due work")]
    ParamStore(#[from] param_store::Error),
    /// Shield could not do its due work.
    #[error("Shield could not do its due work")]
    Shield(#[from] shield_manager::Error),
    /// A web ACL could not be served.
    #[error("the web ACL could not be served")]
    Waf(#[from] waf_manager::Error),
}
