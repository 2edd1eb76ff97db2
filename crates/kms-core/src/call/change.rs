//! Changing what is stored, decided anew when somebody else was faster.

use service_kit::Change;

use crate::{
    Result,
    call::{Call, Draft},
    condition::Asked,
};

impl Call<'_> {
    /// Changes a key of the caller's account: asks whether that is allowed, has it decided, and commits it; all of it anew if
    /// somebody else was faster.
    pub(crate) async fn update<T>(
        &mut self,
        key_id: &str,
        asked: Asked<'_>,
        mut decide: impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<T> {
        loop {
            let key = self.find("KeyId", key_id).await?.key;
            self.allow(&key, asked)?;
            self.check_state(&key)?;
            let mut draft = Draft::of(&key);
            let answer = decide(&mut draft)?;
            if self.commit_draft(draft).await? {
                return Ok(answer);
            }
        }
    }

    /// Commits a key as it is to be; whether nobody else was faster. If somebody was, the key is read anew next time.
    pub(crate) async fn commit_draft(&mut self, draft: Draft<'_>) -> Result<bool> {
        let key = draft.key;
        let committed = self.commit(draft.into_change()?).await?;
        if !committed {
            self.kms.forget(&key.scope, key.id);
        }
        Ok(committed)
    }

    /// Commits a change; whether nobody else was faster.
    pub(crate) async fn commit(&mut self, change: Change) -> Result<bool> {
        Ok(self.guard.commit(change).await?.is_some())
    }
}
