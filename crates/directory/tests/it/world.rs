//! A directory to test with: a manual clock, a sealed store, and what stands on them.

use std::{fmt::Debug, sync::Arc};

use common_types::{Arn, Caller, ManualClock, ServiceError, Timestamp};
use crypto::random::SystemRandom;
use directory::{
    AccessKey, AccessKeys, Credentials, Directory, InvalidCredential,
    sts::{AssumeRoleRequest, AssumeRoleResponse, Error, SessionTokens, Sts, StsHandle},
};
use serde_json::{Value, json};
use service_kit::{AuditLog, AuditMode, Guard, Identity, Operation, Target};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};

pub(crate) const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
pub(crate) const BOB: &str = "arn:aws:iam::111122223333:user/staff/bob";
pub(crate) const APP: &str = "arn:aws:iam::111122223333:role/app";
pub(crate) const NEXT: &str = "arn:aws:iam::111122223333:role/next";
pub(crate) const FOREIGN: &str = "arn:aws:iam::444455556666:role/foreign";
pub(crate) const REGION: &str = "eu-west-1";

/// All of it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) beneath: Arc<MemoryStore>,
    pub(crate) sealed: Arc<SealedStore>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) guard: Guard,
    pub(crate) directory: Directory,
    pub(crate) access_keys: AccessKeys,
    pub(crate) credentials: Credentials,
    pub(crate) sts: Sts,
}

impl World {
    /// With the directory of [`contents`].
    pub(crate) async fn new() -> Self {
        Self::with(&contents()).await
    }

    pub(crate) async fn with(contents: &Value) -> Self {
        Self::over(Arc::new(MemoryStore::new()), contents).await
    }

    /// Over a store that may be another world's: a restart, or another node.
    pub(crate) async fn over(beneath: Arc<MemoryStore>, contents: &Value) -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let store = Arc::<MemoryStore>::clone(&beneath);
        let keys = StoreKeys::open(store, root, Arc::<SystemRandom>::clone(&random))
            .await
            .unwrap();
        let sealed = Arc::new(SealedStore::new(keys.clone()));
        let store: Arc<dyn Store> = Arc::<SealedStore>::clone(&sealed);
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let clock = Arc::new(ManualClock::new(start()));
        let directory = Directory::from_json(&contents.to_string()).unwrap();
        let guard = Guard::new(
            Arc::new(directory.clone()),
            Arc::new(audit),
            Arc::<ManualClock>::clone(&clock),
        );
        let tokens = SessionTokens::new(keys.clone(), Arc::<SystemRandom>::clone(&random));
        let access_keys = AccessKeys::open(store, keys, directory.clone(), guard.clone(), random)
            .await
            .unwrap();
        Self {
            credentials: Credentials::new(directory.clone(), access_keys.clone(), tokens.clone()),
            sts: Sts::new(directory.clone(), guard.clone(), tokens),
            beneath,
            sealed,
            clock,
            guard,
            directory,
            access_keys,
        }
    }

    /// STS for a caller.
    pub(crate) fn sts(&self, caller: impl Into<Arc<Caller>>) -> StsHandle {
        self.sts.caller(caller).region(REGION).unwrap()
    }

    /// STS for alice, whom the role `app` trusts.
    pub(crate) fn alice(&self) -> StsHandle {
        self.sts(Caller::user(ALICE).unwrap())
    }

    pub(crate) async fn key(&self, owner: &str) -> AccessKey {
        self.access_keys
            .create_access_key(&owner.parse().unwrap())
            .await
            .unwrap()
    }

    /// Who is believed with these credentials, now.
    pub(crate) fn caller_with(
        &self,
        session: &AssumeRoleResponse,
    ) -> Result<Arc<Caller>, InvalidCredential> {
        self.find(
            &session.credentials.access_key_id,
            Some(session.credentials.session_token.expose()),
        )
    }

    pub(crate) fn find(
        &self,
        access_key_id: &str,
        token: Option<&str>,
    ) -> Result<Arc<Caller>, InvalidCredential> {
        use common_types::Clock as _;

        let now = self.clock.now();
        let found = self.credentials.find(access_key_id, token, now)?;
        Ok(found.caller)
    }

    /// Whether the policies let a caller do something to a resource without a policy of its own.
    pub(crate) fn allows(&self, caller: &Arc<Caller>, action: &str) -> bool {
        const ANY: Operation = Operation::reading("notes", "Any", "notes:Any");
        let note: Arn = "arn:aws:notes:eu-west-1:111122223333:note/1"
            .parse()
            .unwrap();
        let identity = Identity::new(Arc::clone(caller), REGION.parse().unwrap());
        let mut call = self.guard.begin(&identity, &ANY);
        call.authorise_action(action, &Target::new(&note)).is_ok()
    }

    /// The directory with a change made to it.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut contents = contents();
        change(&mut contents);
        let changed = Directory::from_json(&contents.to_string()).unwrap();
        self.directory.replace(changed.contents()).unwrap();
    }
}

