//! `param_sync` and `with_env`, as programs.
#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// Where cargo puts the examples: beside the folder of the tests.
fn program(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples")
        .join(name)
}

fn run(
    directory: &TempDir,
    name: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Output {
    let mut command = Command::new(program(name));
    command
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(directory.path());
    command.output().unwrap()
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What is under `/app`, as `param_sync` writes it.
#[track_caller]
fn exported(directory: &TempDir) -> String {
    let export = ["export", "--path", "/app"];
    succeeded(&run(directory, "param_sync", &export, &[]))
}

const HISTORY: &str = r#"{"Parameters": [
    {"Name": "/app/host", "Type": "String", "Value": "old", "Version": 1, "Labels": ["before"], "Tier": "Standard",
     "DataType": "text", "Policies": [], "LastModifiedDate": "2026-01-01T00:00:00+00:00", "LastModifiedUser": "arn:aws:iam::1:root"},
    {"Name": "/app/host", "Type": "String", "Value": "new", "Version": 2, "Labels": [], "Tier": "Standard",
     "DataType": "text", "Policies": [], "LastModifiedDate": "2026-01-02T00:00:00+00:00", "LastModifiedUser": "arn:aws:iam::1:root"},
    {"Name": "/app/password", "Type": "SecureString", "Value": "hunter2", "Version": 1,
     "ARN": "arn:aws:ssm:eu-west-1:111122223333:parameter/app/password", "DataType": "text", "LastModifiedDate": 1767225600.5}
]}"#;

const ABOUT: &str = r#"{"Parameters": [
    {"Name": "/app/host", "Type": "String", "Version": 2, "Tier": "Advanced", "Description": "where it is", "DataType": "text",
     "Policies": [{"PolicyText": "{\"Type\":\"NoChangeNotification\",\"Version\":\"1.0\",\"Attributes\":{\"After\":\"20\",\"Unit\":\"Days\"}}",
                   "PolicyType": "NoChangeNotification", "PolicyStatus": "Pending"}]}
]}"#;

#[test]
fn what_the_aws_cli_has_printed_goes_in_and_comes_out() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("history.json"), HISTORY).unwrap();
    fs::write(directory.path().join("about.json"), ABOUT).unwrap();
    succeeded(&run(
        &directory,
        "param_sync",
        &["import", "history.json", "about.json"],
        &[],
    ));

    let json = exported(&directory);
    let printed: serde_json::Value = serde_json::from_str(&json).unwrap();
    let versions = printed["Parameters"].as_array().unwrap();
    assert_eq!(versions.len(), 3);
    assert_eq!(
        (&versions[0]["Value"], &versions[0]["Labels"][0]),
        (&"old".into(), &"before".into())
    );
    assert_eq!(
        (&versions[1]["Value"], &versions[1]["Tier"]),
        (&"new".into(), &"Advanced".into())
    );
    assert_eq!(versions[1]["Description"], "where it is");
    assert_eq!(
        versions[1]["Policies"][0]["PolicyType"],
        "NoChangeNotification"
    );

    let env = succeeded(&run(
        &directory,
        "param_sync",
        &["export", "--path", "/app", "--format", "env"],
        &[],
    ));
    assert_eq!(
        env,
        "host=\"new\"\n# a SecureString\npassword=\"hunter2\"\n"
    );

    // What is exported is what another store imports.
    fs::write(directory.path().join("all.json"), json).unwrap();
    succeeded(&run(
        &directory,
        "param_sync",
        &["import", "--data", "other", "all.json"],
        &[],
    ));
    let again = run(
        &directory,
        "param_sync",
        &["import", "--data", "other", "all.json"],
        &[],
    );
    assert!(!again.status.success());
    assert!(
        String::from_utf8_lossy(&again.stderr).contains("`/app/host`"),
        "they exist already"
    );
}

#[test]
fn several_commands_tell_of_the_same_versions_in_any_order() {
    let values = r#"{"Parameters": [{"Name": "/app/host", "Type": "String", "Value": "new", "Version": 2, "DataType": "text",
        "ARN": "arn:aws:ssm:eu-west-1:111122223333:parameter/app/host", "LastModifiedDate": "2026-01-02T00:00:00+00:00"}]}"#;
    let history = HISTORY.replace(
        r#""Labels": []"#,
        r#""Labels": ["live"], "AllowedPattern": "[new]+""#,
    );
    let about = ABOUT.replace(
        r#""Version": 2,"#,
        r#""Version": 2, "AllowedPattern": "[new]+","#,
    );
    for order in [
        ["history", "values", "about"],
        ["about", "values", "history"],
    ] {
        let directory = TempDir::new().unwrap();
        for (name, text) in [
            ("history", history.as_str()),
            ("values", values),
            ("about", &about),
        ] {
            fs::write(directory.path().join(name), text).unwrap();
        }
        let arguments = [&["import"][..], &order].concat();
        succeeded(&run(&directory, "param_sync", &arguments, &[]));
        let printed: serde_json::Value = serde_json::from_str(&exported(&directory)).unwrap();
        let (old, new) = (&printed["Parameters"][0], &printed["Parameters"][1]);
        assert_eq!(
            (&old["Value"], old.get("AllowedPattern")),
            (&"old".into(), None)
        );
        assert_eq!(
            (&new["Labels"][0], &new["AllowedPattern"]),
            (&"live".into(), &"[new]+".into())
        );
        assert_eq!(new["Policies"][0]["PolicyType"], "NoChangeNotification");
    }
}

