//! The rules of versions and labels, without any storage.

use std::collections::BTreeMap;

use crate::{
    Error, Result, limits,
    name::{Selector, is_label},
    record::{Member, Reader, Writer},
};

/// Which versions of a parameter there are, and which labels they have.
///
/// Invariants: versions are numbered without gaps, `oldest` to `current`, at most [`limits::VERSIONS`] of them; each label is on one of
/// those, and each of those has at most [`limits::LABELS_PER_VERSION`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Versions {
    oldest: u64,
    current: u64,
    labels: BTreeMap<String, u64>,
}

/// What became of labels that were to be taken off a version.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Unlabelled {
    /// Those that were taken off.
    pub(crate) removed: Vec<String>,
    /// Those that the version does not have.
    pub(crate) invalid: Vec<String>,
}

impl Versions {
    /// Those of a new parameter: the first.
    pub(crate) fn first() -> Self {
        Self::only(1)
    }

    /// One version, and none before it.
    pub(crate) fn only(version: u64) -> Self {
        Self {
            oldest: version,
            current: version,
            labels: BTreeMap::new(),
        }
    }

    /// The newest version.
    pub(crate) fn current(&self) -> u64 {
        self.current
    }

    /// Whether there is such a version.
    pub(crate) fn has(&self, version: u64) -> bool {
        (self.oldest..=self.current).contains(&version)
    }

    /// The version that goes when one more comes.
    pub(crate) fn next_to_go(&self) -> Option<u64> {
        let kept = self.current.saturating_sub(self.oldest).saturating_add(1);
        (kept >= limits::VERSIONS).then_some(self.oldest)
    }

    /// Adds a version; the oldest goes if there are too many.
    ///
    /// # Errors
    ///
    /// [`Error::ParameterMaxVersionLimitExceeded`] if the oldest has a label. Nothing has changed then.
    pub(crate) fn push(&mut self, name: &str) -> Result<()> {
        if let Some(oldest) = self.next_to_go() {
            if self.labels.values().any(|labelled| *labelled == oldest) {
                return Err(Error::ParameterMaxVersionLimitExceeded {
                    name: name.to_owned(),
                    oldest,
                });
            }
            self.oldest = self.oldest.saturating_add(1);
        }
        self.current = self.current.saturating_add(1);
        Ok(())
    }

    /// The version that a request means: the newest if it does not say.
    ///
    /// # Errors
    ///
    /// [`Error::ParameterVersionNotFound`].
    pub(crate) fn select(&self, name: &str, selector: Option<&Selector>) -> Result<u64> {
        let (version, wanted) = match selector {
            None => return Ok(self.current),
            Some(Selector::Version(version)) => (
                self.has(*version).then_some(*version),
                format!("version {version}"),
            ),
            Some(Selector::Label(label)) => {
                (self.labels.get(label).copied(), format!("label {label}"))
            }
        };
        version.ok_or_else(|| Error::ParameterVersionNotFound {
            name: name.to_owned(),
            selector: wanted,
        })
    }

    /// The labels of a version, in their order.
    pub(crate) fn labels_of(&self, version: u64) -> impl Iterator<Item = &str> {
        let on = move |entry: &(&String, &u64)| *entry.1 == version;
        self.labels
            .iter()
            .filter(on)
            .map(|(label, _)| label.as_str())
    }

    /// The version that has a label.
    pub(crate) fn labelled(&self, label: &str) -> Option<u64> {
        self.labels.get(label).copied()
    }

    /// Puts labels on a version; those that are on another move. Gives back those that cannot be labels.
    ///
    /// # Errors
    ///
    /// [`Error::ParameterVersionLabelLimitExceeded`]. Nothing has changed then.
    pub(crate) fn label(&mut self, version: u64, labels: &[String]) -> Result<Vec<String>> {
        let (valid, invalid): (Vec<_>, Vec<_>) =
            labels.iter().cloned().partition(|label| is_label(label));
        let mut after = self.labels.clone();
        after.extend(valid.into_iter().map(|label| (label, version)));
        let on = after.values().filter(|on| **on == version).count();
        if on > limits::LABELS_PER_VERSION {
            return Err(Error::ParameterVersionLabelLimitExceeded);
        }
        self.labels = after;
        Ok(invalid)
    }

    /// Takes labels off a version.
    pub(crate) fn unlabel(&mut self, version: u64, labels: &[String]) -> Unlabelled {
        let mut done = Unlabelled::default();
        for label in labels {
            if self.labels.get(label) == Some(&version) {
                self.labels.remove(label);
                done.removed.push(label.clone());
            } else if !done.removed.contains(label) {
                done.invalid.push(label.clone());
            }
        }
        done
    }
}

