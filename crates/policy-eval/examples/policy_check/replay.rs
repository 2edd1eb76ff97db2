//! Replays recorded cases: one a line in, one verdict a line out.

use std::{
    error::Error,
    io::{BufRead, BufWriter, Write, stdin, stdout},
    process::ExitCode,
};

use crate::case::Case;

pub(crate) fn replay() -> Result<ExitCode, Box<dyn Error>> {
    let (mut input, mut output) = (stdin().lock(), BufWriter::new(stdout().lock()));
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        // So that an error's place is one on this line.
        match verdict(line.trim_ascii_end()) {
            Ok(outcome) => writeln!(output, "{outcome}")?,
            // One verdict is one line, whatever an error has to say.
            Err(error) => writeln!(output, "Error: {}", error.to_string().replace('\n', " "))?,
        }
        line.clear();
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn verdict(line: &[u8]) -> Result<policy_eval::Outcome, Box<dyn Error>> {
    serde_json::from_slice::<Case<'_>>(line)?.outcome()
}
