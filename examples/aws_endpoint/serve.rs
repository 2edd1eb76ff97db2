//! Listening, with TLS or without, until it is told to stop.

use std::{
    convert::Infallible, fmt::Debug, net::SocketAddr, path::PathBuf, pin::pin, sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use strongroom::aws_api::Connection;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring::default_provider,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use crate::Result;

/// What answers the requests of a listener.
pub trait Answers: Debug + Send + Sync + 'static {
    fn answer(
        &self,
        request: Request<Incoming>,
    ) -> impl Future<Output = Response<Full<Bytes>>> + Send;
}

/// A port that is listened on.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
}

impl Listening {
    pub async fn on(address: SocketAddr, tls: &Option<(PathBuf, PathBuf)>) -> Result<Self> {
        let tls = tls.as_ref().map(acceptor).transpose()?;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| format!("{address} cannot be listened on: {error}"))?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            tls,
        })
    }

    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Serves until it is told to stop; then waits for the calls that are under way, within reason.
    pub async fn serve<A: Answers>(self, answers: Arc<A>, mut stopped: watch::Receiver<()>) {
        let open = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = stopped.changed() => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let (answers, tls) = (Arc::clone(&answers), self.tls.clone());
                    let watcher = open.watcher();
                    tokio::spawn(
                        async move { connection(stream, peer, tls, answers, watcher).await },
                    );
                }
                // Out of file handles, most likely: some are given back soon.
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(self.listener);
        if tokio::time::timeout(STOP_WITHIN, open.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("some calls were cut off");
        }
    }
}

async fn connection<A: Answers>(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    answers: Arc<A>,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let _ = stream.set_nodelay(true);
    let seen = Connection::new(peer.ip(), tls.is_some());
    match tls {
        None => http(stream, seen, answers, watcher).await,
        Some(tls) => match tokio::time::timeout(HEAD_WITHIN, tls.accept(stream)).await {
            Ok(Ok(stream)) => http(stream, seen, answers, watcher).await,
            Ok(Err(error)) => tracing::debug!(%error, %peer, "no TLS"),
            Err(_) => tracing::debug!(%peer, "no TLS in time"),
        },
    }
}

async fn http<A: Answers>(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    seen: Connection,
    answers: Arc<A>,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        let answers = Arc::clone(&answers);
        request.extensions_mut().insert(seen);
        async move { Ok::<_, Infallible>(answers.answer(request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(BUFFER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = pin!(watcher.watch(connection)).await {
        tracing::debug!(%error, peer = %seen.peer, "connection ended");
    }
}

fn acceptor((certificate, key): &(PathBuf, PathBuf)) -> Result<TlsAcceptor> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| format!("{}: {error}", certificate.display()))?;
    let key =
        PrivateKeyDer::from_pem_file(key).map_err(|error| format!("{}: {error}", key.display()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// How long the head of a request may take, and an idle connection live.
const HEAD_WITHIN: Duration = Duration::from_secs(60);
/// How long calls that are under way may take still when it is stopped.
const STOP_WITHIN: Duration = Duration::from_secs(10);
/// The head of a request has to fit.
const BUFFER_BYTES: usize = 64 * 1024;
