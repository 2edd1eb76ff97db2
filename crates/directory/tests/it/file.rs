//! The file: its forms, what is refused, and that a change is in force.

use directory::{Directory, Error};
use serde_json::{Value, json};

use crate::world::contents;

fn refused(contents: &Value) -> Error {
    Directory::from_json(&contents.to_string()).unwrap_err()
}

#[test]
fn one_account_is_what_the_command_line_writes() {
    let account = contents()["Accounts"][0].to_string();
    let directory = Directory::from_json(&account).unwrap();
    assert_eq!(directory.contents().users().count(), 2);
    assert_eq!(directory.contents().roles().count(), 2);
}

#[test]
fn several_accounts_are_in_one_organisation() {
    let mut contents = contents();
    contents["Organization"] = json!({
        "Id": "o-example", "ManagementAccountId": "999999999999", "PolicyTypes": ["SERVICE_CONTROL_POLICY"],
        "Root": {"Id": "r-root", "Policies": ["p-FullAWSAccess"], "Accounts": [
            {"Id": "111122223333", "Policies": ["p-FullAWSAccess"]}]}
    });
    let directory = Directory::from_json(&contents.to_string()).unwrap();
    assert_eq!(directory.contents().roles().count(), 3);
    assert_eq!(directory.contents().organization().unwrap().id, "o-example");
}

#[test]
fn a_member_that_means_nothing_is_a_mistake() {
    let error = refused(&json!({"Acounts": []}));
    assert_eq!(error.to_string(), "`Acounts` is no member of a directory");
    let error = refused(&json!({"Accounts": [{"RoleDetailsList": []}]}));
    assert_eq!(
        error.to_string(),
        "`RoleDetailsList` is no member of an account"
    );
}

#[test]
fn what_is_not_valid_is_no_directory() {
    assert!(matches!(
        Directory::from_json("[]"),
        Err(Error::Shape { .. })
    ));
    let mut bad = contents();
    bad["Accounts"][0]["RoleDetailList"][0]["AssumeRolePolicyDocument"]["Statement"]["Effect"] =
        json!("Permit");
    assert!(matches!(refused(&bad), Error::Directory(_)));
    let mut bad = contents();
    bad["Accounts"][0]["UserDetailList"][0]["GroupList"] = json!(["nobody"]);
    assert!(matches!(refused(&bad), Error::Directory(_)));
    for seconds in [json!(3599), json!(43_201), json!("3600")] {
        let mut bad = contents();
        bad["Accounts"][0]["RoleDetailList"][0]["MaxSessionDuration"] = seconds;
        assert!(matches!(refused(&bad), Error::MaxSessionDuration { .. }));
    }
    assert!(Directory::from_json("{}").is_ok());
}

#[test]
fn a_file_is_read_anew_when_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("directory.json");
    assert!(matches!(Directory::open(&path), Err(Error::File { .. })));
    std::fs::write(&path, "{}").unwrap();
    let directory = Directory::open(&path).unwrap();
    assert!(!directory.reload_if_changed().unwrap());
    assert_eq!(directory.contents().users().count(), 0);

    std::fs::write(&path, contents().to_string()).unwrap();
    assert!(directory.reload_if_changed().unwrap());
    assert_eq!(directory.contents().users().count(), 2);
    assert_eq!(directory.revision(), 2);

    // What is not valid replaces nothing, and is not tried again before it changes.
    std::fs::write(&path, "{").unwrap();
    assert!(matches!(
        directory.reload_if_changed(),
        Err(Error::Shape { .. })
    ));
    assert!(!directory.reload_if_changed().unwrap());
    assert_eq!(directory.contents().users().count(), 2);

    assert!(matches!(
        Directory::from_json("{}").unwrap().reload(),
        Err(Error::NoFile)
    ));
}
