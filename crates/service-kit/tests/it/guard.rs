//! Who may do what, and what is recorded of it.

use std::sync::Arc;

use common_types::{AccountId, Caller, EncryptionContext, Session};
use policy_eval::{PolicySet, ResourcePolicyMode};
use service_kit::{
    AuditMode, Error, Operation, PolicySource, PrincipalPolicies, StaticPolicySource, Target,
    Unavailable,
};

use crate::world::*;

const ALLOW_READ: &str = r#"{"Effect": "Allow", "Action": "notes:ReadNote", "Resource": "*"}"#;

#[tokio::test]
async fn an_allowed_call_answers_and_is_recorded() {
    let world = World::new(AuditMode::Buffered);
    world.allow(ROLE, ALLOW_READ);
    let (role, note) = (role(), note());

    let mut call = world.guard.begin(&role, &READ);
    call.authorise(&Target::new(&note)).unwrap();
    call.encryption_context(EncryptionContext::try_from_iter([("tenant", "42")]).unwrap());
    call.parameter("page", "7");
    let answer = call.finish(Ok::<_, Error>("milk")).await.unwrap();

    assert_eq!(answer, "milk");
    assert_eq!(
        world.drained().await,
        [serde_json::json!({
            "eventVersion": "1.11",
            "eventTime": "2023-11-14T22:13:20Z",
            "eventSource": "notes.amazonaws.com",
            "eventName": "ReadNote",
            "awsRegion": "eu-west-1",
            "recipientAccountId": "111122223333",
            "userIdentity": {
                "type": "AssumedRole",
                "arn": "arn:aws:sts::111122223333:assumed-role/app/strongroom",
                "accountId": "111122223333",
            },
            "readOnly": true,
            "requestParameters": {"page": "7", "encryptionContext": {"tenant": "42"}},
            "resources": [{"ARN": NOTE, "accountId": "111122223333"}],
        })]
    );
}

#[tokio::test]
async fn a_denied_call_says_why_and_is_recorded() {
    let world = World::new(AuditMode::Buffered);
    world.allow(
        ROLE,
        r#"[{"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Sid": "NoNotes", "Effect": "Deny", "Action": "notes:*", "Resource": "*"}]"#,
    );
    let denied = world
        .read(&role(), &Target::new(&note()))
        .await
        .unwrap_err();

    let message = "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: \
                   notes:ReadNote on resource: arn:aws:notes:eu-west-1:111122223333:note/1 with an explicit deny in an \
                   identity-based policy";
    assert_eq!(denied.to_string(), message);
    let Error::AccessDenied(denied) = denied else {
        panic!("{denied:?}")
    };
    let statement = denied.statement().unwrap();
    assert_eq!(
        (
            statement.policy.as_str(),
            statement.sid.as_deref(),
            statement.index
        ),
        ("test policy", Some("NoNotes"), 1)
    );
    assert!(
        denied.explanation().contains("NoNotes"),
        "{}",
        denied.explanation()
    );

    let records = world.drained().await;
    assert_eq!(records[0]["errorCode"], "AccessDenied");
    assert_eq!(records[0]["errorMessage"], message);
    assert_eq!(records[0]["resources"][0]["ARN"], NOTE);
}

#[tokio::test]
async fn nobody_is_allowed_by_default_but_root_at_home() {
    let world = World::new(AuditMode::Buffered);
    let note = note();
    let target = Target::new(&note);
    assert!(world.read(&root(), &target).await.is_ok());
    assert!(world.read(&role(), &target).await.is_err());
    assert!(world.read(&stranger(), &target).await.is_err());
}

/// A key policy is the only way in, and across accounts both sides must agree.
#[tokio::test]
async fn a_mandatory_resource_policy_decides_with_both_sides() {
    let world = World::new(AuditMode::Buffered);
    let note = note();
    let to = |principal: &str| {
        resource_policy(&format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "{principal}"}}, "Action": "*", "Resource": "*"}}"#
        ))
    };
    let (home, app, elsewhere) = (
        to("arn:aws:iam::111122223333:root"),
        to(ROLE),
        to("arn:aws:iam::444455556666:root"),
    );
    for (caller, has_identity_policy, key_policy, allowed) in [
        (ROLE, false, &home, false),
        (ROLE, true, &home, true),
        (ROLE, false, &app, true),
        (ROLE, true, &elsewhere, false),
        (STRANGER, true, &home, false),
        (STRANGER, false, &elsewhere, false),
        (STRANGER, true, &elsewhere, true),
    ] {
        match has_identity_policy {
            true => world.allow(caller, ALLOW_READ),
            false => world.policies.remove(&caller.parse().unwrap()),
        }
        let identity = if caller == ROLE { role() } else { stranger() };
        let target = Target::new(&note).policy(key_policy, ResourcePolicyMode::Mandatory);
        let outcome = world.read(&identity, &target).await;
        assert_eq!(
            outcome.is_ok(),
            allowed,
            "{caller}, identity policy: {has_identity_policy}, {key_policy:?}: {outcome:?}"
        );
    }
}

