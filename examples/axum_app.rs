//! An axum application with AWS's API beside its own routes: one process, one port, keys and parameters in it.
//!
//! ```text
//! cargo run --example axum_app
//! curl http://127.0.0.1:8080/orders/42
//! AWS_ENDPOINT_URL_SSM=http://127.0.0.1:8080 aws ssm put-parameter --name /shop/greeting --type String --value Hello
//! ```
//!
//! All is in memory, and any signature is accepted: see `aws_endpoint` for an endpoint that others may reach.

use std::{
    error::Error,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Router,
    extract::{ConnectInfo, Path, Request, State},
    middleware::{Next, from_fn},
    response::Response,
    routing::get,
};
use strongroom::{
    BytesRootKey, Caller, MemoryStore, Random, Strongroom, SystemRandom,
    aws_api::{Connection, DevAuthenticator, HttpOptions, HttpService},
    param_store::{GetParameterRequest, ParamStoreHandle},
};
use tokio::net::TcpListener;

const ACCOUNT: &str = "123456789012";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args()
        .nth(1)
        .map_or(Ok(8080), |port| port.parse())?;
    let strongroom = open().await?;
    let everybody = DevAuthenticator::dangerous_accept_any_signature(ACCOUNT.parse()?);
    let aws = HttpService::new(strongroom.api(Arc::new(everybody)), HttpOptions::new());

    let root = Caller::root(ACCOUNT)?;
    let parameters = strongroom.param_store().caller(root).region("eu-west-1")?;

    let app = Router::new()
        .route("/orders/{id}", get(order))
        .with_state(parameters)
        // What is not the application's own is AWS's.
        .fallback_service(aws)
        .layer(from_fn(connection));

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    Ok(axum::serve(listener, app).await?)
}

async fn open() -> Result<Strongroom, Box<dyn Error>> {
    let mut root_key = [0; 32];
    SystemRandom::new().fill(&mut root_key)?;
    let builder = Strongroom::builder()
        .store(Arc::new(MemoryStore::new()))
        .root_key(Arc::new(BytesRootKey::new(root_key)?));
    Ok(builder.open().await?)
}

/// The application's own route: it reads the parameter that an operator sets with the AWS CLI, without a network.
async fn order(State(parameters): State<ParamStoreHandle>, Path(id): Path<String>) -> String {
    let greeting = GetParameterRequest::new("/shop/greeting");
    match parameters.get_parameter(greeting).await {
        Ok(read) => format!("{}, here is order {id}\n", read.parameter.value.expose()),
        Err(error) => format!("order {id}, and no greeting: {error}\n"),
    }
}

/// Tells the services where a request came from: policies ask for it (`aws:SourceIp`, `aws:SecureTransport`).
async fn connection(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let is_tls = false;
    request
        .extensions_mut()
        .insert(Connection::new(peer.ip(), is_tls));
    next.run(request).await
}
