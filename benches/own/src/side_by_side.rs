//! Rows that are quoted as ratios, measured in turns: what the machine does besides meets all of them alike.

use std::time::{Duration, Instant};

/// Something that is measured.
pub struct Row<'a> {
    name: String,
    run: Box<dyn FnMut() -> Duration + 'a>,
    times: Vec<Duration>,
}

impl<'a> Row<'a> {
    /// Measures `run`.
    pub fn new<T>(name: impl Into<String>, mut run: impl FnMut() -> T + 'a) -> Self {
        Self::prepared(name, || (), move |()| run())
    }

    /// Measures `run` on what `prepare` gives, which is not measured.
    pub fn prepared<P, T>(
        name: impl Into<String>,
        mut prepare: impl FnMut() -> P + 'a,
        mut run: impl FnMut(P) -> T + 'a,
    ) -> Self {
        let run = Box::new(move || {
            let prepared = prepare();
            let start = Instant::now();
            let result = run(prepared);
            let time = start.elapsed();
            drop(std::hint::black_box(result));
            time
        });
        Self {
            name: name.into(),
            run,
            times: Vec::new(),
        }
    }
}

/// The time of each row: a tenth of its runs were faster. Of a machine that others use too, the median measures the others.
pub struct Times(Vec<(String, Duration)>);

/// Runs all rows in turns for about `budget`, at least twenty times.
pub fn measure(mut rows: Vec<Row<'_>>, budget: Duration) -> Times {
    for row in &mut rows {
        let _warm = (row.run)();
    }
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < 20 || start.elapsed() < budget {
        for row in &mut rows {
            let time = (row.run)();
            row.times.push(time);
        }
        rounds += 1;
    }
    let time = |row: Row<'_>| {
        let mut times = row.times;
        times.sort_unstable();
        (row.name, times[times.len() / 10])
    };
    Times(rows.into_iter().map(time).collect())
}

impl Times {
    /// The time of one row.
    pub fn of(&self, name: &str) -> Duration {
        let row = self.0.iter().find(|(found, _)| found == name);
        row.unwrap_or_else(|| panic!("no row `{name}`")).1
    }

    /// How many times as long one row takes as another.
    pub fn ratio(&self, name: &str, to: &str) -> f64 {
        self.of(name).as_secs_f64() / self.of(to).as_secs_f64()
    }
}
