//! What `scripts/interop-esdk` drives: encrypts or decrypts its input to its output under a raw AES key.
//!
//! ```text
//! interop encrypt|decrypt [--stream] --key-hex HEX --namespace NS --name NAME
//!         [--suite 0578|0478] [--frame-length BYTES] [--context KEY=VALUE]…  < IN > OUT
//! ```

use std::error::Error;
use std::io::{self, Cursor, Read, Write};
use std::num::NonZeroU32;

use common_types::{EncryptionContext, SecretBytes};
use envelope::{AlgorithmSuite, Client, RawAesKeyring};

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    let keyring = RawAesKeyring::new(&options.namespace, &options.name, &options.key)?;
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;

    let output = match (options.mode, options.stream) {
        (Mode::Encrypt, false) => options.client.encrypt(&keyring, options.context, &input)?,
        (Mode::Encrypt, true) => {
            let materials = options
                .client
                .local_encryption_materials(&keyring, options.context)?;
            let mut writer = options.client.writer(&materials, Vec::new())?;
            io::copy(&mut input.as_slice(), &mut writer)?;
            writer.finish()?
        }
        (Mode::Decrypt, false) => {
            let decrypted = options.client.decrypt(&keyring, &options.context, &input)?;
            decrypted.plaintext().to_vec()
        }
        (Mode::Decrypt, true) => {
            let reader = options.client.verify_then_read(Cursor::new(input))?;
            let header = reader.header();
            let materials =
                options
                    .client
                    .local_decryption_materials(&keyring, header, &options.context)?;
            let mut plaintext = Vec::new();
            reader.unlock(&materials)?.read_to_end(&mut plaintext)?;
            plaintext
        }
    };
    io::stdout().lock().write_all(&output)?;
    Ok(())
}

#[derive(Clone, Copy)]
enum Mode {
    Encrypt,
    Decrypt,
}

struct Options {
    mode: Mode,
    stream: bool,
    client: Client,
    key: SecretBytes,
    namespace: String,
    name: String,
    context: EncryptionContext,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mode = match arguments.next().as_deref() {
            Some("encrypt") => Mode::Encrypt,
            Some("decrypt") => Mode::Decrypt,
            _ => return Err("say `encrypt` or `decrypt`".into()),
        };
        let mut options = Self {
            mode,
            stream: false,
            client: Client::new(),
            key: SecretBytes::from([]),
            namespace: String::new(),
            name: String::new(),
            context: EncryptionContext::new(),
        };
        while let Some(option) = arguments.next() {
            if option == "--stream" {
                options.stream = true;
                continue;
            }
            let value = arguments.next().ok_or("an option has no value")?;
            match option.as_str() {
                "--key-hex" => options.key = SecretBytes::new(from_hex(&value)?),
                "--namespace" => options.namespace = value,
                "--name" => options.name = value,
                "--suite" => {
                    let suite = AlgorithmSuite::try_from(u16::from_str_radix(&value, 16)?)?;
                    options.client = options.client.suite(suite);
                }
                "--frame-length" => {
                    let bytes: NonZeroU32 = value.parse()?;
                    options.client = options.client.frame_length(bytes);
                }
                "--context" => {
                    let (key, value) = value.split_once('=').ok_or("a context is KEY=VALUE")?;
                    options.context.insert(key, value)?;
                }
                _ => return Err(format!("unknown option `{option}`").into()),
            }
        }
        Ok(options)
    }
}

fn from_hex(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    (0..text.len())
        .step_by(2)
        .map(|at| {
            let digits = text.get(at..at + 2).ok_or("an odd number of digits")?;
            Ok(u8::from_str_radix(digits, 16)?)
        })
        .collect()
}
