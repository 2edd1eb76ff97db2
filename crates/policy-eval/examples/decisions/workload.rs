//! What is measured: N statements, each allowing two actions on a wildcard resource under one condition. The request matches
//! the last of them, or none.

use common_types::{Arn, Caller};
use policy_eval::{
    CompiledPolicy, ConditionKey, ConditionKeys, Policies, Policy, PolicyKind, PolicySet, Request,
    Values, decide,
};

/// What a service knows of a call.
pub(crate) struct Keys;

impl ConditionKeys for Keys {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match key.name() {
            "aws:principaltag" if key.tail() == Some("team") => Some(Values::from("orders")),
            _ => None,
        }
    }
}

/// A document of N statements over what `resource` gives for each, under a condition on a tag.
fn document(
    statements: usize,
    actions: &str,
    team: &str,
    resource: impl Fn(usize) -> String,
) -> String {
    let statements: Vec<String> = (0..statements)
        .map(|i| {
            let resource = resource(i);
            format!(
                r#"{{"Sid":"S{i}","Effect":"Allow","Action":{actions},"Resource":"{resource}","Condition":{{"StringEquals":{{"aws:PrincipalTag/team":"{team}"}}}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    )
}

/// Statements that an index tells apart.
pub(crate) fn parameters(statements: usize) -> String {
    let actions = r#"["ssm:GetParameter","ssm:GetParameters"]"#;
    document(statements, actions, "orders", |i| {
        format!("arn:aws:ssm:eu-west-1:111122223333:parameter/app-{i}/*")
    })
}

/// Statements that no index can tell apart, about any action on any resource. Their condition does not hold.
pub(crate) fn about_anything(statements: usize) -> String {
    document(statements, r#""*""#, "billing", |_| "*".to_owned())
}

/// Reads and compiles a policy.
pub(crate) fn compile(json: &str) -> PolicySet {
    let policy = Policy::parse(json, PolicyKind::Identity).expect("a policy");
    CompiledPolicy::compile("bench", &policy).into()
}

/// The ARN that an application's statement is about.
pub(crate) fn parameter(app: usize) -> Arn {
    let text = format!("arn:aws:ssm:eu-west-1:111122223333:parameter/app-{app}/db/password");
    text.parse().expect("an ARN")
}

/// Who asks.
pub(crate) fn caller() -> Caller {
    Caller::role("arn:aws:iam::111122223333:role/app").expect("a role")
}

/// One decision.
pub(crate) fn is_allowed(set: &PolicySet, caller: &Caller, resource: &Arn) -> bool {
    let request = Request::new(caller.principal(), "ssm:GetParameter", resource, &Keys);
    decide(&Policies::new().identity(set), &request).is_allowed()
}
