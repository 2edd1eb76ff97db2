//! What a process has seen becomes what is to be in force.

use chrono::TimeDelta;
use common_types::{Arn, Timestamp};
use shield::Condition;
use store::Versioned;
use waf_manager::GetWebAclForResourceRequest;

use super::Report;
use crate::{
    Error, ResponseAction, Result, limits,
    manager::{Shared, Watched},
    record::{Entry, Home, Installation, Protection, Section, decode, encode},
};

impl Shared {
    /// Looks at a resource that is watched here, and notes which rules it is to have.
    pub(super) async fn renew(
        &self,
        resource: &Arn,
        watched: &Watched,
        now: Timestamp,
        report: &mut Report,
    ) -> Result<()> {
        let evaluation = watched.shield.evaluate(now);
        // What is in no account or region cannot have been enabled.
        let Ok(home) = Home::of(resource) else {
            return Ok(());
        };
        let Some(found) = self.read(home.protection(resource)?).await? else {
            return Ok(());
        };
        report.protected = report.protected.saturating_add(1);
        if evaluation.condition == Condition::UnderAttack {
            report.under_attack = report.under_attack.saturating_add(1);
        }
        let mitigations = evaluation.mitigations.iter();
        let entries: Vec<_> = mitigations
            .filter_map(|mitigation| Entry::of(mitigation, &watched.tag))
            .collect();
        let rules = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        report.rules = report.rules.saturating_add(rules);
        let protection: Protection = decode(&found.value)?;
        if !entries.is_empty()
            && self
                .follow(&home, resource, &protection, &found, now)
                .await?
        {
            // It has another web ACL now: the next look finds it there.
            return Ok(());
        }
        self.put_section(
            &home,
            resource,
            &protection.web_acl,
            &watched.tag,
            entries,
            now,
        )
        .await
    }

    /// Replaces what this process has in force for a resource.
    async fn put_section(
        &self,
        home: &Home,
        resource: &Arn,
        web_acl: &str,
        tag: &str,
        entries: Vec<Entry>,
        now: Timestamp,
    ) -> Result<()> {
        let key = home.installation(web_acl)?;
        let expiry = TimeDelta::from_std(limits::EXPIRY).map_err(Error::broken)?;
        let renewal = TimeDelta::from_std(limits::RENEWAL).map_err(Error::broken)?;
        loop {
            let Some(found) = self.read(key.clone()).await? else {
                return Ok(());
            };
            let mut installation: Installation = decode(&found.value)?;
            let is_as_it_was = match installation.sections.get(tag) {
                None => entries.is_empty(),
                Some(section) => section.entries == entries && section.expires > now + renewal,
            };
            if is_as_it_was || !installation.resources.contains_key(resource.as_str()) {
                return Ok(());
            }
            if entries.is_empty() {
                installation.sections.remove(tag);
            } else {
                let section = Section {
                    resource: resource.to_string(),
                    expires: now + expiry,
                    entries: entries.clone(),
                };
                installation.sections.insert(tag.to_owned(), section);
            }
            installation.changed(now);
            let transaction = self
                .transaction()?
                .replace(key.clone(), encode(&installation)?, found.version)
                .put(self.due.key(now, web_acl)?, Vec::new());
            if self.commit(transaction).await? {
                return Ok(());
            }
        }
    }

    /// Moves a resource to the rule group of the web ACL that it has now, if that is another one; whether it is.
    async fn follow(
        &self,
        home: &Home,
        resource: &Arn,
        protection: &Protection,
        found: &Versioned,
        now: Timestamp,
    ) -> Result<bool> {
        let request = GetWebAclForResourceRequest::new(resource.as_str());
        // If WAF does not tell, or tells of none, rules stay where they are.
        let Ok(answer) = self.waf_of(home)?.get_web_acl_for_resource(request).await else {
            return Ok(false);
        };
        let Some(acl) = answer.web_acl.filter(|acl| acl.arn != protection.web_acl) else {
            return Ok(false);
        };
        let moved = Protection {
            web_acl: acl.arn.clone(),
        };
        let (from, to) = (
            home.installation(&protection.web_acl)?,
            home.installation(&acl.arn)?,
        );
        let mut transaction =
            self.transaction()?
                .replace(home.protection(resource)?, encode(&moved)?, found.version);
        let mut action = ResponseAction::Count;
        if let Some(before) = self.read(from.clone()).await? {
            let mut installation: Installation = decode(&before.value)?;
            action = *installation
                .resources
                .get(resource.as_str())
                .unwrap_or(&action);
            installation.remove(resource.as_str());
            installation.changed(now);
            transaction = transaction
                .replace(from, encode(&installation)?, before.version)
                .put(self.due.key(now, &protection.web_acl)?, Vec::new());
        }
        let before = self.read(to.clone()).await?;
        let mut installation = match &before {
            Some(before) => decode(&before.value)?,
            None => {
                let arn = acl.arn.parse().map_err(Error::broken)?;
                Installation::new(&arn, &self.uuid()?)
            }
        };
        installation.resources.insert(resource.to_string(), action);
        installation.changed(now);
        let value = encode(&installation)?;
        transaction = match before {
            Some(before) => transaction.replace(to, value, before.version),
            None => transaction.create(to, value),
        };
        let transaction = transaction.put(self.due.key(now, &acl.arn)?, Vec::new());
        // If others are faster, the next look does it.
        self.commit(transaction).await?;
        Ok(true)
    }
}
