//! A document as it is written, faulty or not, with the place of every part.
//!
//! The same [`Reader`] gives it that reads policies for decisions. Nothing that is decided depends on it: it is what
//! validation looks at, which must go on where parsing stops at the first fault.

use std::ops::Range;

use super::reader::{Kind, Reader, Result};

/// One JSON value, and where it stands in the text, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) value: Tree,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Object(Vec<Member>),
    List(Vec<Node>),
    Text(Box<str>),
    Number(serde_json::Number),
    Bool(bool),
    Null,
}

/// One member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: Box<str>,
    pub(crate) name_span: Range<usize>,
    pub(crate) value: Node,
}

impl Node {
    /// Reads a whole document.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text)?;
        let node = Self::read(&mut reader)?;
        reader.end()?;
        Ok(node)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let start = reader.offset();
        let value = match reader.kind()? {
            Kind::Object => {
                let mut members = Vec::new();
                reader.object("an object", |reader, name, at| {
                    let name_span = at..reader.name_end();
                    members.push(Member {
                        name: Box::from(name),
                        name_span,
                        value: Self::read(reader)?,
                    });
                    Ok(())
                })?;
                Tree::Object(members)
            }
            Kind::List => {
                let mut items = Vec::new();
                reader.list("a list", |reader| {
                    items.push(Self::read(reader)?);
                    Ok(())
                })?;
                Tree::List(items)
            }
            Kind::Text => Tree::Text(reader.text("a text")?.into()),
            Kind::Number => Tree::Number(reader.number()?),
            Kind::Bool => Tree::Bool(reader.bool()?),
            Kind::Null => {
                reader.skip()?;
                Tree::Null
            }
        };
        Ok(Self {
            span: start..reader.reached(),
            value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_knows_where_it_stands() {
        let text = "{ \"a\" : [1, \"é\" ] }";
        let node = Node::parse(text).unwrap();
        let at = |span: &Range<usize>| text.get(span.clone()).unwrap();
        assert_eq!(node.span, 0..text.len());
        let Tree::Object(members) = &node.value else {
            panic!("an object");
        };
        assert_eq!(at(&members[0].name_span), "\"a\"");
        assert_eq!(at(&members[0].value.span), "[1, \"é\" ]");
        let Tree::List(items) = &members[0].value.value else {
            panic!("a list");
        };
        assert_eq!(at(&items[1].span), "\"é\"");
    }
}
