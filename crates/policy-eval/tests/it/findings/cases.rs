//! The cases, in the order of the codes.

use policy_eval::IssueCode as Code;

use super::{Case, Of};

const fn case(
    code: Code,
    of: Of,
    with: &'static [&'static str],
    without: &'static [&'static str],
) -> Case {
    Case {
        code,
        of,
        with,
        without,
    }
}

/// A statement of an identity policy: what is allowed.
macro_rules! allow {
    ($rest:literal) => {
        concat!(r#"{"Effect": "Allow", "#, $rest, "}")
    };
}

/// A statement of an identity policy under conditions.
macro_rules! given {
    ($condition:literal) => {
        concat!(
            r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": "#,
            $condition,
            "}"
        )
    };
}

/// A statement of a trust policy.
macro_rules! trust {
    ($principal:literal, $action:literal) => {
        trust!($principal, $action, "{}")
    };
    ($principal:literal, $action:literal, $condition:literal) => {
        concat!(
            r#"{"Effect": "Allow", "Principal": "#,
            $principal,
            r#", "Action": "#,
            $action,
            r#", "Condition": "#,
            $condition,
            "}"
        )
    };
}

/// A statement of a resource policy.
macro_rules! on_resource {
    ($principal:literal) => {
        on_resource!($principal, "{}")
    };
    ($principal:literal, $condition:literal) => {
        concat!(
            r#"{"Effect": "Allow", "Principal": "#,
            $principal,
            r#", "Action": "kms:Decrypt", "Resource": "*", "Condition": "#,
            $condition,
            "}"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    // Errors.
    case(
        Code::ArnAccountNotAllowed,
        Of::Identity,
        &[allow!(
            r#""Action": "shelf:Get", "Resource": "arn:aws:shelf::111122223333:box""#
        )],
        &[allow!(
            r#""Action": "shelf:Get", "Resource": "arn:aws:shelf:::box""#
        )],
    ),
    case(
        Code::ArnRegionNotAllowed,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:GetRole", "Resource": "arn:aws:iam:eu-west-1:111122223333:role/app""#
        )],
        &[allow!(
            r#""Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/app""#
        )],
    ),
    case(
        Code::DataTypeMismatch,
        Of::Identity,
        &[
            "[]",
            r#"{"Version": 2012, "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
            r#"{"Statement": [17]}"#,
            allow!(r#""Action": 5, "Resource": "*""#),
            allow!(r#""Action": "*", "Resource": ["*", null]"#),
            allow!(r#""Action": "*", "Resource": "*", "Condition": []"#),
            given!(r#"{"StringEquals": {"aws:username": {"a": "b"}}}"#),
        ],
        &[
            allow!(r#""Action": ["*"], "Resource": "*""#),
            given!(r#"{"Bool": {"aws:SecureTransport": true}}"#),
        ],
    ),
    case(
        Code::DuplicateKeysWithDifferentCase,
        Of::Identity,
        &[given!(
            r#"{"StringEquals": {"aws:username": "a", "aws:UserName": "b"}}"#
        )],
        &[given!(
            r#"{"StringEquals": {"aws:username": "a"}, "StringNotEquals": {"aws:UserName": "b"}}"#
        )],
    ),
    case(
        Code::EmptyVariable,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${ }""#
        )],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:username}""#
        )],
    ),
    case(
        Code::FederatedPrincipalNotSupported,
        Of::Resource,
        &[on_resource!(r#"{"Federated": "accounts.google.com"}"#)],
        &[on_resource!(r#"{"AWS": "111122223333"}"#)],
    ),
    case(
        Code::InvalidAction,
        Of::Identity,
        &[
            allow!(r#""Action": "kms:Decript", "Resource": "*""#),
            allow!(r#""Action": "kms:Erase*", "Resource": "*""#),
            allow!(r#""Action": "Decrypt", "Resource": "*""#),
            allow!(r#""Action": "s3:Get Object", "Resource": "*""#),
        ],
        &[
            allow!(r#""Action": "kms:decrypt", "Resource": "*""#),
            allow!(r#""Action": "kms:De*", "Resource": "*""#),
            // Of S3 no more is known than that it exists.
            allow!(r#""Action": "s3:GetNonsense", "Resource": "*""#),
        ],
    ),
    case(
        Code::InvalidArnAccount,
        Of::Identity,
        &[
            allow!(
                r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:11112222:key/a""#
            ),
            allow!(
                r#""Action": "iam:GetRole", "Resource": "arn:aws:iam::${aws:PrincipalAccount}:role/a""#
            ),
        ],
        &[
            allow!(r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:*:key/a""#),
            allow!(
                r#""Action": "iam:GetPolicy", "Resource": "arn:aws:iam::aws:policy/ReadOnlyAccess""#
            ),
        ],
    ),
    case(
        Code::InvalidArnPrefix,
        Of::Identity,
        &[
            allow!(r#""Action": "s3:GetObject", "Resource": "bucket/key""#),
            allow!(r#""Action": "s3:GetObject", "Resource": """#),
        ],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/key""#
        )],
    ),
    case(
        Code::InvalidArnRegion,
        Of::Identity,
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:REGION:111122223333:key/a""#
        )],
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-gov-east-1:111122223333:key/a""#
        )],
    ),
    case(
        Code::InvalidArnResource,
        Of::Identity,
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:keys/a""#
        )],
        &[
            allow!(
                r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:k*""#
            ),
            allow!(
                r#""Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:eu-west-1:111122223333:parameter/app/${aws:username}""#
            ),
        ],
    ),
    case(
        Code::InvalidArnServiceCase,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:S3:::bucket""#
        )],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::Bucket""#
        )],
    ),
    case(
        Code::InvalidConditionDataType,
        Of::Identity,
        &[given!(r#"{"NumericEquals": {"s3:max-keys": ["10", 20]}}"#)],
        &[given!(r#"{"NumericEquals": {"s3:max-keys": [10, 20]}}"#)],
    ),
    case(
        Code::InvalidConditionKeyFormat,
        Of::Identity,
        &[given!(r#"{"StringEquals": {"username": "a"}}"#)],
        &[given!(r#"{"StringEquals": {"aws:username": "a"}}"#)],
    ),
    case(
        Code::InvalidConditionMultipleBoolean,
        Of::Identity,
        &[given!(
            r#"{"Bool": {"aws:SecureTransport": ["true", "false"]}}"#
        )],
        &[given!(r#"{"Bool": {"aws:SecureTransport": ["true"]}}"#)],
    ),
    case(
        Code::InvalidConditionOperator,
        Of::Identity,
        &[given!(r#"{"StringEqual": {"aws:username": "a"}}"#)],
        &[given!(
            r#"{"ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": "a"}}"#
        )],
    ),
    case(
        Code::InvalidEffect,
        Of::Identity,
        &[r#"{"Effect": "allow", "Action": "*", "Resource": "*"}"#],
        &[r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#],
    ),
    case(
        Code::InvalidFederatedPrincipalSyntaxInRoleTrustPolicy,
        Of::Trust,
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:provider/x"}"#,
            r#""sts:AssumeRoleWithSAML""#
        )],
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/x"}"#,
            r#""sts:AssumeRoleWithSAML""#
        )],
    ),
    case(
        Code::InvalidGlobalConditionKey,
        Of::Identity,
        &[given!(r#"{"StringEquals": {"aws:Username2": "a"}}"#)],
        &[given!(r#"{"StringEquals": {"AWS:USERNAME": "a"}}"#)],
    ),
    case(
        Code::InvalidKmsKeyValue,
        Of::Identity,
        &[given!(
            r#"{"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/app"}}"#
        )],
        &[given!(
            r#"{"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:111122223333:key/a"}}"#
        )],
    ),
    case(
        Code::InvalidPartition,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:amazon:s3:::bucket""#
        )],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": ["arn:aws-cn:s3:::a", "arn:*:s3:::b"]"#
        )],
    ),
    case(
        Code::InvalidPolicyElement,
        Of::Identity,
        &[
            r#"{"Version": "2012-10-17", "Statment": [], "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
            r#"{"Effect": "Allow", "Actions": "*", "Action": "*", "Resource": "*"}"#,
        ],
        &[
            r#"{"Version": "2012-10-17", "Id": "x", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ],
    ),
    case(
        Code::InvalidPrincipalFormat,
        Of::Resource,
        &[
            on_resource!(r#""111122223333""#),
            on_resource!(r#"["*"]"#),
            on_resource!(r#"{"AWS": "alice"}"#),
            on_resource!(r#"{"CanonicalUser": "79a59df9"}"#),
        ],
        &[
            on_resource!(r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#),
            on_resource!(r#""*""#),
        ],
    ),
    case(
        Code::InvalidPrincipalKey,
        Of::Resource,
        &[on_resource!(r#"{"Aws": "111122223333"}"#)],
        &[on_resource!(r#"{"AWS": "111122223333"}"#)],
    ),
    case(
        Code::InvalidRegion,
        Of::Identity,
        &[given!(
            r#"{"StringEquals": {"aws:RequestedRegion": "Ireland"}}"#
        )],
        &[given!(
            r#"{"StringLike": {"aws:RequestedRegion": ["eu-west-1", "us-*"]}}"#
        )],
    ),
    case(
        Code::InvalidService,
        Of::Identity,
        &[given!(r#"{"StringEquals": {"kmss:ViaService": "a"}}"#)],
        &[given!(
            r#"{"StringEquals": {"s3:prefix": "a", "accounts.google.com:aud": "b", "saml:sub": "c"}}"#
        )],
    ),
    case(
        Code::InvalidServiceConditionKey,
        Of::Identity,
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:CalledAccount": "111122223333"}}"#
        )],
        &[
            allow!(
                r#""Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}}"#
            ),
            allow!(
                r#""Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:x": "1"}}"#
            ),
        ],
    ),
    case(
        Code::InvalidServiceInAction,
        Of::Identity,
        &[
            allow!(r#""Action": "kmss:Decrypt", "Resource": "*""#),
            allow!(r#""Action": "k*:Decrypt", "Resource": "*""#),
        ],
        &[allow!(
            r#""Action": ["KMS:Decrypt", "lambda:InvokeFunction"], "Resource": "*""#
        )],
    ),
    case(
        Code::InvalidServicePrincipalFormat,
        Of::Resource,
        &[
            on_resource!(r#"{"Service": "ec2"}"#),
            on_resource!(
                r#"{"AWS": "111122223333"}"#,
                r#"{"StringEquals": {"kms:ViaService": "ec2.amazonaws.com"}}"#
            ),
            on_resource!(
                r#"{"AWS": "111122223333"}"#,
                r#"{"StringEquals": {"aws:CalledViaFirst": "Athena"}}"#
            ),
        ],
        &[
            on_resource!(r#"{"Service": "ec2.amazonaws.com"}"#),
            on_resource!(
                r#"{"AWS": "111122223333"}"#,
                r#"{"StringEquals": {"kms:ViaService": "ec2.eu-west-1.amazonaws.com"}}"#
            ),
            on_resource!(
                r#"{"AWS": "111122223333"}"#,
                r#"{"StringLike": {"kms:ViaService": "ec2.*.amazonaws.com"}}"#
            ),
        ],
    ),
    case(
        Code::InvalidVariableForOperator,
        Of::Identity,
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": "${aws:VpcSourceIp}"}}"#
        )],
        &[given!(
            r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/${aws:username}"}}"#
        )],
    ),
    case(
        Code::InvalidVersion,
        Of::Identity,
        &[
            r#"{"Version": "2010-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ],
        &[
            r#"{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ],
    ),
    case(
        Code::InvalidVpcFormat,
        Of::Identity,
        &[given!(
            r#"{"StringEquals": {"aws:SourceVpc": "vpce-12345678"}}"#
        )],
        &[given!(
            r#"{"StringEquals": {"aws:SourceVpc": ["vpc-12345678", "vpc-11223344556677889"]}}"#
        )],
    ),
    case(
        Code::InvalidVpceFormat,
        Of::Identity,
        &[given!(
            r#"{"StringEquals": {"aws:SourceVpce": "vpce-1234567"}}"#
        )],
        &[given!(
            r#"{"StringEquals": {"aws:SourceVpce": "vpce-12345678"}}"#
        )],
    ),
    case(
        Code::JsonSyntaxError,
        Of::Identity,
        &[
            "",
            "{",
            "nonsense",
            "[1, 2",
            r#"{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}"#,
        ],
        &["{}", "[]"],
    ),
    case(
        Code::MismatchedActionForPrincipal,
        Of::Trust,
        &[
            trust!(
                r#"{"Federated": "cognito-identity.amazonaws.com"}"#,
                r#""sts:AssumeRole""#
            ),
            trust!(
                r#"{"Service": "ec2.amazonaws.com"}"#,
                r#""sts:AssumeRoleWithWebIdentity""#
            ),
            trust!(
                r#"{"Federated": "arn:aws:iam::111122223333:saml-provider/x"}"#,
                r#""sts:AssumeRoleWithWebIdentity""#
            ),
        ],
        &[
            trust!(
                r#"{"Federated": "cognito-identity.amazonaws.com"}"#,
                r#""sts:AssumeRoleWithWebIdentity""#
            ),
            trust!(
                r#"{"AWS": "111122223333"}"#,
                r#"["sts:AssumeRole", "sts:TagSession"]"#
            ),
        ],
    ),
    case(
        Code::MissingAction,
        Of::Identity,
        &[allow!(r#""Resource": "*""#)],
        &[allow!(r#""NotAction": "s3:GetObject", "Resource": "*""#)],
    ),
    case(
        Code::MissingActionForConditionKey,
        Of::Trust,
        &[trust!(
            r#"{"AWS": "111122223333"}"#,
            r#""sts:AssumeRole""#,
            r#"{"StringEquals": {"sts:SourceIdentity": "a"}}"#
        )],
        &[trust!(
            r#"{"AWS": "111122223333"}"#,
            r#"["sts:AssumeRole", "sts:SetSourceIdentity"]"#,
            r#"{"StringEquals": {"sts:SourceIdentity": "a"}}"#
        )],
    ),
    case(
        Code::MissingActionForRolesAnywhereTrustPolicy,
        Of::Trust,
        &[trust!(
            r#"{"Service": "rolesanywhere.amazonaws.com"}"#,
            r#"["sts:AssumeRole", "sts:TagSession"]"#
        )],
        &[trust!(
            r#"{"Service": "rolesanywhere.amazonaws.com"}"#,
            r#"["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]"#
        )],
    ),
    case(
        Code::MissingArnAccount,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:GetRole", "Resource": "arn:aws:iam:::role/app""#
        )],
        &[allow!(
            r#""Action": "iam:GetRole", "Resource": "arn:aws:iam::*:role/app""#
        )],
    ),
    case(
        Code::MissingArnField,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:bucket""#
        )],
        &[allow!(
            r#""Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:*""#
        )],
    ),
    case(
        Code::MissingArnRegion,
        Of::Identity,
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms::111122223333:key/a""#
        )],
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:111122223333:key/a""#
        )],
    ),
    case(
        Code::MissingBraceInVariable,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:username""#
        )],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/$aws:username""#
        )],
    ),
    case(
        Code::MissingEffect,
        Of::Identity,
        &[r#"{"Action": "*", "Resource": "*"}"#],
        &[allow!(r#""Action": "*", "Resource": "*""#)],
    ),
    case(
        Code::MissingPrincipal,
        Of::Resource,
        &[r#"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#],
        &[
            on_resource!(r#""*""#),
            r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}"#,
        ],
    ),
    case(
        Code::MissingQualifier,
        Of::Identity,
        &[given!(r#"{"StringEquals": {"aws:TagKeys": "team"}}"#)],
        &[given!(
            r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}, "Null": {"aws:CalledVia": "true"}}"#
        )],
    ),
    case(
        Code::MissingQuoteInVariable,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'none}""#
        )],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'none'}""#
        )],
    ),
    case(
        Code::MissingResource,
        Of::Identity,
        &[allow!(r#""Action": "*""#)],
        &[allow!(
            r#""Action": "*", "NotResource": "arn:aws:s3:::bucket""#
        )],
    ),
    case(
        Code::MissingStatement,
        Of::Identity,
        &["{}", r#"{"Version": "2012-10-17", "Statement": []}"#],
        &[
            r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#,
        ],
    ),
    case(
        Code::MissingTagKeyInCondition,
        Of::Identity,
        &[
            given!(r#"{"StringEquals": {"aws:ResourceTag": "a"}}"#),
            given!(r#"{"StringEquals": {"aws:RequestTag/": "a"}}"#),
            given!(r#"{"StringEquals": {"iam:ResourceTag/": "a"}}"#),
        ],
        &[given!(
            r#"{"StringEquals": {"aws:PrincipalTag/team": "a"}}"#
        )],
    ),
    case(
        Code::NullWithIfExists,
        Of::Identity,
        &[given!(r#"{"NullIfExists": {"aws:username": "true"}}"#)],
        &[given!(r#"{"Null": {"aws:username": "true"}}"#)],
    ),
    // Sizes: see the tests of whole documents.
    case(
        Code::PolicySizeExceedsRcpQuota,
        Of::Rcp,
        &[
            r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}],"Version":"2012-10-17","Id":"@to 5121@"}"#,
        ],
        &[
            r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}],"Version":"2012-10-17","Id":"@to 5120@"}"#,
        ],
    ),
    case(
        Code::PolicySizeExceedsScpQuota,
        Of::Scp,
        &[
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}],"Version":"2012-10-17","Id":"@to 10241@"}"#,
        ],
        &[
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}],"Version":"2012-10-17","Id":"@to 10240@"}"#,
        ],
    ),
    case(
        Code::PrivateIpAddress,
        Of::Identity,
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "fd00::/8"]}}"#
        )],
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24", "aws:VpcSourceIp": "10.0.0.0/8"}}"#
        )],
    ),
    case(
        Code::PrivateNotIpAddress,
        Of::Identity,
        &[given!(
            r#"{"NotIpAddress": {"aws:SourceIp": "192.168.0.0/24"}}"#
        )],
        &[given!(
            r#"{"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}"#
        )],
    ),
    case(
        Code::RcpSyntaxErrorAction,
        Of::Rcp,
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "iam:*", "Resource": "*"}"#,
            r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": ["kms:*", "s3:GetObject"], "Resource": "*"}"#,
            r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#,
        ],
    ),
    case(
        Code::RcpSyntaxErrorAllow,
        Of::Rcp,
        &[
            r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::bucket"}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket"}"#,
        ],
    ),
    case(
        Code::RcpSyntaxErrorNotaction,
        Of::Rcp,
        &[r#"{"Effect": "Deny", "Principal": "*", "NotAction": "kms:*", "Resource": "*"}"#],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "NotResource": "arn:aws:s3:::bucket"}"#,
        ],
    ),
    case(
        Code::RcpSyntaxErrorPrincipal,
        Of::Rcp,
        &[
            r#"{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}"#,
            r#"{"Effect": "Deny", "NotPrincipal": "*", "Action": "kms:*", "Resource": "*"}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"}"#,
            r#"{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}"#,
        ],
    ),
    case(
        Code::RoleTrustPolicySyntaxErrorNotprincipal,
        Of::Trust,
        &[
            r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}"#,
        ],
    ),
    case(
        Code::RoleTrustPolicySyntaxErrorResource,
        Of::Trust,
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", "Resource": "*"}"#,
        ],
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}"#,
        ],
    ),
    case(
        Code::RoleTrustPolicyUnsupportedWildcardInPrincipal,
        Of::Trust,
        &[
            trust!(r#""*""#, r#""sts:AssumeRole""#),
            trust!(r#"{"AWS": "*"}"#, r#""sts:AssumeRole""#),
        ],
        &[trust!(r#"{"AWS": "111122223333"}"#, r#""sts:AssumeRole""#)],
    ),
    case(
        Code::ScpSyntaxErrorPrincipal,
        Of::Scp,
        &[r#"{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}"#],
        &[
            r#"{"Effect": "Deny", "NotAction": "iam:*Role", "NotResource": "arn:aws:iam::111122223333:role/a"}"#,
        ],
    ),
    case(
        Code::TypeMismatchIpRange,
        Of::Identity,
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/33"}}"#
        )],
        &[given!(r#"{"IpAddress": {"aws:SourceIp": "203.0.113.7"}}"#)],
    ),
    case(
        Code::UniqueSidsRequired,
        Of::Identity,
        &[
            r#"{"Statement": [{"Sid": "a", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                            {"Sid": "a", "Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}]}"#,
        ],
        &[
            r#"{"Statement": [{"Sid": "a", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                            {"Sid": "A", "Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}]}"#,
        ],
    ),
    case(
        Code::UnsupportedActionForConditionKey,
        Of::Identity,
        &[
            allow!(
                r#""Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"Null": {"kms:EncryptionContextKeys": "true"}}"#
            ),
            allow!(
                r#""Action": "shelf:Put", "Resource": "*", "Condition": {"NumericLessThan": {"shelf:Size": "4"}}"#
            ),
        ],
        &[
            allow!(
                r#""Action": ["kms:Decrypt", "kms:De*"], "Resource": "*", "Condition": {"Null": {"kms:EncryptionContextKeys": "true"}}"#
            ),
            allow!(
                r#""Action": "shelf:Get", "Resource": "*", "Condition": {"NumericLessThan": {"shelf:Size": "4"}}"#
            ),
        ],
    ),
    case(
        Code::UnsupportedActionInPolicy,
        Of::Bucket,
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "arn:aws:s3:::b/*"}"#,
        ],
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}"#,
        ],
    ),
    case(
        Code::UnsupportedConditionKeyForServicePrincipal,
        Of::Resource,
        &[on_resource!(
            r#"{"Service": "logs.eu-west-1.amazonaws.com"}"#,
            r#"{"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}"#
        )],
        &[on_resource!(
            r#"{"Service": "logs.eu-west-1.amazonaws.com"}"#,
            r#"{"StringEquals": {"aws:SourceOrgID": "o-abcdefghij"}}"#
        )],
    ),
    case(
        Code::UnsupportedElementCombination,
        Of::Identity,
        &[allow!(
            r#""Action": "*", "NotAction": "s3:*", "Resource": "*""#
        )],
        &[allow!(
            r#""NotAction": "s3:*", "NotResource": "arn:aws:s3:::b""#
        )],
    ),
    case(
        Code::UnsupportedGlobalConditionKey,
        Of::Identity,
        &[given!(
            r#"{"ArnEquals": {"aws:ARN": "arn:aws:iam::111122223333:role/a"}}"#
        )],
        &[given!(
            r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a"}}"#
        )],
    ),
    case(
        Code::UnsupportedPrincipal,
        Of::Identity,
        &[allow!(
            r#""Principal": "*", "Action": "*", "Resource": "*""#
        )],
        &[allow!(r#""Action": "*", "Resource": "*""#)],
    ),
    case(
        Code::UnsupportedResourceArnInPolicy,
        Of::Bucket,
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:sqs:::q"}"#,
        ],
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "*"}"#,
        ],
    ),
    case(
        Code::UnsupportedSid,
        Of::Identity,
        &[allow!(
            r#""Sid": "Enable IAM", "Action": "*", "Resource": "*""#
        )],
        &[allow!(
            r#""Sid": "EnableIAM2", "Action": "*", "Resource": "*""#
        )],
    ),
    case(
        Code::UnsupportedSpaceInVariable,
        Of::Identity,
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${ aws:username}""#
        )],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:username, 'a b'}""#
        )],
    ),
    case(
        Code::UnsupportedWildcardInPrincipal,
        Of::Resource,
        &[
            on_resource!(r#"{"AWS": "arn:aws:iam::111122223333:role/*"}"#),
            on_resource!(r#"{"Service": "*.amazonaws.com"}"#),
        ],
        &[on_resource!(r#"{"AWS": "*"}"#)],
    ),
    case(
        Code::VariableUnsupportedInElement,
        Of::Identity,
        &[allow!(r#""Action": "s3:${aws:username}", "Resource": "*""#)],
        &[allow!(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:username}""#
        )],
    ),
    case(
        Code::VariableUnsupportedInVersion,
        Of::Identity,
        &[
            r#"{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}]}"#,
        ],
        &[
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}]}"#,
        ],
    ),
    case(
        Code::VariableUsageTooPermissive,
        Of::Identity,
        &[
            given!(r#"{"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}"#),
            given!(r#"{"StringEquals": {"aws:userid": "AID${aws:username}"}}"#),
        ],
        &[
            given!(r#"{"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}"#),
            given!(r#"{"StringEquals": {"aws:userid": "AROAEXAMPLE:${aws:username}"}}"#),
        ],
    ),
    case(
        Code::WildcardUsageTooPermissive,
        Of::Identity,
        &[
            given!(r#"{"StringLike": {"aws:PrincipalOrgID": "o-*"}}"#),
            given!(r#"{"StringLike": {"aws:userid": "AROA*"}}"#),
        ],
        &[
            given!(r#"{"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}"#),
            given!(r#"{"StringLike": {"aws:userid": ["AROAEXAMPLE:*", "*:app"]}}"#),
        ],
    ),
    // Security warnings.
    case(
        Code::AllowWithNotPrincipal,
        Of::Resource,
        &[
            r#"{"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}"#,
        ],
        &[
            r#"{"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}"#,
        ],
    ),
    case(
        Code::DenyNotactionWithUnsupportedTagConditionKeyForService,
        Of::Identity,
        &[
            r#"{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}}"#,
        ],
        &[
            r#"{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:ResourceTag/a": "b"}}}"#,
        ],
    ),
    case(
        Code::DenyWithUnsupportedTagConditionKeyForService,
        Of::Identity,
        &[
            r#"{"Effect": "Deny", "Action": "shelf:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}}"#,
        ],
    ),
    case(
        Code::DynamodbAttributesWithoutSelect,
        Of::Identity,
        &[given!(
            r#"{"ForAllValues:StringEquals": {"dynamodb:Attributes": ["id"]}}"#
        )],
        &[given!(
            r#"{"ForAllValues:StringEquals": {"dynamodb:Attributes": ["id"]}, "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}"#
        )],
    ),
    case(
        Code::ForallvaluesWithSingleValuedKey,
        Of::Identity,
        &[given!(
            r#"{"ForAllValues:StringEquals": {"aws:PrincipalTag/team": "a"}}"#
        )],
        &[given!(
            r#"{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}"#
        )],
    ),
    case(
        Code::ForanyvalueWithAudienceClaimType,
        Of::Trust,
        &[trust!(
            r#"{"Federated": "accounts.google.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"ForAnyValue:StringEquals": {"accounts.google.com:aud": "app"}}"#
        )],
        &[trust!(
            r#"{"Federated": "accounts.google.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringEquals": {"accounts.google.com:aud": "app"}}"#
        )],
    ),
    case(
        Code::MissingConditionKeyForOidcPrincipal,
        Of::Trust,
        &[trust!(
            r#"{"Federated": "accounts.google.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#
        )],
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:a:b"}}"#
        )],
    ),
    case(
        Code::MissingGithubRepoConditionKey,
        Of::Trust,
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}"#
        )],
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:o/r:ref:refs/heads/main"}}"#
        )],
    ),
    case(
        Code::MissingPairedConditionKeys,
        Of::Identity,
        &[given!(
            r#"{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}"#
        )],
        &[given!(
            r#"{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:SourceVpc": "vpc-12345678"}}"#
        )],
    ),
    case(
        Code::PassRoleWithNotActionAndNotResource,
        Of::Identity,
        &[allow!(
            r#""NotAction": "s3:*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
        &[allow!(
            r#""NotAction": "iam:Pass*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
    ),
    case(
        Code::PassRoleWithNotResource,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:PassRole", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
        &[allow!(
            r#""Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/a""#
        )],
    ),
    case(
        Code::PassRoleWithStarInActionAndNotResource,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
        &[allow!(
            r#""Action": "iam:Get*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
    ),
    case(
        Code::PassRoleWithStarInActionAndResource,
        Of::Identity,
        &[allow!(r#""Action": "*", "Resource": "*""#)],
        &[allow!(
            r#""Action": "*", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}"#
        )],
    ),
    case(
        Code::PassRoleWithStarInResource,
        Of::Identity,
        &[
            allow!(r#""Action": "iam:PassRole", "Resource": "*""#),
            allow!(r#""Action": "iam:passrole", "Resource": "arn:aws:iam::111122223333:role/*""#),
        ],
        &[allow!(
            r#""Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/Service*""#
        )],
    ),
    case(
        Code::PassRoleWithStarInResourceAndNotAction,
        Of::Identity,
        &[allow!(r#""NotAction": "s3:*", "Resource": "*""#)],
        &[allow!(r#""NotAction": "iam:*", "Resource": "*""#)],
    ),
    case(
        Code::RestrictAccessToServicePrincipal,
        Of::Resource,
        &[on_resource!(r#"{"Service": "cloudtrail.amazonaws.com"}"#)],
        &[on_resource!(
            r#"{"Service": "cloudtrail.amazonaws.com"}"#,
            r#"{"StringEquals": {"aws:SourceAccount": "111122223333"}}"#
        )],
    ),
    case(
        Code::S3PrefixInNegativeContext,
        Of::Identity,
        &[
            r#"{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringLike": {"s3:prefix": "private/*"}}}"#,
            given!(r#"{"StringNotLike": {"s3:prefix": "private/*"}}"#),
        ],
        &[
            r#"{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringNotLike": {"s3:prefix": "public/*"}}}"#,
            given!(r#"{"StringLike": {"s3:prefix": "public/*"}}"#),
        ],
    ),
    case(
        Code::StringLikeOperatorWithArnConditionKeys,
        Of::Identity,
        &[given!(
            r#"{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}"#
        )],
        &[given!(
            r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}, "StringEquals": {"aws:SourceArn": "arn:aws:s3:::b"}}"#
        )],
    ),
    case(
        Code::UntrustworthyConditionKey,
        Of::Identity,
        &[given!(r#"{"StringEquals": {"aws:UserAgent": "browser"}}"#)],
        &[given!(r#"{"StringEquals": {"aws:username": "browser"}}"#)],
    ),
    // Warnings.
    case(
        Code::CreateSlrWithNotActionAndNotResource,
        Of::Identity,
        &[allow!(
            r#""NotAction": "s3:*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
        &[allow!(
            r#""NotAction": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
    ),
    case(
        Code::CreateSlrWithNotResource,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
        &[allow!(
            r#""Action": "iam:PassRole", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
    ),
    case(
        Code::CreateSlrWithStarInActionAndNotResource,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:Create*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
        &[allow!(
            r#""Action": "iam:CreateRole*", "NotResource": "arn:aws:iam::111122223333:role/a""#
        )],
    ),
    case(
        Code::CreateSlrWithStarInActionAndResource,
        Of::Identity,
        &[allow!(r#""Action": "iam:Create*", "Resource": "*""#)],
        &[allow!(
            r#""Action": "iam:Create*", "Resource": "arn:aws:iam::111122223333:role/aws-service-role/sso.amazonaws.com/*""#
        )],
    ),
    case(
        Code::CreateSlrWithStarInResource,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:CreateServiceLinkedRole", "Resource": "*""#
        )],
        &[allow!(
            r#""Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": {"StringEquals": {"iam:AWSServiceName": "sso.amazonaws.com"}}"#
        )],
    ),
    case(
        Code::CreateSlrWithStarInResourceAndNotAction,
        Of::Identity,
        &[allow!(r#""NotAction": "s3:*", "Resource": "*""#)],
        &[allow!(r#""NotAction": "iam:*", "Resource": "*""#)],
    ),
    case(
        Code::InvalidDateValue,
        Of::Identity,
        &[given!(
            r#"{"DateLessThan": {"aws:CurrentTime": "1704067200"}}"#
        )],
        &[given!(
            r#"{"DateLessThan": {"aws:CurrentTime": ["2024-01-01", "2024"]}}"#
        )],
    ),
    case(
        Code::InvalidRoleReference,
        Of::Resource,
        &[on_resource!(r#"{"AWS": "AROAEXAMPLEROLEID1234"}"#)],
        &[on_resource!(
            r#"{"AWS": "arn:aws:iam::111122223333:role/AROA"}"#
        )],
    ),
    case(
        Code::InvalidUserReference,
        Of::Resource,
        &[on_resource!(r#"{"AWS": "AIDAEXAMPLEUSERID1234"}"#)],
        &[on_resource!(
            r#"{"AWS": "arn:aws:iam::111122223333:user/AIDA"}"#
        )],
    ),
    case(
        Code::MissingVersion,
        Of::Identity,
        &[r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#],
        &[
            r#"{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ],
    ),
    case(
        Code::PolicySizeExceedsIdentityPolicyQuota,
        Of::Identity,
        &[
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}],"Version":"2012-10-17","Id":"@to 6145@"}"#,
        ],
        &[
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}],"Version":"2012-10-17","Id":"@to 6144@"}"#,
        ],
    ),
    case(
        Code::PolicySizeExceedsResourcePolicyQuota,
        Of::Bucket,
        &[
            r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"}],"Version":"2012-10-17","Id":"@to 20481@"}"#,
        ],
        &[
            r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"}],"Version":"2012-10-17","Id":"@to 20480@"}"#,
        ],
    ),
    case(
        Code::PolicySizeExceedsRoleTrustPolicyQuota,
        Of::Trust,
        &[
            r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}],"Version":"2012-10-17","Id":"@to 2049@"}"#,
        ],
        &[
            r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}],"Version":"2012-10-17","Id":"@to 2048@"}"#,
        ],
    ),
    case(
        Code::RcpMissingRelatedPrincipalConditionKey,
        Of::Rcp,
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
                           "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}"#,
        ],
    ),
    case(
        Code::RcpMissingRelatedServicePrincipalConditionKey,
        Of::Rcp,
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"}}}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"},
                           "Bool": {"aws:PrincipalIsAWSService": "true"}}}"#,
        ],
    ),
    case(
        Code::RcpMissingServiceConditionKeyNullCheck,
        Of::Rcp,
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"}}}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-abcdefghij"},
                           "Null": {"aws:SourceAccount": "false"}}}"#,
        ],
    ),
    case(
        Code::SpecificGithubRepoAndBranchRecommended,
        Of::Trust,
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringLike": {"token.actions.githubusercontent.com:sub": "repo:o/*"}}"#
        )],
        &[trust!(
            r#"{"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringLike": {"token.actions.githubusercontent.com:sub": "repo:o/r:*", "token.actions.githubusercontent.com:ref": "refs/heads/main"}}"#
        )],
    ),
    case(
        Code::TypeMismatch,
        Of::Identity,
        &[
            given!(r#"{"StringEquals": {"aws:SecureTransport": "true"}}"#),
            given!(r#"{"StringEquals": {"aws:SourceIp": "203.0.113.7"}}"#),
        ],
        &[given!(
            r#"{"Bool": {"aws:SecureTransport": "true"}, "NumericLessThan": {"aws:EpochTime": "1704067200"}}"#
        )],
    ),
    case(
        Code::TypeMismatchBoolean,
        Of::Identity,
        &[given!(r#"{"Bool": {"aws:SecureTransport": "yes"}}"#)],
        &[given!(r#"{"Bool": {"aws:SecureTransport": "TRUE"}}"#)],
    ),
    case(
        Code::TypeMismatchDate,
        Of::Identity,
        &[given!(
            r#"{"DateLessThan": {"aws:CurrentTime": "tomorrow"}}"#
        )],
        &[given!(
            r#"{"DateLessThan": {"aws:CurrentTime": "2024-01-01T00:00:00Z"}}"#
        )],
    ),
    case(
        Code::TypeMismatchNumber,
        Of::Identity,
        &[given!(r#"{"NumericLessThan": {"s3:max-keys": "ten"}}"#)],
        &[given!(r#"{"NumericLessThan": {"s3:max-keys": "10"}}"#)],
    ),
    case(
        Code::TypeMismatchString,
        Of::Identity,
        &[given!(
            r#"{"BinaryEquals": {"shelf:Print": "not base64!"}}"#
        )],
        &[given!(r#"{"BinaryEquals": {"shelf:Print": "QUJD"}}"#)],
    ),
    case(
        Code::UniqueSidsRecommended,
        Of::Resource,
        &[r#"{"Statement": [
            {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"},
            {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "kms:*", "Resource": "*"}]}"#],
        &[r#"{"Statement": [
            {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"},
            {"Sid": "b", "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "kms:*", "Resource": "*"}]}"#],
    ),
    case(
        Code::UseConditionKeyOnlyWithSupportedServices,
        Of::Scp,
        &[
            r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:VpceOrgID": "o-abcdefghij"}}}"#,
        ],
        &[
            r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:VpceOrgID": "o-abcdefghij"}}}"#,
        ],
    ),
    case(
        Code::WildcardWithoutLikeOperator,
        Of::Identity,
        &[given!(
            r#"{"StringEquals": {"aws:PrincipalTag/job": "admin-*"}}"#
        )],
        &[
            given!(r#"{"StringLike": {"aws:PrincipalTag/job": "admin-*"}}"#),
            given!(r#"{"StringEquals": {"aws:PrincipalTag/job": "admin-${*}"}}"#),
        ],
    ),
    // Suggestions.
    case(
        Code::AllowNotactionWithUnsupportedTagConditionKeyForService,
        Of::Identity,
        &[allow!(
            r#""NotAction": "iam:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}"#
        )],
        &[allow!(
            r#""Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}"#
        )],
    ),
    case(
        Code::AllowWithUnsupportedTagConditionKeyForService,
        Of::Identity,
        &[allow!(
            r#""Action": "shelf:Get", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}"#
        )],
        &[allow!(
            r#""Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}"#
        )],
    ),
    case(
        Code::ConfirmAudienceClaimType,
        Of::Trust,
        &[trust!(
            r#"{"Federated": "accounts.google.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"ForAllValues:StringEquals": {"accounts.google.com:aud": "app"}}"#
        )],
        &[trust!(
            r#"{"Federated": "accounts.google.com"}"#,
            r#""sts:AssumeRoleWithWebIdentity""#,
            r#"{"StringEquals": {"accounts.google.com:aud": "app"}}"#
        )],
    ),
    case(
        Code::EmptyArrayAction,
        Of::Identity,
        &[allow!(r#""Action": [], "Resource": "*""#)],
        &[allow!(r#""Action": ["*"], "Resource": "*""#)],
    ),
    case(
        Code::EmptyArrayCondition,
        Of::Identity,
        &[given!(r#"{"StringEquals": {"aws:username": []}}"#)],
        &[given!(r#"{"StringEquals": {"aws:username": [""]}}"#)],
    ),
    case(
        Code::EmptyArrayConditionForallvalues,
        Of::Identity,
        &[given!(
            r#"{"ForAllValues:StringEquals": {"aws:TagKeys": []}}"#
        )],
        &[given!(
            r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}"#
        )],
    ),
    case(
        Code::EmptyArrayConditionForanyvalue,
        Of::Identity,
        &[given!(
            r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": []}}"#
        )],
        &[given!(
            r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": ["a"]}}"#
        )],
    ),
    case(
        Code::EmptyArrayConditionIfexists,
        Of::Identity,
        &[given!(r#"{"StringEqualsIfExists": {"aws:username": []}}"#)],
        &[given!(
            r#"{"StringEqualsIfExists": {"aws:username": ["a"]}}"#
        )],
    ),
    case(
        Code::EmptyArrayPrincipal,
        Of::Resource,
        &[on_resource!(r#"{"AWS": []}"#)],
        &[on_resource!(r#"{"AWS": ["111122223333"]}"#)],
    ),
    case(
        Code::EmptyArrayResource,
        Of::Identity,
        &[allow!(r#""Action": "*", "Resource": []"#)],
        &[allow!(r#""Action": "*", "Resource": ["*"]"#)],
    ),
    case(
        Code::EmptyObjectCondition,
        Of::Identity,
        &[given!("{}"), given!(r#"{"StringEquals": {}}"#)],
        &[given!(r#"{"StringEquals": {"aws:username": "a"}}"#)],
    ),
    case(
        Code::EmptyObjectPrincipal,
        Of::Resource,
        &[on_resource!("{}")],
        &[on_resource!(r#"{"AWS": "111122223333"}"#)],
    ),
    case(
        Code::EmptySidValue,
        Of::Identity,
        &[allow!(r#""Sid": "", "Action": "*", "Resource": "*""#)],
        &[allow!(r#""Sid": "a", "Action": "*", "Resource": "*""#)],
    ),
    case(
        Code::ImproveIpRange,
        Of::Identity,
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}}"#
        )],
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113.7"]}}"#
        )],
    ),
    case(
        Code::IrrelevantConditionKeyInPolicy,
        Of::AccessPoint,
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "*",
             "Condition": {"StringEquals": {"s3:ResourceAccount": "111122223333"}}}"#,
        ],
        &[
            r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "*",
             "Condition": {"StringEquals": {"s3:prefix": "a"}}}"#,
        ],
    ),
    case(
        Code::NullWithQualifier,
        Of::Identity,
        &[given!(r#"{"ForAllValues:Null": {"aws:TagKeys": "true"}}"#)],
        &[given!(r#"{"Null": {"aws:TagKeys": "true"}}"#)],
    ),
    case(
        Code::PrivateIpAddressSubset,
        Of::Identity,
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}}"#
        )],
        &[given!(
            r#"{"IpAddress": {"aws:SourceIp": ["11.0.0.0/8", "203.0.113.0/24"]}}"#
        )],
    ),
    case(
        Code::PrivateNotIpAddressSubset,
        Of::Identity,
        &[given!(
            r#"{"NotIpAddress": {"aws:SourceIp": ["172.16.3.0/24", "203.0.113.0/24"]}}"#
        )],
        &[given!(
            r#"{"NotIpAddress": {"aws:SourceIp": ["172.15.3.0/24", "203.0.113.0/24"]}}"#
        )],
    ),
    case(
        Code::RecommendedConditionKeyForServicePrincipal,
        Of::Resource,
        &[on_resource!(
            r#"{"Service": "ses.amazonaws.com"}"#,
            r#"{"StringEquals": {"aws:Referer": "111122223333"}}"#
        )],
        &[on_resource!(
            r#"{"Service": "ses.amazonaws.com"}"#,
            r#"{"StringEquals": {"aws:Referer": "111122223333", "aws:SourceAccount": "111122223333"}}"#
        )],
    ),
    case(
        Code::RedundantAction,
        Of::Identity,
        &[
            allow!(
                r#""Action": ["iam:Get*", "iam:List*", "iam:GetCredentialReport"], "Resource": "*""#
            ),
            allow!(r#""Action": ["kms:Decrypt", "kms:decrypt"], "Resource": "*""#),
            allow!(r#""Action": ["kms:Decrypt", "kms:Decrypt"], "Resource": "*""#),
        ],
        &[allow!(
            r#""Action": ["iam:Get*", "iam:*CredentialReport"], "Resource": "*""#
        )],
    ),
    case(
        Code::RedundantConditionValueNum,
        Of::Identity,
        &[given!(
            r#"{"NumericLessThan": {"aws:MultiFactorAuthAge": ["2700", "3600"]}}"#
        )],
        &[given!(
            r#"{"NumericEquals": {"aws:MultiFactorAuthAge": ["2700", "3600"]}}"#
        )],
    ),
    case(
        Code::RedundantKeyDueToWildcardInCondition,
        Of::Identity,
        &[given!(
            r#"{"StringLikeIfExists": {"aws:PrincipalTag/team": "*"}}"#
        )],
        // Without `IfExists` the key must be there.
        &[given!(r#"{"StringLike": {"aws:PrincipalTag/team": "*"}}"#)],
    ),
    case(
        Code::RedundantPrincipalInRoleTrustPolicy,
        Of::Trust,
        &[trust!(
            r#"{"AWS": ["arn:aws:iam::111122223333:role/app", "arn:aws:sts::111122223333:assumed-role/app/session"]}"#,
            r#""sts:AssumeRole""#
        )],
        &[trust!(
            r#"{"AWS": ["arn:aws:iam::444455556666:role/app", "arn:aws:sts::111122223333:assumed-role/app/session"]}"#,
            r#""sts:AssumeRole""#
        )],
    ),
    case(
        Code::RedundantResource,
        Of::Identity,
        &[allow!(
            r#""Action": "iam:GetRole", "Resource": ["arn:aws:iam::111122223333:role/jane-admin", "arn:aws:iam::111122223333:role/jane*"]"#
        )],
        &[
            allow!(
                r#""Action": "iam:GetRole", "Resource": ["arn:aws:iam::111122223333:role/j-admin", "arn:aws:iam::111122223333:role/jane*"]"#
            ),
            // A name that is not known may be without a value, and then the statement matches nothing.
            allow!(
                r#""Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:username}"]"#
            ),
        ],
    ),
    case(
        Code::RedundantStatement,
        Of::Identity,
        &[r#"{"Statement": [
            {"Sid": "a", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"},
            {"Sid": "b", "Effect": "Allow", "Action": ["s3:List*", "s3:Get*"], "Resource": ["*"]}]}"#],
        &[r#"{"Statement": [
            {"Sid": "a", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"},
            {"Sid": "b", "Effect": "Deny", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}]}"#],
    ),
    case(
        Code::RedundantStatementDueToWildcardInCondition,
        Of::Identity,
        &[given!(
            r#"{"StringNotLike": {"aws:PrincipalTag/team": "*"}}"#
        )],
        &[given!(
            r#"{"StringNotLike": {"aws:PrincipalTag/team": "a*"}}"#
        )],
    ),
    case(
        Code::WildcardInServiceName,
        Of::Identity,
        &[allow!(
            r#""Action": "*", "Resource": "arn:aws:*code*::111122223333:*""#
        )],
        &[allow!(
            r#""Action": "*", "Resource": "arn:aws:codebuild::111122223333:*""#
        )],
    ),
];
