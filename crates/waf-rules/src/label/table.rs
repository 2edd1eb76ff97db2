//! All labels that the rules of a web ACL can add, by number.

use std::collections::HashMap;

/// A label's number in its web ACL.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct LabelId(pub(crate) u32);

/// The labels, fully qualified.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelTable {
    names: Vec<String>,
    ids: HashMap<String, LabelId>,
}

impl LabelTable {
    pub(crate) fn intern(&mut self, name: String) -> LabelId {
        if let Some(&id) = self.ids.get(&name) {
            return id;
        }
        let id = LabelId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.clone());
        self.ids.insert(name, id);
        id
    }

    pub(crate) fn name(&self, id: LabelId) -> &str {
        self.names.get(id.0 as usize).map_or("", String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (LabelId, &str)> {
        (0..)
            .map(LabelId)
            .zip(self.names.iter().map(String::as_str))
    }
}
