//! HTML that escapes by construction: what is not a literal of this program goes in as text.

use std::fmt::Display;

/// A page in the making.
#[derive(Debug, Default)]
pub struct Html(String);

impl Html {
    /// Markup: a literal of this program, never what came from outside.
    pub fn markup(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Text: escaped, so that it stays text within an element and within a quoted attribute.
    pub fn text(&mut self, text: impl Display) -> &mut Self {
        for c in text.to_string().chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c if c.is_control() => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
        self
    }

    /// A heading, and a table beneath it; a word in its place if it has no rows.
    pub fn table(&mut self, heading: &'static str, columns: &[&'static str], rows: &[Vec<String>]) {
        self.markup("<section><h2>").text(heading).markup("</h2>");
        if rows.is_empty() {
            self.markup("<p class=none>none</p></section>");
            return;
        }
        self.markup("<table><thead><tr>");
        for column in columns {
            self.markup("<th>").text(column).markup("</th>");
        }
        self.markup("</tr></thead><tbody>");
        for row in rows {
            self.markup("<tr>");
            for cell in row {
                self.cell(cell);
            }
            self.markup("</tr>");
        }
        self.markup("</tbody></table></section>");
    }

    /// A cell. A word that tells how something is, alone or before a colon, has a colour; what is long and has no spaces is a
    /// name.
    fn cell(&mut self, cell: &str) {
        let (word, rest) = cell.split_once(": ").unwrap_or((cell, ""));
        if let Some(tone) = tone(word) {
            self.markup("<td class=\"").markup(tone).markup("\"><b>");
            self.text(word).markup("</b> ").text(rest).markup("</td>");
            return;
        }
        self.markup(match (cell.contains(' '), cell.len()) {
            (true, LONG..) => "<td class=long>",
            (false, LONG..) => "<td class=\"name long\">",
            (false, NAME..) => "<td class=name>",
            _ => "<td>",
        });
        self.text(cell).markup("</td>");
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// What a state, an action or an outcome means to an operator.
fn tone(word: &str) -> Option<&'static str> {
    match word {
        "Enabled" | "ALLOW" | "Allow" | "done" => Some("good"),
        "BLOCK" | "Block" => Some("bad"),
        "Disabled" | "PendingDeletion" | "PendingImport" | "Unavailable" | "COUNT" | "CAPTCHA"
        | "CHALLENGE" => Some("warn"),
        _ if is_error(word) => Some("bad"),
        _ => None,
    }
}

/// Whether it is the code of an error, and perhaps how often it came.
fn is_error(word: &str) -> bool {
    let code = word.split(',').next().unwrap_or_default();
    code.ends_with("Exception") || code.starts_with("AccessDenied")
}

/// So many bytes may be broken anywhere, so that the table stays within the page.
const LONG: usize = 41;
/// So many bytes without a space are a name rather than a word.
const NAME: usize = 17;

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> String {
        let mut html = Html::default();
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        html.table("t", &["c"], &[cells]);
        html.finish()
    }

    #[test]
    fn what_matters_to_an_operator_has_a_colour() {
        let page = row(&[
            "Enabled",
            "COUNT",
            "AccessDenied: <nobody> may",
            "NotFoundException, 2 times: x",
            "enabled",
        ]);
        for cell in [
            "<td class=\"good\"><b>Enabled</b> </td>",
            "<td class=\"warn\"><b>COUNT</b> </td>",
            "<td class=\"bad\"><b>AccessDenied</b> &lt;nobody&gt; may</td>",
            "<td class=\"bad\"><b>NotFoundException, 2 times</b> x</td>",
            "<td>enabled</td>",
        ] {
            assert!(page.contains(cell), "{page}");
        }
    }

    #[test]
    fn what_comes_from_outside_stays_text() {
        let mut html = Html::default();
        html.table(
            "t",
            &["c"],
            &[vec!["<script>alert(\"1\" & '2')</script>\u{0}".to_owned()]],
        );
        let page = html.finish();
        assert!(!page.contains("<script>"), "{page}");
        assert!(
            page.contains(
                "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;\u{fffd}"
            ),
            "{page}"
        );
    }
}
