//! AWS's API within servers of an application's own: axum (the program `axum_app`), and hyper as it is.
#![cfg(test)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use strongroom::{
    BytesRootKey, MemoryStore, Strongroom,
    aws_api::{DevAuthenticator, HttpOptions, HttpService},
};
use tokio::net::TcpListener;

/// `axum_app`, on a port that is free; ended when it is dropped.
struct App {
    process: Child,
    address: SocketAddr,
}

impl App {
    fn start() -> Self {
        let tests = std::env::current_exe().unwrap();
        let target = tests.parent().and_then(Path::parent).unwrap();
        let mut process = Command::new(target.join("examples/axum_app"))
            .arg("0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = process.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap();
        Self {
            address: address.parse().unwrap(),
            process,
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// hyper over the services, on a port that is free, until the test ends.
fn hyper() -> SocketAddr {
    let (tell, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let strongroom = Strongroom::builder()
                .store(Arc::new(MemoryStore::new()))
                .root_key(Arc::new(BytesRootKey::new([7; 32]).unwrap()));
            let strongroom = strongroom.open().await.unwrap();
            let account = "123456789012".parse().unwrap();
            let everybody = DevAuthenticator::dangerous_accept_any_signature(account);
            let api = strongroom.api(Arc::new(everybody));
            let service = HttpService::new(api, HttpOptions::new().body_bytes(1000));
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let service = TowerToHyperService::new(service.clone());
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    address.recv().unwrap()
}

/// Sends a request; gives status and body.
fn ask(server: SocketAddr, line: &str, headers: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(server).unwrap();
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

fn call(server: SocketAddr, operation: &str, body: &str) -> (u16, String) {
    let headers = format!(
        "x-amz-target: AmazonSSM.{operation}\r\nauthorization: AWS4-HMAC-SHA256 \
         Credential=test/20260101/eu-west-1/ssm/aws4_request, SignedHeaders=host, Signature=0\r\n"
    );
    ask(server, "POST /", &headers, body)
}

const PUT: &str = r#"{"Name": "/shop/greeting", "Type": "String", "Value": "Hello"}"#;
const GET: &str = r#"{"Name": "/shop/greeting"}"#;

#[test]
fn axum_serves_it_beside_its_own_routes() {
    let app = App::start();
    let (status, page) = ask(app.address, "GET /orders/42", "", "");
    assert_eq!(status, 200);
    assert!(page.starts_with("order 42, and no greeting"), "{page}");
    let (status, answer) = call(app.address, "PutParameter", PUT);
    assert_eq!(
        (status, &*answer),
        (200, r#"{"Version":1,"Tier":"Standard"}"#)
    );
    let (_, page) = ask(app.address, "GET /orders/42", "", "");
    assert_eq!(page, "Hello, here is order 42\n");
    // What nobody knows is AWS's to refuse.
    let (status, answer) = ask(app.address, "GET /nothing", "", "");
    assert_eq!(status, 400);
    assert!(answer.contains("UnknownOperationException"), "{answer}");
}

#[test]
fn axum_leaves_the_bounds_of_bodies_to_it() {
    let app = App::start();
    let (status, answer) = call(
        app.address,
        "GetParameter",
        &" ".repeat(HttpOptions::DEFAULT_BODY_BYTES + 1),
    );
    assert_eq!(status, 413);
    assert!(
        answer.contains("RequestEntityTooLargeException"),
        "{answer}"
    );
}

#[test]
fn hyper_serves_it() {
    let server = hyper();
    let (status, answer) = call(server, "PutParameter", PUT);
    assert_eq!(
        (status, &*answer),
        (200, r#"{"Version":1,"Tier":"Standard"}"#)
    );
    let (status, answer) = call(server, "GetParameter", GET);
    assert_eq!(status, 200);
    assert!(answer.contains(r#""Value":"Hello""#), "{answer}");
    let (status, _) = call(server, "GetParameter", &" ".repeat(1001));
    assert_eq!(status, 413);
}