#[test]
fn what_was_printed_without_decryption_is_not_taken_for_the_value() {
    let directory = TempDir::new().unwrap();
    for (begin, told) in [
        (
            "AQICAHh",
            "`/app/password` is encrypted: print it --with-decryption",
        ),
        ("AgV4", "`/app/password` is encrypted"),
        ("hunter", ""),
    ] {
        let value = format!("{begin}{}", "A1b+".repeat(60));
        let values = format!(
            r#"{{"Parameters": [{{"Name": "/app/password", "Type": "SecureString", "Value": "{value}", "Version": 1}}]}}"#
        );
        fs::write(directory.path().join("values.json"), values).unwrap();
        let output = run(&directory, "param_sync", &["import", "values.json"], &[]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.success(), told.is_empty(), "{errors}");
        assert!(
            errors.contains(told) && !errors.contains(&value),
            "{errors}"
        );
    }
}

#[test]
fn a_file_of_variables_goes_in_and_comes_out_as_it_was() {
    let directory = TempDir::new().unwrap();
    let file = "A='C:\\new'\nB=\"it's \\\"x\\\"\\nand more\"\n# a SecureString\nC=\"s3cret\"\n";
    fs::write(directory.path().join("app.env"), file).unwrap();
    succeeded(&run(
        &directory,
        "param_sync",
        &["import", "--path", "/app", "app.env"],
        &[],
    ));
    let export = ["export", "--path", "/app", "--format", "env"];
    assert_eq!(
        succeeded(&run(&directory, "param_sync", &export, &[])),
        file
    );

    // Two that would have one name are not written as one.
    fs::write(directory.path().join("more.env"), "x-y=1\nx.y=2\n").unwrap();
    succeeded(&run(
        &directory,
        "param_sync",
        &["import", "--path", "/app", "more.env"],
        &[],
    ));
    let refused = run(&directory, "param_sync", &export, &[]);
    assert!(!refused.status.success() && refused.stdout.is_empty());
    let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(errors.contains("would both be `x_y`"), "{errors}");
}

#[test]
fn a_program_sees_values_and_the_command_line_does_not() {
    let directory = TempDir::new().unwrap();
    fs::write(
        directory.path().join("app.env"),
        "HOST=db.example.com\nPASSWORD='s3cret'\n",
    )
    .unwrap();
    succeeded(&run(
        &directory,
        "param_sync",
        &[
            "import", "--path", "/app", "--secure", "PASSWORD", "app.env",
        ],
        &[],
    ));
    let buildspec = "version: 0.2\nenv:\n  variables:\n    PLAIN: x\n  parameter-store:\n    BUILD_PASSWORD: /app/PASSWORD\nphases:\n  build:\n    commands: [make]\n";
    fs::write(directory.path().join("buildspec.yml"), buildspec).unwrap();

    let print = "echo $URL $PASSWORD $BUILD_PASSWORD $PLAIN";
    let environment = [
        ("URL", "https://{{resolve:ssm:/app/HOST}}/"),
        ("PASSWORD", "{{resolve:ssm-secure:/app/PASSWORD:1}}"),
    ];
    let arguments = [
        "--secure",
        "PASSWORD",
        "--buildspec",
        "buildspec.yml",
        "--",
        "sh",
        "-c",
        print,
    ];
    let printed = succeeded(&run(&directory, "with_env", &arguments, &environment));
    assert_eq!(printed, "https://db.example.com/ s3cret s3cret x\n");

    // Not where it was not said that it may stand; and the program is not started.
    let refused = run(
        &directory,
        "with_env",
        &["--", "sh", "-c", "echo started"],
        &environment,
    );
    assert!(!refused.status.success() && refused.stdout.is_empty());
    let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        errors.contains("`PASSWORD`: `ssm-secure` may not stand here")
            && !errors.contains("s3cret"),
        "{errors}"
    );

    // The command's own exit status is what is seen.
    let status = run(&directory, "with_env", &["--", "sh", "-c", "exit 7"], &[]).status;
    assert_eq!(status.code(), Some(7));
}

#[test]
fn a_buildspec_that_cannot_be_had_is_told_without_its_secrets() {
    let directory = TempDir::new().unwrap();
    let with = |buildspec: &str| {
        fs::write(directory.path().join("buildspec.yml"), buildspec).unwrap();
        let arguments = [
            "--buildspec",
            "buildspec.yml",
            "--",
            "sh",
            "-c",
            "echo started",
        ];
        run(&directory, "with_env", &arguments, &[])
    };
    for (buildspec, told) in [
        (
            "env:\n  variables:\n    A: marker\n  secrets-manager:\n    A: prod/db:password\n",
            "with_env: `A` refers to {{resolve:secretsmanager:prod/db:SecretString:password::}}, a secret of Secrets Manager, and there is none here",
        ),
        (
            "env:\n  secrets-manager:\n    A: a:b:c:d:e\n",
            "`a:b:c:d:e` in `A`: it has too many parts",
        ),
        (
            "env:\n  variables:\n    A: marker\n    B: [x]\n",
            "buildspec.yml: expected string scalar at line 4",
        ),
        (
            "env:\n  parameter-store:\n    A: /no such\n",
            "`parameter-store`: Parameter names can't contain spaces.",
        ),
        (
            "env:\n  parameter-store:\n    A: /none\n",
            "`A`: there is no parameter `/none`",
        ),
    ] {
        let output = with(buildspec);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(
            errors.contains(told) && !errors.contains("marker"),
            "{errors}"
        );
    }
    assert_eq!(
        succeeded(&with("env:\n  variables:\nphases:\n")),
        "started\n"
    );
}
