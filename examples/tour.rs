//! The main job, step by step: a real file, envelope-encrypted under a durable, policy-guarded KMS key.
//!
//! ```text
//! cargo run --release --example tour              a file of 256 MiB that it makes
//! cargo run --release --example tour -- FILE      a file of yours, which is only read
//! ```

use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use strongroom::{
    Caller, EncryptionContext, FileRootKey, GenerateDataKeyRequest, Strongroom, SystemRandom,
    envelope::{Client, KmsKeyring},
    kms::{
        self, CreateAliasRequest, CreateKeyRequest, Denial, DescribeKeyRequest, KmsHandle,
        ListAliasesRequest, PutKeyPolicyRequest, ScheduleKeyDeletionRequest,
    },
};
use support::{OutputFile, Progress, copy, mib, peak_memory_bytes};

type Result<T = (), E = Box<dyn Error>> = std::result::Result<T, E>;

const ACCOUNT: &str = "111122223333";
const REGION: &str = "eu-west-1";
const ALIAS: &str = "alias/tour";
/// What a child process does with a store until it is killed.
const CHILD: &str = "--create-aliases-until-killed";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(flag), Some(directory)) if flag == CHILD => {
            create_aliases_until_killed(Path::new(&directory)).await
        }
        (file, None) => tour(file.map(PathBuf::from)).await,
        _ => Err("the tour takes one file, or none".into()),
    }
}

async fn tour(file: Option<PathBuf>) -> Result {
    let directory = tempfile::Builder::new()
        .prefix("strongroom-tour-")
        .tempdir()?;
    let directory = directory.path();
    println!("A tour of Strongroom\n");

    step(1, "A durable store under a root key");
    FileRootKey::create(directory.join("root.key"), &SystemRandom::new())?;
    let strongroom = open(directory).await?;
    say(format_args!(
        "root key   {}  (mode 0600; it only wraps the store key)",
        directory.join("root.key").display()
    ));
    say(format_args!(
        "store      {}  (redb; every record sealed)",
        directory.join("store.redb").display()
    ));

    step(2, "A symmetric KMS key with an alias");
    let admin = handle(&strongroom, Caller::root(ACCOUNT)?)?;
    let key = admin
        .create_key(CreateKeyRequest::new().description("the tour's key"))
        .await?;
    let key = key.key_metadata;
    admin
        .create_alias(CreateAliasRequest::new(ALIAS, key.key_id.as_str()))
        .await?;
    say(format_args!("{ALIAS} is {}", key.arn));

    step(3, "A key policy: who may do what, under which condition");
    let policy = key_policy();
    admin
        .put_key_policy(PutKeyPolicyRequest::new(key.key_id.as_str(), policy))
        .await?;
    for line in policy.lines() {
        say(line);
    }

    step(4, "A real file, encrypted by streaming");
    let plaintext = match &file {
        Some(file) => file.clone(),
        None => make_file(&directory.join("plaintext"), 256 << 20)?,
    };
    let message = directory.join("message");
    let app = Arc::new(handle(
        &strongroom,
        Caller::role("arn:aws:iam::111122223333:role/app")?,
    )?);
    let keyring = KmsKeyring::new(app, ALIAS)?;
    encrypt(&keyring, &plaintext, &message).await?;

    step(5, "Decrypted by streaming, and compared");
    decrypt_and_compare(&keyring, &message, &plaintext).await?;

    step(6, "Another caller is denied, and told why");
    let mallory = handle(
        &strongroom,
        Caller::user("arn:aws:iam::111122223333:user/mallory")?,
    )?;
    refused(mallory.describe_key(DescribeKeyRequest::new(ALIAS)).await)?;
    let app = handle(
        &strongroom,
        Caller::role("arn:aws:iam::111122223333:role/app")?,
    )?;
    let deletion = ScheduleKeyDeletionRequest::new(key.key_id.as_str());
    refused(app.schedule_key_deletion(deletion).await)?;
    let other_tenant = GenerateDataKeyRequest::bytes(ALIAS, 32).context([("tenant", "43")])?;
    refused(app.generate_data_key(other_tenant).await)?;

    step(
        7,
        "One flipped bit, a wrong context: refused, and no plaintext comes out",
    );
    refused(decrypt_flipped(&keyring, &message, directory).await)?;
    let wrong = EncryptionContext::try_from_iter([("tenant", "43")])?;
    let reader = Client::new().verify_then_read(File::open(&message)?)?;
    refused(
        Client::new()
            .decryption_materials(&keyring, reader.header(), &wrong)
            .await,
    )?;

    step(8, "Killed in the middle of its work, and started again");
    drop((admin, app, mallory, keyring));
    strongroom.close().await?;
    let acknowledged = kill_a_child(directory)?;
    say(format_args!(
        "a child process created aliases and was killed (SIGKILL) after {} of them",
        acknowledged.len()
    ));
    let strongroom = open(directory).await?;
    let admin = handle(&strongroom, Caller::root(ACCOUNT)?)?;
    let found = aliases(&admin).await?;
    let lost = acknowledged
        .iter()
        .filter(|alias| !found.contains(alias))
        .count();
    say(format_args!(
        "{} of the acknowledged aliases are there, {lost} are lost",
        acknowledged.len() - lost
    ));
    if lost > 0 {
        return Err("an acknowledged change was lost".into());
    }
    let app = Arc::new(handle(
        &strongroom,
        Caller::role("arn:aws:iam::111122223333:role/app")?,
    )?);
    decrypt_and_compare(&KmsKeyring::new(app, ALIAS)?, &message, &plaintext).await?;
    let mallory = handle(
        &strongroom,
        Caller::user("arn:aws:iam::111122223333:user/mallory")?,
    )?;
    refused(mallory.describe_key(DescribeKeyRequest::new(ALIAS)).await)?;
    drop((admin, mallory));
    strongroom.close().await?;

    println!("\nAll of it held.");
    Ok(())
}