/// The oldest, the newest, then how many labels there are, and each with its version, in the order of the labels.
impl Member for Versions {
    fn write(&self, to: &mut Writer) {
        let Self {
            oldest,
            current,
            labels,
        } = self;
        to.number(*oldest);
        to.number(*current);
        to.count(labels.len());
        for (label, version) in labels {
            to.text(label);
            to.number(*version);
        }
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let mut versions = Self {
            oldest: from.number()?,
            current: from.number()?,
            labels: BTreeMap::new(),
        };
        for _ in 0..from.count()? {
            let (label, version) = (from.text()?, from.number()?);
            let is_in_order = versions
                .labels
                .last_key_value()
                .is_none_or(|(last, _)| last.as_str() < label);
            if !is_in_order || !versions.has(version) {
                return None;
            }
            versions.labels.insert(label.to_owned(), version);
        }
        (versions.oldest <= versions.current).then_some(versions)
    }
}

#[cfg(test)]
mod tests {
    use common_types::ServiceError;
    use proptest::prelude::*;

    use super::*;

    /// What a user may do.
    #[derive(Clone, Debug)]
    enum Step {
        Put,
        Label(u64, Vec<String>),
        Unlabel(u64, Vec<String>),
    }

    /// The same rules said another way: every version that is kept, with its labels.
    #[derive(Debug)]
    struct Model(Vec<(u64, Vec<String>)>);

    impl Model {
        fn put(&mut self) -> bool {
            let newest = self.0.last().unwrap().0;
            if self.0.len() == 100 {
                if !self.0[0].1.is_empty() {
                    return false;
                }
                self.0.remove(0);
            }
            self.0.push((newest + 1, Vec::new()));
            true
        }

        fn label(&mut self, version: u64, labels: &[String]) -> bool {
            let mut on = self.labels_of(version);
            on.extend(labels.iter().filter(|label| is_label(label)).cloned());
            on.sort();
            on.dedup();
            if on.len() > 10 {
                return false;
            }
            for (_, labelled) in &mut self.0 {
                labelled.retain(|label| !on.contains(label));
            }
            self.at(version).clone_from(&on);
            true
        }

        fn unlabel(&mut self, version: u64, labels: &[String]) {
            self.at(version).retain(|label| !labels.contains(label));
        }

        fn at(&mut self, version: u64) -> &mut Vec<String> {
            let found = self.0.iter_mut().find(|(number, _)| *number == version);
            &mut found.unwrap().1
        }

        fn labels_of(&self, version: u64) -> Vec<String> {
            let found = self.0.iter().find(|(number, _)| *number == version);
            found.map_or_else(Vec::new, |(_, labels)| labels.clone())
        }
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let labels = || prop::collection::vec("[a-p]|1bad|awsbad", 1..10);
        let step = prop_oneof![
            8 => Just(Step::Put),
            2 => (0_u64..130, labels()).prop_map(|(version, labels)| Step::Label(version, labels)),
            1 => (0_u64..130, labels()).prop_map(|(version, labels)| Step::Unlabel(version, labels)),
        ];
        prop::collection::vec(step, 0..200)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn versions_and_labels_are_as_the_model_says(steps in steps()) {
            let mut versions = Versions::first();
            let mut model = Model(vec![(1, Vec::new())]);
            for step in steps {
                match step {
                    Step::Put => prop_assert_eq!(versions.push("p").is_ok(), model.put()),
                    Step::Label(version, labels) if versions.has(version) => {
                        let labelled = versions.label(version, &labels);
                        prop_assert_eq!(labelled.is_ok(), model.label(version, &labels));
                        if let Ok(invalid) = labelled {
                            prop_assert!(invalid.iter().all(|label| label.ends_with("bad")));
                        }
                    }
                    Step::Unlabel(version, labels) if versions.has(version) => {
                        let before = model.labels_of(version);
                        let done = versions.unlabel(version, &labels);
                        prop_assert!(done.removed.iter().all(|label| before.contains(label)));
                        prop_assert!(done.invalid.iter().all(|label| !before.contains(label)));
                        model.unlabel(version, &labels);
                    }
                    Step::Label(..) | Step::Unlabel(..) => {}
                }
            }
            for version in 0..=versions.current() + 1 {
                let in_model = model.0.iter().any(|(number, _)| *number == version);
                prop_assert_eq!(versions.has(version), in_model);
                let labels: Vec<_> = versions.labels_of(version).map(str::to_owned).collect();
                prop_assert_eq!(labels, model.labels_of(version));
            }
        }
    }

    #[test]
    fn the_hundred_and_first_version_takes_the_place_of_the_first() {
        let mut versions = Versions::first();
        for _ in 1..100 {
            versions.push("/p").unwrap();
        }
        assert!(versions.has(1) && versions.has(100));
        versions.label(1, &["keep".to_owned()]).unwrap();
        let error = versions.push("/p").unwrap_err();
        assert_eq!(error.code(), "ParameterMaxVersionLimitExceeded");
        assert!(error.to_string().contains("Version 1, the oldest version"));
        versions.label(2, &["keep".to_owned()]).unwrap();
        versions.push("/p").unwrap();
        assert!(!versions.has(1) && versions.has(101));
    }
}
