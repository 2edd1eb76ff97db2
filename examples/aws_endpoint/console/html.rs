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
                let is_long = cell.len() > LONG;
                self.markup(if is_long { "<td class=long>" } else { "<td>" });
                self.text(cell).markup("</td>");
            }
            self.markup("</tr>");
        }
        self.markup("</tbody></table></section>");
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// What is longer may be broken anywhere, so that the table stays within the page.
const LONG: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

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