/// The administrator keeps the key; the application uses it, for its own tenant only, and may never delete it.
fn key_policy() -> &'static str {
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Administrators", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
     "Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
    {"Sid": "OneTenantOnly", "Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
     "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"},
     "Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "42"}}},
    {"Sid": "ApplicationsNeverDelete", "Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*",
     "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}}
  ]
}"#
}

async fn open(directory: &Path) -> Result<Strongroom> {
    let root_key = FileRootKey::open(directory.join("root.key"))?;
    Ok(Strongroom::open(directory.join("store.redb"), root_key).await?)
}

fn handle(strongroom: &Strongroom, caller: Caller) -> Result<KmsHandle> {
    Ok(strongroom.kms().caller(caller).region(REGION)?)
}

async fn encrypt(keyring: &KmsKeyring, plaintext: &Path, message: &Path) -> Result {
    let client = Client::new();
    let context = EncryptionContext::try_from_iter([("tenant", "42"), ("purpose", "tour")])?;
    let materials = client.encryption_materials(keyring, context).await?;
    let input = File::open(plaintext)?;
    let total = input.metadata()?.len();
    let mut input = Progress::new("encrypt", input, total);
    let mut writer = client.writer(&materials, OutputFile::create(message)?)?;
    copy(&mut input, &mut writer)?;
    writer.finish()?.finish()?;
    say(format_args!(
        "{}; signed, key-committing, frames of 4096 bytes",
        input.finish()
    ));
    say_peak_memory();
    Ok(())
}

async fn decrypt_and_compare(keyring: &KmsKeyring, message: &Path, plaintext: &Path) -> Result {
    let client = Client::new();
    let expected = EncryptionContext::try_from_iter([("tenant", "42")])?;
    let input = File::open(message)?;
    // The signature is verified in a first pass: nothing is released before.
    let total = 2 * input.metadata()?.len();
    let mut input = Progress::new("decrypt", input, total);
    let reader = client.verify_then_read(&mut input)?;
    let materials = client
        .decryption_materials(keyring, reader.header(), &expected)
        .await?;
    let mut decrypted = reader.unlock(&materials)?;
    let mut original = BufReader::with_capacity(1 << 16, File::open(plaintext)?);
    let mut compared = 0_u64;
    loop {
        let ours = decrypted.fill_buf()?;
        let theirs = original.fill_buf()?;
        let common = ours.len().min(theirs.len());
        if ours[..common] != theirs[..common] || (common == 0 && ours.len() != theirs.len()) {
            return Err("the decrypted file differs".into());
        }
        if common == 0 {
            break;
        }
        decrypted.consume(common);
        original.consume(common);
        compared += common as u64;
    }
    drop(decrypted);
    say(format_args!(
        "{}, in two passes: verified, then released",
        input.finish()
    ));
    say(format_args!(
        "{} compared: equal to the original",
        mib(compared)
    ));
    say_peak_memory();
    Ok(())
}

