//! A strongroom with a directory, and SDK clients that call it.

use std::sync::Arc;

use aws_sdk_kms::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use strongroom::{
    BytesRootKey, MemoryStore, Strongroom,
    aws_api::{InProcessClient, SigV4},
    directory::{AccessKey, Directory},
};

pub const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
pub const BOB: &str = "arn:aws:iam::111122223333:user/bob";

const DIRECTORY: &str = r#"{
    "UserDetailList": [
        {"UserName": "alice", "UserId": "AIDAALICE", "Arn": "arn:aws:iam::111122223333:user/alice",
         "UserPolicyList": [{"PolicyName": "all", "PolicyDocument": {"Statement": {
            "Effect": "Allow", "Action": "*", "Resource": "*"}}}]},
        {"UserName": "bob", "UserId": "AIDABOB", "Arn": "arn:aws:iam::111122223333:user/bob"}
    ],
    "RoleDetailList": [
        {"RoleName": "keys", "RoleId": "AROAKEYS", "Arn": "arn:aws:iam::111122223333:role/keys",
         "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"},
            "Condition": {"StringEquals": {"sts:ExternalId": "a-word"}}}},
         "RolePolicyList": [{"PolicyName": "keys", "PolicyDocument": {"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "kms:*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalTag/project": "x"}}}}}]}
    ]
}"#;

pub struct World {
    pub strongroom: Strongroom,
}

impl World {
    pub async fn new() -> Self {
        let strongroom = Strongroom::builder()
            .store(Arc::new(MemoryStore::new()))
            .root_key(Arc::new(BytesRootKey::new([7; 32]).unwrap()))
            .directory(Directory::from_json(DIRECTORY).unwrap())
            .open()
            .await
            .unwrap();
        Self { strongroom }
    }

    pub async fn access_key(&self, user: &str) -> AccessKey {
        let user = user.parse().unwrap();
        self.strongroom
            .access_keys()
            .create_access_key(&user)
            .await
            .unwrap()
    }

    /// The client that an application has already, with one line more.
    pub async fn kms(&self, user: &str) -> aws_sdk_kms::Client {
        let key = self.access_key(user).await;
        self.kms_with(credentials(&key))
    }

    pub fn kms_with(&self, credentials: Credentials) -> aws_sdk_kms::Client {
        let config = aws_sdk_kms::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(self.in_process())
            .build();
        aws_sdk_kms::Client::from_conf(config)
    }

    pub async fn sts(&self, user: &str) -> aws_sdk_sts::Client {
        let key = self.access_key(user).await;
        let config = aws_sdk_sts::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials(&key)))
            .http_client(self.in_process())
            .build();
        aws_sdk_sts::Client::from_conf(config)
    }

    pub async fn ssm(&self, user: &str) -> aws_sdk_ssm::Client {
        let key = self.access_key(user).await;
        let config = aws_sdk_ssm::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials(&key)))
            .http_client(self.in_process())
            .build();
        aws_sdk_ssm::Client::from_conf(config)
    }

    pub fn in_process(&self) -> InProcessClient {
        let credentials = self.strongroom.credentials().clone();
        InProcessClient::new(
            self.strongroom
                .api(Arc::new(SigV4::new(Arc::new(credentials)))),
        )
    }
}

pub fn credentials(key: &AccessKey) -> Credentials {
    let secret = key.secret_access_key.expose();
    Credentials::new(&key.access_key_id, secret, None, None, "a test")
}
