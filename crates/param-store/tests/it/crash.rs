//! A process that puts parameters under load is killed (SIGKILL) at random moments: no version that it had reported is lost, and none is
//! there twice.
//!
//! The child is this very test binary, told by an environment variable which store to write to. It reports each version over its standard
//! output. Rounds: 5, or as many as `STRONGROOM_CRASH_ROUNDS` says.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use crypto::random::{self, SystemRandom};
use param_store::{
    DescribeParametersRequest, GetParameterHistoryRequest, GetParametersByPathRequest,
};

use crate::world::*;

const STORE: &str = "STRONGROOM_PARAMS_CRASH_STORE";
const WRITERS: u64 = 4;

#[tokio::test]
async fn no_version_is_lost_or_doubled() {
    let rounds = variable("STRONGROOM_CRASH_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap());
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.redb");
    drop(open(&path).await);
    let mut acknowledged = BTreeMap::new();
    for _ in 0..rounds {
        for (writer, version) in killed_after(&path, 1 + below(60)) {
            acknowledged.insert(writer, version);
        }
        check(&open(&path).await, &acknowledged).await;
    }
    assert!(!acknowledged.is_empty(), "the child has written nothing");
}

/// The child: puts until it is killed. Without the variable it is a test of its own: a bounded load, no kill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_that_is_not_killed_is_there() {
    if let Some(path) = variable(STORE) {
        let world = open(Path::new(&path)).await;
        load(&world, u64::MAX, |writer, version| {
            let mut out = std::io::stdout().lock();
            writeln!(out, "ack {writer} {version}")
                .and_then(|()| out.flush())
                .unwrap();
        })
        .await;
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.redb");
    let world = open(&path).await;
    load(&world, 5, |_, _| {}).await;
    drop(world);
    check(
        &open(&path).await,
        &(0..WRITERS).map(|writer| (writer, 5)).collect(),
    )
    .await;
}

/// Each writer puts version after version of a parameter, whose value is its version, and a new parameter beside each.
#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn load(world: &World, most: u64, acknowledge: impl Fn(u64, u64) + Copy + Send + 'static) {
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let params = world.root();
            tokio::spawn(async move {
                let put = |name: String, value: String| {
                    let kind = param_store::ParameterType::String;
                    let request = param_store::PutParameterRequest::of_type(name, kind, value);
                    let params = params.clone();
                    async move {
                        params
                            .put_parameter(request.overwrite(true))
                            .await
                            .unwrap()
                            .version
                    }
                };
                let name = format!("/counted/{writer}");
                let request = GetParameterHistoryRequest::new(&name);
                let mut version = match params.get_parameter_history(request).await {
                    Ok(_) => newest(&params, &name).await,
                    Err(_) => 0,
                };
                if version > 0 {
                    // The kill may have come between the two.
                    put(format!("/made/{writer}/{version}"), version.to_string()).await;
                }
                while version < most {
                    version += 1;
                    let made = put(name.clone(), version.to_string()).await;
                    assert_eq!(made, version);
                    put(format!("/made/{writer}/{version}"), version.to_string()).await;
                    acknowledge(writer, version);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

async fn newest(params: &param_store::ParamStoreHandle, name: &str) -> u64 {
    let request = param_store::GetParameterRequest::new(name);
    params
        .get_parameter(request)
        .await
        .unwrap()
        .parameter
        .version
}

/// Starts the child, kills it once it has reported so many versions, and returns the last that each of its writers reported.
fn killed_after(path: &Path, reports: usize) -> BTreeMap<u64, u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::a_load_that_is_not_killed_is_there",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut last = BTreeMap::new();
    let mut seen = 0;
    while seen < reports {
        let line = lines.next().expect("the child reports until it is killed");
        seen += usize::from(note(&line, &mut last));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it reported before the kill is still in the pipe; its last line may be cut.
    let rest: Vec<_> = lines.collect();
    let whole = rest.len().saturating_sub(1);
    for line in rest.iter().take(whole) {
        note(line, &mut last);
    }
    last
}

fn note(line: &str, last: &mut BTreeMap<u64, u64>) -> bool {
    let mut words = line
        .split(' ')
        .skip_while(|word| !word.ends_with("ack"))
        .skip(1);
    let (Some(writer), Some(version)) = (words.next(), words.next()) else {
        return false;
    };
    last.insert(writer.parse().unwrap(), version.parse().unwrap());
    true
}

/// Fails unless each writer's versions are without gap, each with its own value, and at least as new as what was reported.
async fn check(world: &World, acknowledged: &BTreeMap<u64, u64>) {
    let params = world.root();
    let mut made = 0;
    for writer in 0..WRITERS {
        let reported = acknowledged.get(&writer).copied().unwrap_or(0);
        let name = format!("/counted/{writer}");
        let request = GetParameterHistoryRequest::new(&name);
        if params.get_parameter_history(request).await.is_err() {
            assert_eq!(reported, 0, "writer {writer} has lost all");
            continue;
        }
        let newest = newest(&params, &name).await;
        assert!(
            newest >= reported,
            "writer {writer} reported {reported}, and {newest} is there"
        );
        let mut versions = Vec::new();
        let mut request = GetParameterHistoryRequest::new(&name);
        loop {
            let page = params.get_parameter_history(request.clone()).await.unwrap();
            for version in page.parameters {
                assert_eq!(version.value.expose(), version.version.to_string());
                versions.push(version.version);
            }
            match page.next_token {
                Some(token) => request = request.next_token(token),
                None => break,
            }
        }
        let oldest = newest.saturating_sub(99).max(1);
        assert_eq!(versions, (oldest..=newest).collect::<Vec<_>>(), "{name}");
        // Of those beside, the last may be missing.
        let found = count_under(&params, &format!("/made/{writer}")).await;
        assert!(
            (reported..=newest).contains(&found),
            "{found} beside {newest}"
        );
        made += found + 1;
    }
    assert_eq!(described(&params).await, made);
}

async fn count_under(params: &param_store::ParamStoreHandle, path: &str) -> u64 {
    let mut request = GetParametersByPathRequest::new(path);
    let mut count = 0;
    loop {
        let page = params
            .get_parameters_by_path(request.clone())
            .await
            .unwrap();
        count += page.parameters.len() as u64;
        match page.next_token {
            Some(token) => request = request.next_token(token),
            None => return count,
        }
    }
}

async fn described(params: &param_store::ParamStoreHandle) -> u64 {
    let mut request = DescribeParametersRequest::new();
    let mut count = 0;
    loop {
        let page = params.describe_parameters(request.clone()).await.unwrap();
        count += page.parameters.len() as u64;
        match page.next_token {
            Some(token) => request = request.next_token(token),
            None => return count,
        }
    }
}

async fn open(path: &Path) -> World {
    let path: PathBuf = path.to_owned();
    World::sealed(Arc::new(
        store::RedbOptions::new().open_or_create(path).unwrap(),
    ))
    .await
}

fn below(bound: usize) -> usize {
    let number = u32::from_be_bytes(random::bytes(&SystemRandom::new()).unwrap());
    usize::try_from(number).unwrap() % bound
}

#[expect(
    clippy::disallowed_methods,
    reason = "a child process, and how long CI runs, are told by the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