/// What AWS asks before a key policy is put: whether the caller could still change it.
#[tokio::test]
async fn a_policy_permits_by_itself_or_leaves_it_to_the_account() {
    let world = World::new(AuditMode::Buffered);
    let (role, note) = (role(), note());
    let call = world.guard.begin(&role, &WRITE);
    for (effect, principal, permits) in [
        ("Allow", ROLE, true),
        ("Allow", "arn:aws:iam::111122223333:root", true),
        ("Allow", STRANGER, false),
        ("Allow", "arn:aws:iam::444455556666:root", false),
        ("Deny", ROLE, false),
    ] {
        let policy = resource_policy(&format!(
            r#"{{"Effect": "{effect}", "Principal": {{"AWS": "{principal}"}}, "Action": "*", "Resource": "*"}}"#
        ));
        let target = Target::new(&note).policy(&policy, ResourcePolicyMode::Mandatory);
        assert_eq!(
            call.policy_permits("notes:WriteNote", &target),
            permits,
            "{effect} {principal}"
        );
    }
    // It authorises nothing.
    assert!(call.finish(Ok::<_, Error>(())).await.is_err());
}

#[tokio::test]
async fn boundaries_sessions_and_organisations_limit() {
    let world = World::new(AuditMode::Buffered);
    let (all, none) = (
        || {
            PolicySet::from(identity_policy(
                r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
            ))
        },
        PolicySet::new,
    );
    let base = || PrincipalPolicies::none().identity(all());
    for (policies, allowed) in [
        (base(), true),
        (
            base()
                .boundary(all())
                .session(all())
                .service_control(vec![all(), all()]),
            true,
        ),
        (base().boundary(none()), false),
        (base().session(none()), false),
        (base().service_control(vec![all(), none()]), false),
    ] {
        let shown = format!("{policies:?}");
        world.policies.set(ROLE.parse().unwrap(), policies);
        let outcome = world.read(&role(), &Target::new(&note())).await;
        assert_eq!(outcome.is_ok(), allowed, "{shown}");
    }
    world.policies.set(ROLE.parse().unwrap(), base());
    world
        .policies
        .set_over_resources_of(account(), vec![none()]);
    assert!(world.read(&role(), &Target::new(&note())).await.is_err());
}

#[tokio::test]
async fn what_the_source_takes_away_is_gone_on_the_next_call() {
    let world = World::new(AuditMode::Buffered);
    world.allow(ROLE, ALLOW_READ);
    let (role, note) = (role(), note());
    assert!(world.read(&role, &Target::new(&note)).await.is_ok());
    world.policies.remove(&ROLE.parse().unwrap());
    assert!(world.read(&role, &Target::new(&note)).await.is_err());
}

/// A directory that is down.
#[derive(Debug)]
struct Down;

impl PolicySource for Down {
    fn of_caller(&self, _: &Caller) -> Result<Arc<PrincipalPolicies>, Unavailable> {
        Err(Unavailable::new())
    }

    fn over_resources_of(&self, _: AccountId) -> Result<Arc<[PolicySet]>, Unavailable> {
        Ok(Arc::new([]))
    }
}

#[tokio::test]
async fn an_unavailable_policy_source_denies_even_root() {
    let world = World::with_source(
        AuditMode::Buffered,
        Arc::new(StaticPolicySource::new()),
        Arc::new(Down),
    );
    let denied = world
        .read(&root(), &Target::new(&note()))
        .await
        .unwrap_err();
    assert!(
        denied
            .to_string()
            .ends_with("the policies that apply are not available"),
        "{denied}"
    );
    assert_eq!(world.drained().await[0]["errorCode"], "AccessDenied");
}

#[tokio::test]
async fn session_policies_that_the_source_does_not_apply_deny() {
    let world = World::new(AuditMode::Buffered);
    world.allow(ROLE, ALLOW_READ);
    let session = |session| caller(Caller::role(ROLE).unwrap().with_session(session));

    let policy = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let limited = session(Session::new().with_policy(policy));
    let denied = world.read(&limited, &Target::new(&note())).await;
    assert!(matches!(denied, Err(Error::AccessDenied(_))), "{denied:?}");

    let unlimited = session(Session::new());
    assert!(world.read(&unlimited, &Target::new(&note())).await.is_ok());
}

