//! Logging configurations: `PutLoggingConfiguration`, `GetLoggingConfiguration`, `ListLoggingConfigurations`, `DeleteLoggingConfiguration`.

use common_types::{
    Arn,
    constraint::{Check, Constrained, Size},
    setters,
};
use serde::{Deserialize, Serialize};
use service_kit::Change;
use waf_rules::{
    Bundle, Validate,
    model::{LogScope, LogType, LoggingConfiguration, WebAcl},
};

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    call::{Asked, Call, Found, PageOf},
    entity::Record,
};

/// Request of [`put_logging_configuration`](WafHandle::put_logging_configuration).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutLoggingConfigurationRequest {
    /// All of the configuration from now on.
    pub logging_configuration: LoggingConfiguration,
}

/// Response of [`put_logging_configuration`](WafHandle::put_logging_configuration) and
/// [`get_logging_configuration`](WafHandle::get_logging_configuration).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct LoggingConfigurationResponse {
    /// The configuration.
    pub logging_configuration: LoggingConfiguration,
}

/// Declares a request that names the logging configuration of a web ACL.
macro_rules! of_web_acl {
    ($request:ident, $method:ident) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// The web ACL's ARN.
            pub resource_arn: String,
            /// The kind of log: there is one.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub log_type: Option<LogType>,
            /// Whose configuration; the customer's if unset.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub log_scope: Option<LogScope>,
        }

        impl $request {
            /// The customer's own configuration of a web ACL.
            pub fn new(resource_arn: impl Into<String>) -> Self {
                Self { resource_arn: resource_arn.into(), log_type: None, log_scope: None }
            }
        }

        setters!($request {
            /// The kind of log.
            log_type: LogType,
            /// Whose configuration.
            log_scope: LogScope,
        });

        impl Constrained for $request {
            fn constraints(&self, check: &mut Check<'_>) {
                let Self { resource_arn, log_type: _, log_scope: _ } = self;
                check.text("resourceArn", resource_arn, &bounds::ARN);
            }
        }
    };
}

of_web_acl!(GetLoggingConfigurationRequest, get_logging_configuration);
of_web_acl!(
    DeleteLoggingConfigurationRequest,
    delete_logging_configuration
);

/// Request of [`list_logging_configurations`](WafHandle::list_logging_configurations).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListLoggingConfigurationsRequest {
    /// What the web ACLs are for.
    pub scope: Scope,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Whose configurations; the customer's if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_scope: Option<LogScope>,
}

/// Response of [`list_logging_configurations`](WafHandle::list_logging_configurations).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListLoggingConfigurationsResponse {
    /// Them, in the order of their web ACLs' names.
    pub logging_configurations: Vec<LoggingConfiguration>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

impl PutLoggingConfigurationRequest {
    /// Has a web ACL log so.
    pub fn new(logging_configuration: LoggingConfiguration) -> Self {
        Self {
            logging_configuration,
        }
    }
}

impl ListLoggingConfigurationsRequest {
    /// The first page.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            next_marker: None,
            limit: None,
            log_scope: None,
        }
    }
}

setters!(ListLoggingConfigurationsRequest {
    /// Where to go on.
    next_marker: String,
    /// How many entries a page has at most.
    limit: u32,
    /// Whose configurations.
    log_scope: LogScope,
});

impl Constrained for PutLoggingConfigurationRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let LoggingConfiguration {
            resource_arn,
            log_destination_configs,
            redacted_fields,
            managed_by_firewall_manager: _,
            logging_filter: _,
            log_type: _,
            log_scope: _,
            ..
        } = &self.logging_configuration;
        const CONFIGURATION: &str = "loggingConfiguration";
        let member = |name: &str| format!("{CONFIGURATION}.{name}");
        check.text(&member("resourceArn"), resource_arn, &bounds::ARN);
        check.texts(
            &member("logDestinationConfigs"),
            log_destination_configs,
            &Size::between(1, 100),
            &bounds::ARN,
        );
        let redacted = redacted_fields.as_ref().map_or(0, Vec::len);
        check.size(&member("redactedFields"), redacted, &Size::between(0, 100));
    }
}

impl Constrained for ListLoggingConfigurationsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            scope: _,
            next_marker,
            limit,
            log_scope: _,
        } = self;
        check.text("nextMarker", next_marker, &bounds::MARKER);
        check.number("limit", *limit, &bounds::LIMIT);
    }
}

