//! `policy_check`: what would AWS decide, and why? For people at a terminal, and for recorded cases by the million.
#![expect(clippy::print_stderr, reason = "a program says what is wrong")]

mod access;
mod case;
mod decide;
mod directory;
mod questions;
mod replay;
mod services;
mod simulate;
mod validate;

use std::{
    env,
    io::{self, Write, stdout},
    process::ExitCode,
};

const HELP: &str = "\
policy_check decide [OPTIONS]              decide a request under policies in files, and say why
policy_check simulate [OPTIONS]            simulate requests, as IAM's policy simulator does
policy_check diff OLD NEW [OPTIONS]        what a new policy allows and denies that an old one does not
policy_check who-can [OPTIONS]             who in a directory may do something
policy_check replay < cases.jsonl          decide recorded cases, one a line
policy_check validate [OPTIONS] FILE       say what AWS would say of a policy before it is put
policy_check no-new-access [OPTIONS]       check that a change grants nothing new
policy_check access-not-granted [OPTIONS] FILE
                                           check that a policy does not grant some access
policy_check public [OPTIONS] FILE         check that a resource's policy does not let in everybody

decide:
    --principal ARN             who asks: a user, role, role session, federated user or root; a service, such as
                                ssm.amazonaws.com; an identity provider, by its ARN or a domain that IAM knows, such as
                                accounts.google.com; or `anonymous`
    --canonical-user ID         what Amazon S3 calls the account of who asks
    --action ACTION             such as s3:GetObject
    --resource ARN              default: *
    --account ID                who owns the resource, where its ARN does not say
    --identity FILE             an identity policy; may be given several times
    --resource-policy FILE      the policy of the resource; of a role its trust policy. Of KMS keys and, for
                                sts:AssumeRole..., of roles it must allow: without one nothing is allowed
    --mandatory                 the policy of another resource must allow, too
    --boundary FILE             a permissions boundary
    --session FILE              a session policy
    --scp FILE, --rcp FILE      one organisation level each
    --vpc-endpoint FILE         the policy of the VPC endpoint that the request came through
    --context FILE              condition keys, as in a case below
    --json                      answer as JSON, with every statement and what kept it from matching

    decide exits with 0 when the request is allowed, 2 when it is denied, 1 when something is wrong.

simulate takes --principal, --action and --resource (several times), --account, --identity, --resource-policy, --boundary,
--scp and --context as decide does, and
    --input FILE                a request in IAM's JSON, as for `aws iam simulate-custom-policy --cli-input-json`
    --source ARN                with the policies of this user, group or role of the directory
    --max-items N, --marker M   one page of the results
    --service-reference FILE    more services, as for validate: what kind of resource their actions are about
    --json                      answer in IAM's shapes

diff compares two policies by themselves, and answers in requests on which they differ, verified; it says when there may be
others. It exits with 2 when there is a difference.
    --kind KIND                 identity (default), resource, trust, boundary, session, scp, rcp or vpc-endpoint
    --service-reference FILE    more services, as for validate: examples are about actions that there are
    --json                      the requests as in a case below

who-can asks everybody in a directory, and whom the policy of the resource names beside; keys that are missing and would
have to be there are told.
    --action ACTION, --resource ARN, --account ID, --context FILE
                                as for decide
    --json                      as JSON

