//! Encrypts and decrypts files and pipes as AWS Encryption SDK messages.
//!
//! ```text
//! envelope_file create-key --key alias/NAME
//! envelope_file encrypt --key alias/NAME [--context k=v]… IN OUT
//! envelope_file decrypt --key alias/NAME [--context k=v]… IN OUT
//!
//! instead of --key:   --raw-aes-key FILE --namespace NS --name NAME
//! IN and OUT:         files, or `-` for a pipe
//! ```
//!
//! A file appears whole or not at all. A pipe receives authenticated frames alone, and the exit status says whether the
//! message was good to its end.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use lexopt::prelude::*;
use strongroom::{
    Arn, Caller, EncryptionContext, FileRootKey, Principal, SecretBytes, Strongroom, SystemRandom,
    envelope::{self, AlgorithmSuite, Client, KmsKeyring, MessageReader, RawAesKeyring},
    kms::{CreateAliasRequest, CreateKeyRequest},
};
use support::{OutputFile, copy};

const USAGE: &str = "\
envelope_file create-key --key alias/NAME [STORE]
envelope_file encrypt|decrypt --key KEY [STORE] [OPTIONS] IN OUT
envelope_file encrypt|decrypt --raw-aes-key FILE --namespace NS --name NAME [OPTIONS] IN OUT

IN and OUT are files, or `-` for a pipe.

OPTIONS
  --context K=V                the encryption context, any number of times; must be the same to decrypt
  --unsigned                   encrypt without a signature, so that a pipe can be decrypted as it comes
  --release-before-signature   decrypt a signed message from a pipe, and trust each frame before the signature is seen

STORE
  --store DIR                  where keys are kept (strongroom-data)
  --caller ARN                 who is calling (arn:aws:iam::111122223333:root)
  --region REGION              where the key lives (eu-west-1)";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("envelope_file: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse()?;
    match arguments.command {
        Command::Help => println!("{USAGE}"),
        Command::CreateKey => create_key(&arguments).await?,
        Command::Encrypt => encrypt(&arguments).await?,
        Command::Decrypt => decrypt(&arguments).await?,
    }
    Ok(())
}

async fn create_key(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let alias = arguments
        .key
        .as_deref()
        .ok_or("create-key needs --key alias/NAME")?;
    let strongroom = arguments.open_store().await?;
    let kms = strongroom
        .kms()
        .caller(arguments.caller()?)
        .region(&arguments.region)?;
    let key = kms.create_key(CreateKeyRequest::new()).await?.key_metadata;
    kms.create_alias(CreateAliasRequest::new(alias, key.key_id.as_str()))
        .await?;
    println!("{alias} is {}", key.arn);
    strongroom.close().await?;
    Ok(())
}

async fn encrypt(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let client = match arguments.unsigned {
        true => Client::new().suite(AlgorithmSuite::Aes256GcmHkdfSha512CommitKey),
        false => Client::new(),
    };
    let context = arguments.context.clone();
    let materials = match arguments.keys().await? {
        Keys::Raw(keyring) => client.local_encryption_materials(&*keyring, context)?,
        Keys::Kms(keyring, strongroom) => {
            let materials = client.encryption_materials(&keyring, context).await?;
            drop(keyring);
            strongroom.close().await?;
            materials
        }
    };
    let mut input = open_input(&arguments.input)?;
    let mut message = client.writer(&materials, Output::create(&arguments.output)?)?;
    copy(&mut input, &mut message)?;
    message.finish()?.finish()
}

async fn decrypt(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let client = Client::new();
    let input = &arguments.input;
    if arguments.release_before_signature {
        let message = client.release_before_signature(open_input(input)?)?;
        return write_plaintext(arguments, &client, message).await;
    }
    if is_pipe(input) {
        let message = client.reader(open_input(input)?).map_err(|error| match error {
            envelope::Error::Signed => {
                "the message is signed, and its signature comes last: decrypt it from a file, or accept \
                 --release-before-signature"
                    .into()
            }
            error => Box::<dyn Error>::from(error),
        })?;
        return write_plaintext(arguments, &client, message).await;
    }
    // A file can be gone over twice: nothing is released before its signature has been verified.
    let message = client.verify_then_read(File::open(input)?)?;
    write_plaintext(arguments, &client, message).await
}

async fn write_plaintext<R: Read>(
    arguments: &Arguments,
    client: &Client,
    message: MessageReader<R>,
) -> Result<(), Box<dyn Error>> {
    let (header, expected) = (message.header(), &arguments.context);
    let materials = match arguments.keys().await? {
        Keys::Raw(keyring) => client.local_decryption_materials(&*keyring, header, expected)?,
        Keys::Kms(keyring, strongroom) => {
            let materials = client
                .decryption_materials(&keyring, header, expected)
                .await?;
            drop(keyring);
            strongroom.close().await?;
            materials
        }
    };
    let mut plaintext = message.unlock(&materials)?;
    let mut output = Output::create(&arguments.output)?;
    copy(&mut plaintext, &mut output)?;
    output.finish()
}

/// Where data keys come from. The store stays open while its keyring is in use.
enum Keys {
    Raw(Box<RawAesKeyring>),
    Kms(KmsKeyring, Box<Strongroom>),
}

/// A file that appears at the end, or a pipe.
enum Output {
    File(OutputFile),
    Pipe(io::Stdout),
}