/// Two accounts: users alice and bob, a role that trusts alice, one that trusts sessions of that, and one of the other account.
pub(crate) fn contents() -> Value {
    let allow = |action: &str| json!({"Effect": "Allow", "Action": action, "Resource": "*"});
    let policy = |name: &str, statements: Value| json!([{"PolicyName": name, "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}]);
    json!({"Accounts": [
        {
            "UserDetailList": [
                {
                    "UserName": "alice", "UserId": "AIDAALICE", "Arn": ALICE,
                    "Tags": [{"Key": "team", "Value": "blue"}],
                    "UserPolicyList": policy("notes", json!([allow("notes:*"), allow("sts:*")])),
                },
                {"UserName": "bob", "UserId": "AIDABOB", "Arn": BOB, "Path": "/staff/"},
            ],
            "RoleDetailList": [
                {
                    "RoleName": "app", "RoleId": "AROAAPP", "Arn": APP, "MaxSessionDuration": 7200,
                    "Tags": [{"Key": "Stage", "Value": "prod"}],
                    "AssumeRolePolicyDocument": trust(&json!({"AWS": ALICE}), &json!({})),
                    "RolePolicyList": policy("notes", json!([allow("notes:*"), allow("sts:*")])),
                },
                {
                    "RoleName": "next", "RoleId": "AROANEXT", "Arn": NEXT,
                    "AssumeRolePolicyDocument": trust(&json!({"AWS": APP}), &json!({})),
                },
            ],
            "Policies": [{
                "PolicyName": "readers", "PolicyId": "ANPAREADERS", "DefaultVersionId": "v1",
                "Arn": "arn:aws:iam::111122223333:policy/readers",
                "PolicyVersionList": [{
                    "VersionId": "v1", "IsDefaultVersion": true,
                    "Document": {"Version": "2012-10-17", "Statement": allow("notes:Read")},
                }],
            }],
        },
        {
            "RoleDetailList": [{
                "RoleName": "foreign", "RoleId": "AROAFOREIGN", "Arn": FOREIGN,
                "AssumeRolePolicyDocument": trust(
                    &json!({"AWS": "arn:aws:iam::111122223333:root"}),
                    &json!({"StringEquals": {"sts:ExternalId": "the-secret-word"}}),
                ),
            }],
        },
    ]})
}

/// A trust policy that lets these principals do all that there is to a role, under these conditions.
pub(crate) fn trust(principal: &Value, condition: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": principal, "Condition": condition,
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    }})
}

pub(crate) fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// A request for a session of `app`.
pub(crate) fn app() -> AssumeRoleRequest {
    AssumeRoleRequest::new(APP, "work")
}

/// Requires an error by its AWS code and how its message begins.
#[track_caller]
pub(crate) fn refused<T: Debug>(answer: Result<T, Error>, code: &str, message: &str) {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    let text = error.to_string();
    assert!(text.starts_with(message), "{text}");
}