A directory is read from
    --details FILE              output of `aws iam get-account-authorization-details`; several pages, several accounts
    --organization FILE         the tree: {\"Id\", \"ManagementAccountId\", \"PolicyTypes\", \"Root\": {\"Id\", \"Policies\",
                                \"OrganizationalUnits\", \"Accounts\": [{\"Id\", \"Policies\"}]}}
    --organization-policy FILE  output of `aws organizations describe-policy`; one each
    --key-policy ARN=FILE       output of `aws kms get-key-policy`
    --policy-of ARN=FILE        the policy of another resource

validate:
    --type TYPE                 identity, resource, trust, scp or rcp, or AWS's name, such as IDENTITY_POLICY
    --resource-type TYPE        of a resource policy, such as AWS::S3::Bucket or AWS::IAM::AssumeRolePolicyDocument
    --service-reference FILE    more services: a file of AWS's Service Authorization Reference; may be given several times
    --json                      answer in the shape of AWS's ValidatePolicy

    validate exits with 0 when no finding is an error and the policy would not be refused, else with 2; with 1 when something
    is wrong.

no-new-access:
    --type TYPE                 identity, resource or trust
    --existing FILE --new FILE  the policy as it is, and as it is to be
    --json                      answer in AWS's shape

access-not-granted:
    --type TYPE                 identity, resource or trust
    --action ACTION             such as kms:Decrypt; may be given several times; without one any action is meant
    --resource ARN              may be given several times; without one any resource is meant
    --json                      answer in AWS's shape

public:
    --resource-type TYPE        such as AWS::KMS::Key; AWS::IAM::AssumeRolePolicyDocument for a role's trust policy
    --json                      answer in AWS's shape

    These three exit with 0 when the check passes, 2 when it fails, 1 when something is wrong.

replay reads one JSON object a line and prints one verdict a line, in order: Allowed, ExplicitlyDenied, ImplicitlyDenied or
`Error: ...`. A case:

    id                      anything; other members that are not named here may be there, too, and are not read
    identity_policies       list of policy documents
    resource_policy         policy document, or null. Of KMS keys and, for sts:AssumeRole..., of roles it must allow:
                            null then allows nothing
    scps, rcps              list of organisation levels, each a list of documents; empty: none apply
    permission_boundaries   list of documents, or null
    session_policies        list of documents, or null; a list that is empty: none apply
    request
        principal           {\"arn\": ...} (a session's role is aws:PrincipalArn of the context, or else role/NAME),
                            {\"service\": ...}, {\"federated\": ...} (an identity provider) or {\"anonymous\": true}
        canonical_user      what Amazon S3 calls the account of who asks; may be left out
        action              such as s3:GetObject
        resource            {\"arn\": ..., \"account\": ...}
        context             condition key to a text, or to a list of texts for a multivalued key
";

fn main() -> ExitCode {
    if env::args_os().skip(1).any(|a| a == "--help" || a == "-h") {
        return match stdout().write_all(HELP.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let mut arguments = lexopt::Parser::from_env();
    let result = match arguments.next() {
        Ok(Some(lexopt::Arg::Value(command))) if command == "decide" => decide::decide(arguments),
        Ok(Some(lexopt::Arg::Value(command))) if command == "simulate" => {
            simulate::simulate(arguments)
        }
        Ok(Some(lexopt::Arg::Value(command))) if command == "diff" => questions::diff(arguments),
        Ok(Some(lexopt::Arg::Value(command))) if command == "who-can" => {
            questions::who_can(arguments)
        }
        Ok(Some(lexopt::Arg::Value(command))) if command == "replay" => replay::replay(),
        Ok(Some(lexopt::Arg::Value(command))) if command == "validate" => {
            validate::validate(arguments)
        }
        Ok(Some(lexopt::Arg::Value(command))) if command == "no-new-access" => {
            access::no_new_access(arguments)
        }
        Ok(Some(lexopt::Arg::Value(command))) if command == "access-not-granted" => {
            access::access_not_granted(arguments)
        }
        Ok(Some(lexopt::Arg::Value(command))) if command == "public" => access::public(arguments),
        Ok(Some(lexopt::Arg::Value(command))) => {
            let command = command.display();
            Err(format!("`{command}` is no command: try --help").into())
        }
        Ok(Some(other)) => Err(other.unexpected().into()),
        Ok(None) => Err("no command: try --help".into()),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            // Whoever reads may have read enough: that is no error to tell of.
            let is_closed = error
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
            if !is_closed {
                eprintln!("Error: {error}");
            }
            ExitCode::FAILURE
        }
    }
}
