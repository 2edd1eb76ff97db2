//! Parameter Store beside SQLite holding the same 100,000 values of 1 KiB: durable (write-ahead log, `synchronous=FULL`), its statements prepared.
//!
//! Parameter Store's calls are authorised, audited `Buffered` and sealed, and a put keeps the version before it and leaves an event; SQLite's
//! put replaces one row. `PARAMETERS` says how many there are.

#[path = "../../../own/src/side_by_side.rs"]
mod side_by_side;
#[path = "../../../own/benches/param_store/subject.rs"]
#[expect(dead_code, reason = "the other bench measures more of it")]
mod subject;

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::Duration,
};

use rusqlite::Connection;
use side_by_side::{Row, measure};
use subject::{CACHE_BYTES, PUTS, Subject, UNDER_PATH, WRITERS, name, path, value};
use tempfile::TempDir;

/// Calls that are measured together.
const CALLS: usize = 100;
/// Parameters that are read again and again.
const HOT: usize = 1_000;

fn main() {
    let parameters = std::env::var("PARAMETERS").map_or(100_000, |n| n.parse().unwrap());
    let dir = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let subject = Subject::new(&dir);
    subject.load(&runtime, parameters);
    let sqlite = Sqlite::new(&dir, parameters);
    let spread = |n: usize, among: usize| n.wrapping_mul(7_919) % among;
    let (hot, paths) = (HOT.min(parameters), HOT.min(parameters / UNDER_PATH));
    let names: Vec<_> = (0..hot).map(name).collect();
    let path_names: Vec<_> = (0..paths).map(path).collect();
    let times = measure(
        vec![
            Row::new("SQLite get", || {
                (0..CALLS).for_each(|n| keep(sqlite.get(&names[spread(n, hot)])));
            }),
            Row::new("GetParameter", || {
                (0..CALLS).for_each(|n| {
                    let n = spread(n, hot);
                    keep(subject.get(n, &names[n]));
                });
            }),
            Row::new("SQLite scan of 10", || {
                (0..CALLS).for_each(|n| keep(sqlite.scan(&path_names[spread(n, paths)])));
            }),
            Row::new("GetParametersByPath", || {
                (0..CALLS).for_each(|n| {
                    let n = spread(n, paths);
                    keep(subject.by_path(n, &path_names[n]));
                });
            }),
            Row::new("SQLite put", || {
                (0..PUTS).for_each(|_| sqlite.put(&names[0]));
            }),
            Row::new("PutParameter", || {
                (0..PUTS).for_each(|_| keep(subject.put(0)));
            }),
            Row::prepared(
                "SQLite, 64 writers",
                || (0..WRITERS).map(|_| connect(&sqlite.file)).collect(),
                |connections| put_at_once(connections, parameters),
            ),
            Row::new("64 writers", || subject.put_at_once(&runtime, parameters)),
        ],
        Duration::from_secs(20),
    );
    println!("{parameters} parameters of 1 KiB        time   beside SQLite");
    for (name, peer, calls) in [
        ("SQLite get", "SQLite get", CALLS),
        ("GetParameter", "SQLite get", CALLS),
        ("SQLite scan of 10", "SQLite scan of 10", CALLS),
        ("GetParametersByPath", "SQLite scan of 10", CALLS),
        ("SQLite put", "SQLite put", PUTS),
        ("PutParameter", "SQLite put", PUTS),
        ("SQLite, 64 writers", "SQLite, 64 writers", WRITERS * PUTS),
        ("64 writers", "SQLite, 64 writers", WRITERS * PUTS),
    ] {
        let each = times.of(name).as_nanos() / calls as u128;
        println!("{name:<24} {each:>12} ns   {:.2}", times.ratio(name, peer));
    }
}

/// Makes sure that what was read is not left out as unused.
fn keep<T>(read: T) {
    std::hint::black_box(read);
}

/// A table of names and values.
struct Sqlite {
    file: PathBuf,
    connection: Connection,
}

impl Sqlite {
    fn new(dir: &TempDir, parameters: usize) -> Self {
        let file = dir.path().join("sqlite");
        let mut connection = connect(&file);
        let table =
            "CREATE TABLE parameters (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID";
        connection.execute(table, ()).unwrap();
        let load = connection.transaction().unwrap();
        for n in 0..parameters {
            put(&load, &name(n));
        }
        load.commit().unwrap();
        Self { file, connection }
    }

    fn get(&self, name: &str) -> Vec<u8> {
        let sql = "SELECT value FROM parameters WHERE name = ?";
        let mut select = self.connection.prepare_cached(sql).unwrap();
        select.query_row([name], |row| row.get(0)).unwrap()
    }

    fn scan(&self, path: &str) -> Vec<(String, Vec<u8>)> {
        let sql = "SELECT name, value FROM parameters WHERE name > ? AND name < ? ORDER BY name";
        let mut select = self.connection.prepare_cached(sql).unwrap();
        let range = [format!("{path}/"), format!("{path}0")];
        let found = select.query_map(range, |row| Ok((row.get(0)?, row.get(1)?)));
        let found: Vec<_> = found.unwrap().map(Result::unwrap).collect();
        assert_eq!(found.len(), UNDER_PATH);
        found
    }

    fn put(&self, name: &str) {
        put(&self.connection, name);
    }
}

/// Each writer has a thread and a connection of its own.
fn put_at_once(connections: Vec<Connection>, parameters: usize) {
    thread::scope(|scope| {
        for (writer, connection) in connections.into_iter().enumerate() {
            let name = name(Subject::of_writer(writer, parameters));
            scope.spawn(move || (0..PUTS).for_each(|_| put(&connection, &name)));
        }
    });
}

fn connect(file: &PathBuf) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.busy_timeout(Duration::from_secs(60)).unwrap();
    // The size of its page cache is in KiB, where it is negative.
    let kib = CACHE_BYTES / 1024;
    let pragmas =
        format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -{kib}");
    connection.execute_batch(&pragmas).unwrap();
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    assert_eq!(number("synchronous").unwrap(), 2, "each commit is synced");
    connection
}

/// Puts a value that was not there before: SQLite does not write what is there already.
fn put(connection: &Connection, name: &str) {
    static PUTS: AtomicU64 = AtomicU64::new(0);
    let mut value = value();
    value[..8].copy_from_slice(&PUTS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    let sql = "INSERT INTO parameters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    let mut insert = connection.prepare_cached(sql).unwrap();
    insert.execute((name, value)).unwrap();
}
