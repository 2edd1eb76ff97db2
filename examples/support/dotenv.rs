//! `.env` files: `NAME=value`, one a line.

/// What a file says of one variable.
#[derive(Debug, Eq, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether the line before says that it is a secret, as [`line()`] writes it.
    pub secret: bool,
}

/// The variables of a file, in order.
///
/// Lines that are empty or begin with `#` say nothing; `export ` before a name is left out. A value between `'` is what is between them;
/// between `"` there may be `\n`, `\r`, `\t`, and `\` before what is meant as it is; both may have line breaks in them. Any other
/// value ends with its line, or before a `#` that follows a space.
///
/// # Errors
/// What is wrong, and in which line.
pub fn parse(text: &str) -> Result<Vec<Variable>, String> {
    let mut variables = Vec::new();
    let (mut rest, mut secret) = (text, false);
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            secret = line == SECRET;
            rest = after;
            continue;
        }
        let (name, value) = rest
            .split_once('=')
            .filter(|(name, _)| !name.contains('\n'))
            .ok_or_else(|| format!("line {} has no `=`", line_number(text, rest)))?;
        let name = name.trim();
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        let (value, after) = read(value)
            .ok_or_else(|| format!("line {}: the value has no end", line_number(text, rest)))?;
        variables.push(Variable {
            name: name.to_owned(),
            value,
            secret,
        });
        (rest, secret) = (after, false);
    }
    Ok(variables)
}

/// A value, and what follows its line.
fn read(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches([' ', '\t']);
    if let Some(quoted) = text.strip_prefix('\'') {
        let (value, after) = quoted.split_once('\'')?;
        return Some((value.to_owned(), next_line(after)));
    }
    if let Some(quoted) = text.strip_prefix('"') {
        return unescaped(quoted);
    }
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let value = match line.split_once(" #") {
        Some((value, _)) => value,
        None => line,
    };
    Some((value.trim().to_owned(), after))
}

/// What is between `"`, of which the first is read.
fn unescaped(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '"' => return Some((value, next_line(chars.as_str()))),
            '\\' => value.push(match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            }),
            other => value.push(other),
        }
    }
}

fn next_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, after)| after)
}

/// The number of the line that the rest of a text begins with.
fn line_number(text: &str, rest: &str) -> usize {
    let read = text.len().saturating_sub(rest.len());
    let ends = text.bytes().take(read).filter(|byte| *byte == b'\n');
    1 + ends.count()
}

/// The lines for a variable: a value without anything that would need a `\` between `"`, any other between `'` if it can be.
pub fn line(name: &str, value: &str, secret: bool) -> String {
    let comment = if secret {
        format!("{SECRET}\n")
    } else {
        String::new()
    };
    let needs_escape = value.contains(['"', '\\', '$', '`', '\n', '\r', '\t']);
    if needs_escape && !value.contains(['\'', '\n', '\r']) {
        return format!("{comment}{name}='{value}'\n");
    }
    let mut escaped = String::new();
    for char in value.chars() {
        match char {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '"' | '\\' | '$' | '`' => escaped.extend(['\\', char]),
            char => escaped.push(char),
        }
    }
    format!("{comment}{name}=\"{escaped}\"\n")
}

const SECRET: &str = "# a SecureString";

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str, value: &str) -> Variable {
        Variable {
            name: name.to_owned(),
            value: value.to_owned(),
            secret: false,
        }
    }

    #[test]
    fn the_forms_that_files_have() {
        let text = "# a comment\n\nexport A=1 # one\nB = \"two words\" # two\nC='x\"y\\n'\nD=\nE=a#b\r\nF=\"1\n2\\n3\"\nG='a\nb'\n# a SecureString\nH=h\nI=a=b";
        let mut secret = variable("H", "h");
        secret.secret = true;
        assert_eq!(
            parse(text).unwrap(),
            [
                variable("A", "1"),
                variable("B", "two words"),
                variable("C", "x\"y\\n"),
                variable("D", ""),
                variable("E", "a#b"),
                variable("F", "1\n2\n3"),
                variable("G", "a\nb"),
                secret,
                variable("I", "a=b"),
            ]
        );
    }

    #[test]
    fn what_is_written_is_read() {
        for value in [
            "",
            "plain",
            "C:\\new",
            "it's \"both\"",
            "$HOME `x` \\$",
            "1\n2\r\n\t3",
            "\\",
            "'",
            "\"",
            " spaces # kept ",
            "ünï",
        ] {
            for secret in [false, true] {
                let written = line("A", value, secret) + &line("B", "next", false);
                let mut read = variable("A", value);
                read.secret = secret;
                assert_eq!(
                    parse(&written).unwrap(),
                    [read, variable("B", "next")],
                    "{written}"
                );
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("A", "line 1 has no `=`"),
            ("A=1\n\nB\nC=2", "line 3 has no `=`"),
            ("A=1\nB=\"x\nC=2", "line 2: the value has no end"),
        ] {
            assert_eq!(parse(text).unwrap_err(), told);
        }
    }
}
