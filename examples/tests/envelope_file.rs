//! `envelope_file` as a user meets it: files, pipes, keys of both kinds, and what happens to a message that was changed.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// Larger than a few frames of 4096 bytes.
const LEN: usize = 50_000;

struct World {
    directory: TempDir,
}

impl World {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let plaintext: Vec<u8> = (0..LEN).map(|i| (i % 251) as u8).collect();
        fs::write(directory.path().join("plain"), plaintext).unwrap();
        fs::write(directory.path().join("raw.key"), [7; 32]).unwrap();
        Self { directory }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs the program in the world's directory.
    fn run(&self, arguments: &str) -> Output {
        self.run_with_input(arguments, &[])
    }

    fn run_with_input(&self, arguments: &str, input: &[u8]) -> Output {
        let mut child = Command::new(program())
            .args(arguments.split_whitespace())
            .current_dir(self.directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may end before it has read everything.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    fn succeeds(&self, arguments: &str) -> Output {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments}: {}", error(&output));
        output
    }
}

/// The example's binary, which `cargo test` builds beside the tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let target = tests.parent().and_then(Path::parent).unwrap();
    let program = target.join("examples/envelope_file");
    assert!(
        program.exists(),
        "`cargo build --examples` makes {}",
        program.display()
    );
    program
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const RAW: &str = "--raw-aes-key raw.key --namespace ns --name name";

#[test]
fn a_file_goes_there_and_back_under_a_raw_key() {
    let world = World::new();
    world.succeeds(&format!("encrypt {RAW} --context tenant=42 plain message"));
    world.succeeds(&format!("decrypt {RAW} --context tenant=42 message back"));
    assert_eq!(world.read("back"), world.read("plain"));
}

#[test]
fn a_file_goes_there_and_back_under_a_kms_key() {
    let world = World::new();
    world.succeeds("create-key --key alias/orders");
    world.succeeds("encrypt --key alias/orders --context tenant=42 plain message");
    world.succeeds("decrypt --key alias/orders --context tenant=42 message back");
    assert_eq!(world.read("back"), world.read("plain"));

    let wrong = world.run("decrypt --key alias/orders --context tenant=43 message wrong");
    assert!(!wrong.status.success() && !world.path("wrong").exists());
    let stranger = "--caller arn:aws:iam::444455556666:user/mallory";
    let denied = world.run(&format!(
        "decrypt --key alias/orders {stranger} message wrong"
    ));
    assert!(!denied.status.success() && !world.path("wrong").exists());
}

#[test]
fn a_pipe_goes_there_and_back() {
    let world = World::new();
    let plain = world.read("plain");
    let message = world
        .run_with_input(&format!("encrypt {RAW} --unsigned - -"), &plain)
        .stdout;
    let back = world.run_with_input(&format!("decrypt {RAW} - -"), &message);
    assert!(back.status.success(), "{}", error(&back));
    assert_eq!(back.stdout, plain);
}

#[test]
fn a_signed_message_is_not_decrypted_from_a_pipe_unless_that_is_asked_for() {
    let world = World::new();
    world.succeeds(&format!("encrypt {RAW} plain message"));
    let message = world.read("message");
    let refused = world.run_with_input(&format!("decrypt {RAW} - -"), &message);
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(
        error(&refused).contains("--release-before-signature"),
        "{}",
        error(&refused)
    );

    let asked = format!("decrypt {RAW} --release-before-signature - -");
    assert_eq!(
        world.run_with_input(&asked, &message).stdout,
        world.read("plain")
    );
}

#[test]
fn a_changed_message_leaves_no_file() {
    let world = World::new();
    world.succeeds(&format!("encrypt {RAW} plain message"));
    let message = world.read("message");
    for (name, changed) in [
        ("flipped in the header", flipped(&message, 40)),
        ("flipped in the body", flipped(&message, message.len() / 2)),
        (
            "flipped in the signature",
            flipped(&message, message.len() - 1),
        ),
        ("cut", message[..message.len() - 200].to_vec()),
        ("empty", Vec::new()),
        ("continued", [message.as_slice(), b"more"].concat()),
    ] {
        fs::write(world.path("changed"), changed).unwrap();
        let output = world.run(&format!("decrypt {RAW} changed out"));
        assert!(!output.status.success(), "{name}");
        assert!(!world.path("out").exists(), "{name}");
    }
    let left: Vec<_> = fs::read_dir(world.directory.path()).unwrap().collect();
    assert_eq!(
        left.len(),
        4,
        "nothing but plain, raw.key, message and changed"
    );
}

#[test]
fn a_pipe_receives_authenticated_frames_alone() {
    let world = World::new();
    world.succeeds(&format!("encrypt {RAW} --unsigned plain message"));
    let message = world.read("message");
    let changed = flipped(&message, message.len() / 2);
    let output = world.run_with_input(&format!("decrypt {RAW} - -"), &changed);
    assert!(!output.status.success());
    assert!(output.stdout.len() < LEN && output.stdout.len().is_multiple_of(4096));
    assert!(world.read("plain").starts_with(&output.stdout));
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let world = World::new();
    for (arguments, expected) in [
        ("frobnicate", "is no command"),
        (
            "encrypt plain message",
            "either --key or --raw-aes-key is needed",
        ),
        (
            "encrypt --raw-aes-key raw.key plain message",
            "needs --namespace and --name",
        ),
        ("encrypt --key alias/missing plain message", "alias/missing"),
        ("encrypt --key alias/a plain", "IN and OUT are needed"),
        ("create-key --key alias/aws/mine", "alias/aws/mine"),
    ] {
        let output = world.run(arguments);
        assert!(!output.status.success(), "{arguments}");
        assert!(
            error(&output).contains(expected),
            "{arguments}: {}",
            error(&output)
        );
    }
}

fn flipped(message: &[u8], at: usize) -> Vec<u8> {
    let mut changed = message.to_vec();
    changed[at] ^= 1;
    changed
}
