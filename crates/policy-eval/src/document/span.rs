//! Where the statements of a document begin and end.

use std::ops::Range;

use super::reader::{Kind, Reader, Result};

/// The bytes of each statement of a document, in their order.
pub(crate) fn statement_spans(json: &str) -> Result<Vec<Range<usize>>> {
    let mut spans = Vec::new();
    let mut reader = Reader::new(json)?;
    reader.object("a policy: an object", |reader, name, _| {
        if name != "Statement" {
            return reader.skip();
        }
        let mut statement = |reader: &mut Reader<'_>| {
            let start = reader.offset();
            reader.skip()?;
            spans.push(start..reader.reached());
            Ok(())
        };
        match reader.kind()? {
            Kind::List => reader.list("a list of statements", statement),
            _ => statement(reader),
        }
    })?;
    Ok(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_begin_and_end_with_their_braces() {
        for (json, expected) in [
            (
                r#"{"Statement": {"a": [1]} , "Id": ""}"#,
                &[r#"{"a": [1]}"#][..],
            ),
            ("{\"Statement\":[ {} ,\n {\"a\":1}]}", &["{}", "{\"a\":1}"]),
            (r#"{"Statement": []}"#, &[]),
        ] {
            let spans = statement_spans(json).unwrap();
            let texts: Vec<_> = spans
                .into_iter()
                .map(|span| json.get(span).unwrap())
                .collect();
            assert_eq!(texts, expected);
        }
    }
}
