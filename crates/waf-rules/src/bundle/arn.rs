//! ARNs of what AWS WAF has.

/// The parts of an ARN that decide anything: `arn:aws:wafv2:REGION:ACCOUNT:SCOPE/KIND/NAME/ID`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct EntityArn<'a> {
    pub(crate) account: &'a str,
    /// `regional` or `global`.
    pub(crate) scope: &'a str,
    /// `webacl`, `rulegroup`, `ipset`, `regexpatternset`.
    pub(crate) kind: &'a str,
    pub(crate) name: &'a str,
}

impl<'a> EntityArn<'a> {
    pub(crate) fn parse(arn: &'a str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':');
        let (prefix, _partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (_region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        if prefix != "arn" || service != "wafv2" {
            return None;
        }
        let mut resource = resource.split('/');
        let (scope, kind) = (resource.next()?, resource.next()?);
        let (name, id) = (resource.next()?, resource.next()?);
        let is_whole = !name.is_empty() && !id.is_empty() && resource.next().is_none();
        is_whole.then_some(Self {
            account,
            scope,
            kind,
            name,
        })
    }

    /// What its labels begin with.
    pub(crate) fn label_namespace(&self) -> String {
        format!("awswaf:{}:{}:{}:", self.account, self.kind, self.name)
    }

    /// Whether it is for CloudFront.
    pub(crate) fn is_global(&self) -> bool {
        self.scope == "global"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_taken_apart() {
        let arn = EntityArn::parse("arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/a1b2")
            .unwrap();
        assert_eq!(arn.label_namespace(), "awswaf:111122223333:webacl:edge:");
        assert!(arn.is_global());
        for refused in [
            "",
            "arn:aws:waf::1:x",
            "arn:aws:wafv2:r:1:regional/ipset/x",
            "arn:aws:wafv2:r:1:regional/ipset/x/y/z",
        ] {
            assert_eq!(EntityArn::parse(refused), None, "{refused}");
        }
    }
}