#[tokio::test]
async fn what_no_policy_can_forbid_answers_and_is_recorded() {
    const WHO_AM_I: Operation = Operation::unrestricted("notes", "WhoAmI", "notes:WhoAmI");
    let world = World::new(AuditMode::Buffered);
    let role = role();
    let call = world.guard.begin(&role, &WHO_AM_I);
    call.finish(Ok::<_, Error>(())).await.unwrap();
    let record = &world.drained().await[0];
    assert_eq!(record["eventName"], "WhoAmI");
    assert_eq!(record.get("errorCode"), None);
}

#[tokio::test]
async fn a_call_does_not_answer_without_authorisation() {
    let world = World::new(AuditMode::Buffered);
    let root = root();
    let call = world.guard.begin(&root, &READ);
    let outcome = call.finish(Ok::<_, Error>("secret")).await;
    assert!(matches!(
        outcome,
        Err(Error::Unauthorised {
            operation: "ReadNote"
        })
    ));
    assert_eq!(world.drained().await[0]["errorCode"], "InternalFailure");
}

#[tokio::test]
async fn a_call_does_not_answer_after_a_denial_even_if_something_else_is_allowed() {
    let world = World::new(AuditMode::Buffered);
    world.allow(ROLE, ALLOW_READ);
    let (role, note) = (role(), note());
    let mut call = world.guard.begin(&role, &READ);
    assert!(
        call.authorise_action("notes:Other", &Target::new(&note))
            .is_err()
    );
    assert!(call.authorise(&Target::new(&note)).is_ok());
    assert!(call.finish(Ok::<_, Error>(())).await.is_err());
    let record = &world.drained().await[0];
    assert_eq!(record["errorCode"], "AccessDenied");
    assert!(
        record["errorMessage"]
            .as_str()
            .unwrap()
            .contains("notes:Other")
    );
}

#[tokio::test]
async fn a_request_that_is_not_valid_is_recorded_too() {
    let world = World::new(AuditMode::Buffered);
    let root = root();
    let call = world.guard.begin(&root, &READ);
    let outcome = call.finish(Err::<(), _>(Error::InvalidPageToken)).await;
    assert!(matches!(outcome, Err(Error::InvalidPageToken)));
    assert_eq!(world.drained().await[0]["errorCode"], "ValidationException");
}

#[tokio::test]
async fn a_call_that_is_dropped_is_recorded_as_unfinished() {
    let world = World::new(AuditMode::Durable);
    let (root, role, note) = (root(), role(), note());
    let mut call = world.guard.begin(&root, &READ);
    call.authorise(&Target::new(&note)).unwrap();
    drop(call);
    let mut call = world.guard.begin(&role, &READ);
    call.authorise(&Target::new(&note)).unwrap_err();
    drop(call);
    let records = world.drained().await;
    let codes: Vec<_> = records.iter().map(|record| &record["errorCode"]).collect();
    assert_eq!(codes, ["Unfinished", "AccessDenied"]);
}

#[tokio::test]
async fn a_service_works_by_its_own_right_and_is_recorded() {
    let world = World::new(AuditMode::Buffered);
    let service = caller(Caller::service("notes".parse().unwrap()));
    let mut call = world.guard.begin_unattended(&service, &WRITE);
    call.resource(&note());
    call.finish(Ok::<_, Error>(())).await.unwrap();
    let record = &world.drained().await[0];
    assert_eq!(record["userIdentity"]["type"], "AWSService");
    assert_eq!(record["readOnly"], false);
    assert_eq!(record.get("errorCode"), None);
}

#[tokio::test]
async fn a_record_names_the_account_that_owns_the_resource() {
    let world = World::new(AuditMode::Buffered);
    let _ = world.read(&stranger(), &Target::new(&note())).await;
    let record = &world.drained().await[0];
    assert_eq!(record["recipientAccountId"], "111122223333");
    assert_eq!(record["userIdentity"]["accountId"], "444455556666");
}

#[tokio::test]
async fn a_very_long_encryption_context_is_left_out_of_the_record() {
    let world = World::new(AuditMode::Buffered);
    let (root, note) = (root(), note());
    let mut call = world.guard.begin(&root, &READ);
    call.authorise(&Target::new(&note)).unwrap();
    let pairs = [("a", "x".repeat(60_000)), ("b", "y".repeat(60_000))];
    call.encryption_context(EncryptionContext::try_from_iter(pairs).unwrap());
    call.finish(Ok::<_, Error>(())).await.unwrap();
    let parameters = &world.drained().await[0]["requestParameters"];
    assert_eq!(parameters["omitted"], "the request was too long to record");
    assert_eq!(parameters.get("encryptionContext"), None);
}