/// Flips one bit in the middle of the message, and tries to read it.
async fn decrypt_flipped(keyring: &KmsKeyring, message: &Path, directory: &Path) -> Result {
    let flipped = directory.join("flipped");
    let middle = fs::copy(message, &flipped)? / 2;
    let mut file = File::options().read(true).write(true).open(&flipped)?;
    let mut byte = [0];
    file.seek(SeekFrom::Start(middle))?;
    file.read_exact(&mut byte)?;
    file.seek(SeekFrom::Start(middle))?;
    file.write_all(&[byte[0] ^ 1])?;

    let client = Client::new();
    let reader = client.verify_then_read(File::open(&flipped)?)?;
    let context = EncryptionContext::new();
    let materials = client
        .decryption_materials(keyring, reader.header(), &context)
        .await?;
    copy(&mut reader.unlock(&materials)?, &mut io::sink())?;
    Ok(())
}

/// What the child does: every line that it prints is an alias that `CreateAlias` has acknowledged.
async fn create_aliases_until_killed(directory: &Path) -> Result {
    let strongroom = open(directory).await?;
    let admin = handle(&strongroom, Caller::root(ACCOUNT)?)?;
    for key in 0.. {
        let metadata = admin
            .create_key(CreateKeyRequest::new())
            .await?
            .key_metadata;
        for number in 0..50 {
            let alias = format!("alias/survivor-{key}-{number}");
            admin
                .create_alias(CreateAliasRequest::new(&alias, metadata.key_id.as_str()))
                .await?;
            println!("{alias}");
        }
    }
    Ok(())
}

/// Starts this program again as a child, lets it work for a while, and kills it without warning.
fn kill_a_child(directory: &Path) -> Result<Vec<String>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .arg(directory)
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("the child has no output")?;
    let mut acknowledged = Vec::new();
    for line in BufReader::new(output).lines() {
        acknowledged.push(line?);
        if acknowledged.len() == 200 {
            child.kill()?;
        }
    }
    child.wait()?;
    Ok(acknowledged)
}

async fn aliases(kms: &KmsHandle) -> Result<Vec<String>> {
    let (mut names, mut marker) = (Vec::new(), None);
    loop {
        let mut request = ListAliasesRequest::new();
        request.marker = marker;
        let page = kms.list_aliases(request).await?;
        names.extend(
            page.aliases
                .iter()
                .map(|entry| entry.alias_name.to_string()),
        );
        marker = page.next_page.next_marker;
        if marker.is_none() {
            return Ok(names);
        }
    }
}

/// A file of `bytes` bytes that do not repeat.
fn make_file(path: &Path, bytes: usize) -> Result<PathBuf> {
    let mut file = File::create(path)?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut block = vec![0_u8; 1 << 20];
    for _ in 0..bytes / block.len() {
        for word in block.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            word.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block)?;
    }
    Ok(path.to_owned())
}

/// Shows why something was refused; it is an error if it was not.
fn refused<T, E: Into<Box<dyn Error>>>(result: std::result::Result<T, E>) -> Result {
    match result {
        Ok(_) => Err("this should have been refused".into()),
        Err(error) => {
            let error = error.into();
            say(format_args!("refused: {error}"));
            if let Some(kms::Error::AccessDenied(Denial::Policies(denied))) = error.downcast_ref() {
                say(format_args!("    why: {}", denied.explanation()));
            }
            Ok(())
        }
    }
}

fn say_peak_memory() {
    if let Some(bytes) = peak_memory_bytes() {
        say(format_args!(
            "peak memory of this process so far: {}",
            mib(bytes)
        ));
    }
}

fn step(number: u32, title: &str) {
    println!("\n{number}. {title}");
}

fn say(line: impl std::fmt::Display) {
    println!("   {line}");
}