impl WafHandle {
    /// Has a web ACL log its requests from the next one on, in place of what it did before. The records wait for
    /// [`deliver_logs`](crate::WafManager::deliver_logs).
    ///
    /// # Limits
    ///
    /// One destination: the ARN of a log group, a delivery stream or a bucket, whose name begins with `aws-waf-logs-`. Streams and log groups are of
    /// the web ACL's account and region. 100 redacted fields.
    ///
    /// # Authorisation
    ///
    /// `wafv2:PutLoggingConfiguration` on the web ACL, with `wafv2:LogScope` and `wafv2:LogDestinationResource`.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter) for another destination,
    /// [`InvalidOperation`](Error::InvalidOperation) for a configuration that is not the customer's own; [`LimitsExceeded`](Error::LimitsExceeded),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [PutLoggingConfiguration](https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html). Whether the destination is
    /// there is not asked.
    pub async fn put_logging_configuration(
        &self,
        request: PutLoggingConfigurationRequest,
    ) -> Result<LoggingConfigurationResponse> {
        let mut call = self.call(Operation::PutLoggingConfiguration);
        let answer = put(&mut call, request).await;
        call.answer(answer).await
    }

    /// Reads how a web ACL logs (`wafv2:GetLoggingConfiguration` on it, with `wafv2:LogScope`).
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) also where it does not log; [`InvalidParameter`](Error::InvalidParameter),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetLoggingConfiguration](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetLoggingConfiguration.html).
    pub async fn get_logging_configuration(
        &self,
        request: GetLoggingConfigurationRequest,
    ) -> Result<LoggingConfigurationResponse> {
        let mut call = self.call(Operation::GetLoggingConfiguration);
        let answer = get(&mut call, request).await;
        call.answer(answer).await
    }

    /// Lists how web ACLs log (`wafv2:ListLoggingConfigurations`, with `wafv2:LogScope`).
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListLoggingConfigurations](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListLoggingConfigurations.html).
    pub async fn list_logging_configurations(
        &self,
        request: ListLoggingConfigurationsRequest,
    ) -> Result<ListLoggingConfigurationsResponse> {
        let mut call = self.call(Operation::ListLoggingConfigurations);
        let answer = list(&mut call, request).await;
        call.answer(answer).await
    }

    /// Ends the logging of a web ACL (`wafv2:DeleteLoggingConfiguration` on it, with `wafv2:LogScope`).
    ///
    /// # Errors
    ///
    /// As [`get_logging_configuration`](Self::get_logging_configuration).
    ///
    /// # Source
    ///
    /// [DeleteLoggingConfiguration](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteLoggingConfiguration.html).
    pub async fn delete_logging_configuration(
        &self,
        request: DeleteLoggingConfigurationRequest,
    ) -> Result<()> {
        let mut call = self.call(Operation::DeleteLoggingConfiguration);
        let answer = delete(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn put(
    call: &mut Call<'_>,
    request: PutLoggingConfigurationRequest,
) -> Result<LoggingConfigurationResponse> {
    request.validate()?;
    let mut configuration = request.logging_configuration;
    let log_scope = *configuration.log_scope.get_or_insert(LogScope::Customer);
    configuration.log_type.get_or_insert(LogType::WafLogs);
    configuration
        .managed_by_firewall_manager
        .get_or_insert(false);
    loop {
        let Found {
            key,
            version,
            mut record,
            ..
        } = call
            .find_by_arn::<WebAcl>(&configuration.resource_arn)
            .await?;
        let asked = Asked {
            log_scope: Some(log_scope),
            log_destinations: Some(&configuration.log_destination_configs),
            ..Asked::default()
        };
        call.allow_found(&record, asked)?;
        check_owner(call, &configuration)?;
        configuration.validate(&Bundle::new())?;
        for destination in &configuration.log_destination_configs {
            check_destination(call, destination)?;
        }
        record.logging = Some(configuration.clone());
        let change = Change::new().replace(key, record.encode()?, version);
        if call.commit(change).await? {
            return Ok(LoggingConfigurationResponse {
                logging_configuration: configuration,
            });
        }
    }
}

/// What Security Lake, CloudWatch and Firewall Manager configure, they alone configure.
fn check_owner(call: &Call<'_>, configuration: &LoggingConfiguration) -> Result<()> {
    let is_the_customers = configuration.log_scope == Some(LogScope::Customer);
    let is_managed = configuration.managed_by_firewall_manager != Some(false);
    if is_the_customers && (!is_managed || call.is_of_a_service()) {
        return Ok(());
    }
    Err(Error::InvalidOperation {
        reason: "A logging configuration that you manage has the log scope CUSTOMER, and is not managed by Firewall Manager."
            .to_owned(),
    })
}

/// Source: [logging destinations](https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html).
fn check_destination(call: &Call<'_>, destination: &str) -> Result<()> {
    let refused = |reason: &str| Error::invalid("LOG_DESTINATION", destination, reason);
    let arn: Arn = destination.parse().map_err(|_| {
        refused("The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.")
    })?;
    let (prefix, is_everywhere) = match arn.service() {
        "logs" => ("log-group:aws-waf-logs-", false),
        "firehose" => ("deliverystream/aws-waf-logs-", false),
        "s3" => ("aws-waf-logs-", true),
        _ => {
            return Err(refused(
                "The ARN isn't valid. A log destination is a log group, a delivery stream or a bucket.",
            ));
        }
    };
    let name = arn.resource().strip_prefix(prefix).unwrap_or_default();
    // The name of a log group ends before a colon: an ARN of its streams is none of it.
    if name.is_empty() || (!is_everywhere && name.contains(':')) {
        return Err(refused(
            "The ARN isn't valid. The name of a log destination begins with aws-waf-logs-.",
        ));
    }
    let home = call.home;
    // Firewall Manager gathers the logs of all accounts at its administrator's.
    let is_here = arn.partition() == home.partition.as_str()
        && (arn.account() == home.account.as_str() || call.is_of_a_service())
        && arn.region() == home.region.as_str();
    if !is_everywhere && !is_here {
        return Err(refused(
            "The log destination is of another account or Region.",
        ));
    }
    Ok(())
}

/// The web ACL of a request, with its configuration of the scope that is asked for.
async fn of_scope(
    call: &mut Call<'_>,
    resource_arn: &str,
    log_scope: Option<LogScope>,
) -> Result<(Found<WebAcl>, LoggingConfiguration)> {
    let log_scope = log_scope.unwrap_or(LogScope::Customer);
    let mut found = call.find_by_arn::<WebAcl>(resource_arn).await?;
    let asked = Asked {
        log_scope: Some(log_scope),
        ..Asked::default()
    };
    call.allow_found(&found.record, asked)?;
    let configuration = found.record.logging.take();
    let configuration = configuration.filter(|known| known.log_scope == Some(log_scope));
    let configuration = configuration
        .ok_or_else(|| Error::nonexistent(format!("logging configuration of {resource_arn}")))?;
    Ok((found, configuration))
}

async fn get(
    call: &mut Call<'_>,
    request: GetLoggingConfigurationRequest,
) -> Result<LoggingConfigurationResponse> {
    request.validate()?;
    let GetLoggingConfigurationRequest {
        resource_arn,
        // There is one type.
        log_type: _,
        log_scope,
    } = request;
    let (_, logging_configuration) = of_scope(call, &resource_arn, log_scope).await?;
    Ok(LoggingConfigurationResponse {
        logging_configuration,
    })
}

async fn delete(call: &mut Call<'_>, request: DeleteLoggingConfigurationRequest) -> Result<()> {
    request.validate()?;
    let DeleteLoggingConfigurationRequest {
        resource_arn,
        // There is one type.
        log_type: _,
        log_scope,
    } = request;
    loop {
        let (found, configuration) = of_scope(call, &resource_arn, log_scope).await?;
        check_owner(call, &configuration)?;
        // What was found has it no more.
        let change = Change::new().replace(found.key, found.record.encode()?, found.version);
        if call.commit(change).await? {
            return Ok(());
        }
    }
}

async fn list(
    call: &mut Call<'_>,
    request: ListLoggingConfigurationsRequest,
) -> Result<ListLoggingConfigurationsResponse> {
    request.validate()?;
    let ListLoggingConfigurationsRequest {
        scope,
        next_marker,
        limit,
        log_scope,
    } = request;
    call.home.check(scope)?;
    let page = PageOf::parse(limit, next_marker.as_deref())?;
    let log_scope = log_scope.unwrap_or(LogScope::Customer);
    call.allow_anything(Asked {
        log_scope: Some(log_scope),
        ..Asked::default()
    })?;
    let found = call.all::<WebAcl>(scope).await?;
    let entries = found.into_iter().filter_map(|record: Record<WebAcl>| {
        let configuration = record.logging?;
        (configuration.log_scope == Some(log_scope)).then_some((record.entity.name, configuration))
    });
    let filters = [("Scope", scope.as_str()), ("LogScope", log_scope.as_str())];
    let (logging_configurations, next_marker) = call.page(&page, &filters, entries)?;
    Ok(ListLoggingConfigurationsResponse {
        logging_configurations,
        next_marker,
    })
}
