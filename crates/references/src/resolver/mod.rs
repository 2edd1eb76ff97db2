//! Resolving all references of a document.

mod batch;

use std::sync::Arc;

use common_types::{Caller, ParameterReader, Region, SecretReader};

use crate::{
    Document, Error, Problem, SecureFields, limits,
    reference::{Found, find},
};
use batch::Batch;

/// Resolves references for one caller: each is decided against the policies as if the caller had read it.
#[derive(Clone, Debug)]
pub struct Resolver {
    parameters: Arc<dyn ParameterReader>,
    secrets: Option<Secrets>,
}

/// Where secrets are read, and for whom.
#[derive(Clone, Debug)]
struct Secrets {
    reader: Arc<dyn SecretReader>,
    caller: Arc<Caller>,
    region: Region,
}

/// The references of one text.
#[derive(Debug)]
struct Text {
    /// Which of the document's texts it is: two may have the same place, such as `a.b` and `b` in `a`.
    number: usize,
    place: String,
    found: Vec<Found>,
}

impl Resolver {
    /// Resolves parameters through this handle.
    pub fn new(parameters: Arc<dyn ParameterReader>) -> Self {
        Self {
            parameters,
            secrets: None,
        }
    }

    /// Resolves secrets too, for this caller in this region.
    #[must_use]
    pub fn secrets(
        self,
        reader: Arc<dyn SecretReader>,
        caller: Arc<Caller>,
        region: Region,
    ) -> Self {
        let secrets = Secrets {
            reader,
            caller,
            region,
        };
        Self {
            secrets: Some(secrets),
            ..self
        }
    }

    /// Puts in, for every reference of a document, the value that it refers to.
    ///
    /// All `ssm` references are one batched read, all `ssm-secure` ones another; each secret is read once. What has been put in is not resolved
    /// again. It is all or nothing: after an error the document is as it was.
    ///
    /// # Errors
    ///
    /// [`Error`] with the place of the first reference that could not be resolved.
    pub async fn resolve(
        &self,
        document: &mut impl Document,
        secure: &SecureFields,
    ) -> Result<(), Error> {
        let texts = find_all(document, secure)?;
        let mut batch = Batch::default();
        let mut edits = Vec::with_capacity(texts.len());
        for text in &texts {
            for found in &text.found {
                let value = batch.add(&text.place, &found.reference);
                edits.push((text.number, found.place.clone(), value));
            }
        }
        let mut values = batch.read(self).await?;
        // The texts that have references come again in the same order. From behind, so that places stay where they were.
        let mut edits = edits.as_slice();
        let mut numbers = 0_usize..;
        document.texts(&mut |_, text| {
            let here = numbers.next();
            let of_text = edits
                .iter()
                .take_while(|(number, ..)| Some(*number) == here);
            let (of_text, rest) = edits.split_at(of_text.count());
            edits = rest;
            for (_, place, value) in of_text.iter().rev() {
                values.put(*value, place, text);
            }
        });
        Ok(())
    }
}

/// The texts of a document that have references.
fn find_all(document: &mut impl Document, secure: &SecureFields) -> Result<Vec<Text>, Error> {
    let mut texts = Ok(Vec::new());
    let mut references = 0;
    let mut numbers = 0..;
    document.texts(&mut |place, text| {
        let number = numbers.next().unwrap_or_default();
        if let Ok(found_before) = &mut texts {
            match find_in(place, text, secure, &mut references) {
                Ok(found) if found.is_empty() => {}
                Ok(found) => found_before.push(Text {
                    number,
                    place: place.to_owned(),
                    found,
                }),
                Err(error) => texts = Err(error),
            }
        }
    });
    texts
}

fn find_in(
    place: &str,
    text: &str,
    secure: &SecureFields,
    references: &mut usize,
) -> Result<Vec<Found>, Error> {
    let found = find(text).map_err(|(reference, problem)| Error::new(place, reference, problem))?;
    *references = references.saturating_add(found.len());
    for Found { reference, .. } in &found {
        let is_secure = matches!(reference, crate::Reference::SsmSecure { .. });
        if is_secure && !secure.has(place) {
            return Err(Error::new(place, reference, Problem::NotSecure));
        }
        if *references > limits::REFERENCES {
            return Err(Error::new(place, reference, Problem::TooMany));
        }
    }
    Ok(found)
}
