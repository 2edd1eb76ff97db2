//! `.env` files: `NAME=value`, one a line.

use crate::Result;

/// The variables of a file, in order. Lines that are empty or begin with `#` say nothing; `export ` before a name is left out; a value
/// between quotes is what is between them.
pub fn parse(text: &str) -> Result<Vec<(String, String)>> {
    let mut variables = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| format!("line {number} has no `=`"))?;
        variables.push((
            name.trim().to_owned(),
            unquoted(value.trim()).replace("\\n", "\n"),
        ));
    }
    Ok(variables)
}

fn unquoted(value: &str) -> &str {
    let between = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    between('"').or_else(|| between('\'')).unwrap_or(value)
}

/// One line for a variable.
pub fn line(name: &str, value: &str) -> String {
    let value = value.replace('\n', "\\n");
    let quote = if value.contains('"') { '\'' } else { '"' };
    format!("{name}={quote}{value}{quote}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "# a comment\n\nexport A=1\nB = \"two words\"\nC='x\"y'\n";
        let variables = parse(text).unwrap();
        let expected = [("A", "1"), ("B", "two words"), ("C", "x\"y")];
        assert_eq!(
            variables,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        for (name, value) in variables {
            assert_eq!(parse(&line(&name, &value)).unwrap(), [(name, value)]);
        }
        assert!(parse("A").is_err());
    }
}
