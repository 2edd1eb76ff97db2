//! Strongroom for AWS's own SDKs and CLI: one line changes in a program that uses AWS, `AWS_ENDPOINT_URL_KMS`.
//!
//! ```text
//! cargo run --release --example aws_endpoint -- --dev
//! cargo run --release --example aws_endpoint -- --data ./data --port 4566
//! cargo run --release --example aws_endpoint -- --help
//! ```
//!
//! | module | subject |
//! |---|---|
//! | `arguments` | the command line |
//! | `state` | what is served: opened, and in development emptied |
//! | `audit` | the audit log: a file, and the last lines for the console |
//! | `firewall` | the web ACL in front, if one is associated |
//! | `front` | the endpoint itself: health, reset, and AWS |
//! | `serve` | listening, TLS, stopping |
//! | `console` | the page for the operator, and metrics |

mod arguments;
mod audit;
mod console;
mod firewall;
mod front;
mod serve;
mod state;
mod welcome;

use std::{error::Error, net::Ipv4Addr, process::ExitCode, sync::Arc, time::Duration};

use strongroom::Arn;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use self::{
    arguments::{Arguments, Command, HELP, Mode},
    console::Console,
    front::Front,
    serve::Listening,
    state::State,
};

type Result<T = (), E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

#[tokio::main]
async fn main() -> ExitCode {
    let ended = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Command::Help) => {
            print!("{HELP}");
            Ok(())
        }
        Ok(Command::Serve(arguments)) => run(*arguments).await,
        Ok(Command::AccessKey(arguments, user)) => make_access_key(*arguments, &user).await,
        Err(error) => Err(error.into()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aws_endpoint: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result {
    log_to_stderr(&arguments);
    // From here on it stops in order, whenever it is told to.
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    let metrics = console::metrics::install()?;
    let state = Arc::new(State::open(&arguments).await?);

    let front = Arc::new(Front::new(Arc::clone(&state)));
    let listening =
        Listening::on((arguments.listen, arguments.port).into(), &arguments.tls).await?;
    welcome::print(&arguments, &listening)?;
    let console = match arguments.console {
        Some(port) => {
            let listening = Listening::on((Ipv4Addr::LOCALHOST, port).into(), &None).await?;
            println!("# console: {}", listening.url());
            Some((
                listening,
                Arc::new(Console::new(Arc::clone(&state), metrics)),
            ))
        }
        None => None,
    };
    if let Mode::Development { .. } = arguments.mode {
        tracing::warn!(
            "DEVELOPMENT MODE: any signature is accepted, whoever reaches this port is root"
        );
    }

    let (stop, stopped) = watch::channel(());
    let work = tokio::spawn(do_what_is_due(Arc::clone(&state), stopped.clone()));
    let console = console.map(|(listening, console)| {
        let stopped = stopped.clone();
        tokio::spawn(listening.serve(console, stopped))
    });
    let front = tokio::spawn(listening.serve(front, stopped));

    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: calls that are under way are answered still");
    drop(stop);
    front.await?;
    if let Some(console) = console {
        console.await?;
    }
    work.await?;
    state.close().await
}

/// Makes an access key, and shows its secret once.
async fn make_access_key(arguments: Arguments, user: &Arn) -> Result {
    let state = State::open(&arguments).await?;
    let key = state.create_access_key(user).await?;
    println!("export AWS_ACCESS_KEY_ID={}", key.access_key_id);
    println!(
        "export AWS_SECRET_ACCESS_KEY={}",
        key.secret_access_key.expose()
    );
    println!("# of {user}; the secret is not shown again");
    state.close().await
}

/// Deletes what is due and hands audit records over, again and again.
async fn do_what_is_due(state: Arc<State>, mut stopped: watch::Receiver<()>) {
    loop {
        if let Err(error) = state.do_what_is_due().await {
            tracing::error!(%error, "due work failed, and is tried again");
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

fn log_to_stderr(arguments: &Arguments) {
    let log = tracing_subscriber::fmt()
        .with_max_level(arguments.log_level)
        .with_writer(std::io::stderr);
    if arguments.log_json {
        log.json().flatten_event(true).init();
    } else {
        log.with_ansi(false).init();
    }
}

const PAUSE: Duration = Duration::from_secs(1);
