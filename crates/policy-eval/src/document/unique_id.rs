//! Unique ids: a policy that names a role is about that role, and not about another that is made later under its name.

use std::sync::Arc;

use super::{Policy, PrincipalName};

impl Policy {
    /// The policy with users and roles named by their unique ids, as AWS keeps it. To be done when a policy is put: then it
    /// no longer matches a role that is deleted and made again.
    ///
    /// `id_of` is asked for the id of each ARN; a name that it does not know stays.
    ///
    /// Source: [role principals](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles).
    ///
    /// ```
    /// use policy_eval::{Policy, PolicyKind};
    ///
    /// let json = r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/app"},"Action":"kms:*","Resource":"*"}}"#;
    /// let policy = Policy::parse(json, PolicyKind::Resource)?;
    /// let kept = policy.with_unique_ids(|_| Some("AROAEXAMPLEROLEID1234".to_owned()));
    /// assert!(kept.to_string().contains(r#""Principal":{"AWS":"AROAEXAMPLEROLEID1234"}"#));
    ///
    /// let shown = kept.with_arns(|_| Some("arn:aws:iam::111122223333:role/app".to_owned()));
    /// assert_eq!(shown, policy);
    /// # Ok::<(), policy_eval::ParseError>(())
    /// ```
    #[must_use]
    pub fn with_unique_ids(&self, id_of: impl Fn(&str) -> Option<String>) -> Self {
        self.rename(&|name| id_of(name.as_arn()?))
    }

    /// The policy with users and roles named by their ARNs, as AWS shows it. The id of what no longer exists stays.
    #[must_use]
    pub fn with_arns(&self, arn_of: impl Fn(&str) -> Option<String>) -> Self {
        self.rename(&|name| arn_of(name.as_unique_id()?))
    }

    fn rename(&self, rename: &dyn Fn(&PrincipalName) -> Option<String>) -> Self {
        let statements = self
            .statements
            .map(|statement| Arc::new(statement.renamed(rename)));
        Self {
            statements,
            id: self.id.clone(),
            kind: self.kind,
            version: self.version,
        }
    }
}
