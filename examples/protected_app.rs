//! An application behind a web ACL, which is read again whenever its file changes.
//!
//! ```text
//! aws wafv2 get-web-acl --name edge --scope REGIONAL --id … > acl.json
//! protected_app --acl acl.json
//! curl -i 'http://127.0.0.1:8080/?q=hello'
//! ```

use std::{
    convert::Infallible,
    error::Error,
    fs,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use lexopt::prelude::*;
use strongroom::{
    SystemClock,
    waf_rules::{self, Bundle, CompileOptions, CompiledWebAcl, Verdict, WebAclDocument},
};
use support::{report, unexpected};
use tokio::net::TcpListener;
use tower_layer::Layer;
use tower_service::Service;
use waf_layer::{Inspected, Observer, Peer, Protection, WafLayer};

const USAGE: &str = "\
protected_app --acl FILE [OPTIONS]

A page behind a web ACL: FILE is what `aws wafv2 get-web-acl` has printed, and is read again when it changes.

OPTIONS
  --bundle DIR   what get-ip-set, get-regex-pattern-set and get-rule-group have printed
  --port PORT    where to listen on 127.0.0.1 (8080)";

type Result<T = (), E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report("protected_app", &*error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result {
    let (mut acl, mut bundle, mut port) = (None, None, 8080);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => {
                println!("{USAGE}");
                return Ok(());
            }
            Long("acl") => acl = Some(PathBuf::from(parser.value()?)),
            Long("bundle") => bundle = Some(PathBuf::from(parser.value()?)),
            Long("port") => port = parser.value()?.parse()?,
            other => return unexpected(other).map_err(|error| error.to_string().into()),
        }
    }
    let acl = acl.ok_or("--acl FILE is missing; --help tells more")?;
    let protection = Protection::new(load(&acl, bundle.as_deref())?);
    tokio::spawn(follow(acl, bundle, protection.clone()));
    serve(port, protection).await
}

/// Reads and compiles a web ACL with what it refers to.
fn load(acl: &Path, bundle: Option<&Path>) -> Result<CompiledWebAcl> {
    let mut known = Bundle::new();
    if let Some(folder) = bundle {
        for entry in fs::read_dir(folder)? {
            known.add_json(&fs::read_to_string(entry?.path())?)?;
        }
    }
    let document = WebAclDocument::from_json(&fs::read_to_string(acl)?)?;
    let managed = waf_rules::BuiltInRuleGroups::new();
    let options = CompileOptions::new().managed(&managed);
    Ok(CompiledWebAcl::compile(
        document.web_acl(),
        &known,
        &options,
    )?)
}

/// Puts the web ACL in force again whenever its file has changed. One that does not compile changes nothing.
async fn follow(acl: PathBuf, bundle: Option<PathBuf>, protection: Protection) {
    let changed = || {
        fs::metadata(&acl)
            .and_then(|about| about.modified())
            .unwrap_or(SystemTime::UNIX_EPOCH)
    };
    let mut seen = changed();
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = changed();
        if now == seen {
            continue;
        }
        seen = now;
        match load(&acl, bundle.as_deref()) {
            Ok(acl) => {
                println!(
                    "in force: {} with {} capacity units",
                    acl.name(),
                    acl.capacity()
                );
                protection.replace(acl);
            }
            Err(error) => eprintln!("the web ACL stays as it was: {error}"),
        }
    }
}

async fn serve(port: u16, protection: Protection) -> Result {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    let layer = WafLayer::new(protection, Arc::new(SystemClock::new())).observer(Arc::new(Print));
    loop {
        let (connection, peer) = listener.accept().await?;
        let service = From {
            peer: peer.ip(),
            inner: layer.layer(Page),
        };
        tokio::spawn(async move {
            let served = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(connection), TowerToHyperService::new(service))
                .await;
            if let Err(error) = served {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

/// Says of each request which connection it came from.
#[derive(Clone)]
struct From<S> {
    peer: IpAddr,
    inner: S,
}

impl<S: Service<Request<Incoming>>> Service<Request<Incoming>> for From<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Incoming>) -> S::Future {
        request.extensions_mut().insert(Peer(self.peer));
        self.inner.call(request)
    }
}

/// The application.
#[derive(Clone)]
struct Page;

impl Service<Request<Inspected<Incoming>>> for Page {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Inspected<Incoming>>) -> Self::Future {
        std::future::ready(Ok(Response::new(Full::from("You are welcome.\n"))))
    }
}

/// A line for every decision.
#[derive(Debug)]
struct Print;

impl Observer for Print {
    fn decided(&self, request: &waf_rules::Request<'_>, verdict: &Verdict<'_>) {
        let path = String::from_utf8_lossy(request.path());
        println!(
            "{} {path}: {} by {}",
            request.client_ip(),
            verdict.action(),
            verdict.rule()
        );
    }
}
