//! Which accounts and resources a policy covers.

use common_types::Tags;

use crate::{
    Account, Policy, Resource, ResourceTagLogicalOperator, ResourceType,
    policy::{AccountScope, ResourceTag},
};

impl Policy {
    /// Whether an account is in the policy's scope.
    pub fn covers_account(&self, account: &Account) -> bool {
        if self.include_map.is_empty() {
            return !self.exclude_map.names(account);
        }
        self.include_map.names(account)
    }

    /// Whether a resource of such an account is.
    pub fn covers_resource(&self, resource: &Resource) -> bool {
        let Resource { arn, tags } = resource;
        ResourceType::of(arn).is_some_and(|kind| self.types().contains(&kind))
            && self.covers_tags(tags)
    }

    fn covers_tags(&self, tags: &Tags) -> bool {
        if self.resource_tags.is_empty() {
            return true;
        }
        let mut asked_for = self.resource_tags.iter();
        let has = match self.resource_tag_logical_operator {
            None | Some(ResourceTagLogicalOperator::And) => asked_for.all(|tag| tag.is_in(tags)),
            Some(ResourceTagLogicalOperator::Or) => asked_for.any(|tag| tag.is_in(tags)),
        };
        has != self.exclude_resource_tags
    }
}

impl AccountScope {
    fn names(&self, account: &Account) -> bool {
        let Account {
            id,
            organizational_units,
        } = account;
        self.accounts.contains(id)
            || organizational_units
                .iter()
                .any(|unit| self.organizational_units.contains(unit))
    }
}

impl ResourceTag {
    fn is_in(&self, tags: &Tags) -> bool {
        let Self { key, value } = self;
        tags.get(key) == Some(value.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use crate::ManagedServiceData;

    use super::*;

    fn policy() -> Policy {
        Policy::new(
            "p",
            ResourceType::LoadBalancer,
            ManagedServiceData::allowing(),
        )
    }

    fn balancer(tags: &[(&str, &str)]) -> Resource {
        let arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/1";
        let mut its = Tags::new();
        for (key, value) in tags {
            let tag = common_types::Tag::new(key.parse().unwrap(), value.parse().unwrap());
            its.set(tag).unwrap();
        }
        Resource::new(arn.parse().unwrap()).tags(its)
    }

    fn account(id: &str) -> Account {
        Account::new(id.parse().unwrap())
    }

    #[test]
    fn all_tags_are_asked_for_or_any_and_either_can_be_turned_round() {
        let tagged = policy()
            .resource_tag("stage", "prod")
            .resource_tag("public", "");
        let any = tagged
            .clone()
            .resource_tag_logical_operator(ResourceTagLogicalOperator::Or);
        let both = balancer(&[("stage", "prod"), ("public", "")]);
        let one = balancer(&[("stage", "prod"), ("public", "no")]);
        let none = balancer(&[("stage", "test")]);
        let covered = |policy: &Policy| [&both, &one, &none].map(|it| policy.covers_resource(it));
        assert_eq!(covered(&policy()), [true, true, true]);
        assert_eq!(covered(&tagged), [true, false, false]);
        assert_eq!(covered(&any), [true, true, false]);
        assert_eq!(
            covered(&tagged.exclude_resource_tags(true)),
            [false, true, true]
        );
        assert_eq!(
            covered(&any.exclude_resource_tags(true)),
            [false, false, true]
        );
    }

    #[test]
    fn a_resource_of_another_type_is_never_covered() {
        let stage = "arn:aws:apigateway:eu-west-1::/restapis/a1b2/stages/prod";
        let stage = Resource::new(stage.parse().unwrap());
        assert!(!policy().covers_resource(&stage));
        let both = policy().resource_types(ResourceType::ALL.iter().copied());
        assert!(both.covers_resource(&stage));
        let network = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/n/1";
        assert!(!both.covers_resource(&Resource::new(network.parse().unwrap())));
    }

    #[test]
    fn accounts_are_named_by_themselves_or_by_their_units_and_inclusion_goes_first() {
        let shop = account("111122223333").organizational_unit("ou-ab12-shop0001");
        let bank = account("444455556666");
        let covered = |policy: &Policy| [&shop, &bank].map(|it| policy.covers_account(it));
        assert_eq!(covered(&policy()), [true, true]);
        let units = AccountScope::default().organizational_unit("ou-ab12-shop0001");
        assert_eq!(covered(&policy().include(units.clone())), [true, false]);
        assert_eq!(covered(&policy().exclude(units.clone())), [false, true]);
        let bank_only = AccountScope::accounts([bank.id]);
        let both = policy()
            .include(bank_only)
            .exclude(AccountScope::accounts([bank.id]));
        assert_eq!(covered(&both), [false, true]);
    }
}