impl Output {
    fn create(path: &Path) -> io::Result<Self> {
        match is_pipe(path) {
            true => Ok(Self::Pipe(io::stdout())),
            false => Ok(Self::File(OutputFile::create(path)?)),
        }
    }

    fn finish(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::File(file) => Ok(file.finish()?),
            Self::Pipe(mut pipe) => Ok(pipe.flush()?),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Pipe(pipe) => pipe.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Pipe(pipe) => pipe.flush(),
        }
    }
}

fn open_input(path: &Path) -> io::Result<Box<dyn Read>> {
    match is_pipe(path) {
        true => Ok(Box::new(io::stdin())),
        false => Ok(Box::new(File::open(path)?)),
    }
}

fn is_pipe(path: &Path) -> bool {
    path == Path::new("-")
}

enum Command {
    Help,
    CreateKey,
    Encrypt,
    Decrypt,
}

struct Arguments {
    command: Command,
    key: Option<String>,
    raw_aes_key: Option<PathBuf>,
    namespace: Option<String>,
    name: Option<String>,
    context: EncryptionContext,
    store: PathBuf,
    caller: String,
    region: String,
    unsigned: bool,
    release_before_signature: bool,
    input: PathBuf,
    output: PathBuf,
}

impl Arguments {
    fn parse() -> Result<Self, Box<dyn Error>> {
        let mut parser = lexopt::Parser::from_env();
        let mut arguments = Self {
            command: Command::Help,
            key: None,
            raw_aes_key: None,
            namespace: None,
            name: None,
            context: EncryptionContext::new(),
            store: PathBuf::from("strongroom-data"),
            caller: "arn:aws:iam::111122223333:root".to_owned(),
            region: "eu-west-1".to_owned(),
            unsigned: false,
            release_before_signature: false,
            input: PathBuf::from("-"),
            output: PathBuf::from("-"),
        };
        let mut files: Vec<PathBuf> = Vec::new();
        arguments.command = match parser.next()? {
            None | Some(Long("help") | Short('h')) => return Ok(arguments),
            Some(Value(word)) => match word.string()?.as_str() {
                "create-key" => Command::CreateKey,
                "encrypt" => Command::Encrypt,
                "decrypt" => Command::Decrypt,
                word => return Err(format!("`{word}` is no command\n\n{USAGE}").into()),
            },
            Some(argument) => return Err(argument.unexpected().into()),
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Long("key") => arguments.key = Some(parser.value()?.string()?),
                Long("raw-aes-key") => arguments.raw_aes_key = Some(parser.value()?.into()),
                Long("namespace") => arguments.namespace = Some(parser.value()?.string()?),
                Long("name") => arguments.name = Some(parser.value()?.string()?),
                Long("context") => {
                    let pair = parser.value()?.string()?;
                    let (key, value) = pair.split_once('=').ok_or("--context takes KEY=VALUE")?;
                    if arguments.context.insert(key, value)?.is_some() {
                        return Err(format!("--context has key `{key}` twice").into());
                    }
                }
                Long("store") => arguments.store = parser.value()?.into(),
                Long("caller") => arguments.caller = parser.value()?.string()?,
                Long("region") => arguments.region = parser.value()?.string()?,
                Long("unsigned") => arguments.unsigned = true,
                Long("release-before-signature") => arguments.release_before_signature = true,
                Value(file) => files.push(file.into()),
                argument => return Err(argument.unexpected().into()),
            }
        }
        let expected = match arguments.command {
            Command::Help | Command::CreateKey => 0,
            Command::Encrypt | Command::Decrypt => 2,
        };
        if files.len() != expected {
            return Err(format!("IN and OUT are needed, and nothing else\n\n{USAGE}").into());
        }
        if let [input, output] = files.as_slice() {
            (arguments.input, arguments.output) = (input.clone(), output.clone());
        }
        Ok(arguments)
    }

    fn caller(&self) -> Result<Caller, Box<dyn Error>> {
        let arn: Arn = self.caller.parse()?;
        Ok(Caller::new(Principal::from_arn(arn, "envelope_file")?))
    }

    async fn keys(&self) -> Result<Keys, Box<dyn Error>> {
        match (&self.key, &self.raw_aes_key) {
            (Some(key), None) => {
                let strongroom = self.open_store().await?;
                let kms = strongroom
                    .kms()
                    .caller(self.caller()?)
                    .region(&self.region)?;
                Ok(Keys::Kms(
                    KmsKeyring::new(Arc::new(kms), key.as_str())?,
                    Box::new(strongroom),
                ))
            }
            (None, Some(file)) => {
                let (Some(namespace), Some(name)) = (&self.namespace, &self.name) else {
                    return Err("--raw-aes-key needs --namespace and --name".into());
                };
                let key = SecretBytes::new(fs::read(file)?);
                Ok(Keys::Raw(Box::new(RawAesKeyring::new(
                    namespace, name, &key,
                )?)))
            }
            _ => Err("either --key or --raw-aes-key is needed".into()),
        }
    }

    /// The store in its directory, and the root key beside it; both are made when they are missing.
    async fn open_store(&self) -> Result<Strongroom, Box<dyn Error>> {
        fs::create_dir_all(&self.store)?;
        let root_key = self.store.join("root.key");
        let root_key = match root_key.exists() {
            true => FileRootKey::open(root_key)?,
            false => FileRootKey::create(root_key, &SystemRandom::new())?,
        };
        Ok(Strongroom::open(self.store.join("store.redb"), root_key).await?)
    }
}
