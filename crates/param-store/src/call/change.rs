//! Changing what is stored, decided anew when somebody else was faster.

use std::sync::Arc;

use service_kit::Change;

use crate::{
    Error, Result,
    call::Call,
    condition::Asked,
    name::ParameterName,
    parameter::{Loaded, ParameterRecord},
    record::Record,
};

impl Call<'_> {
    /// A parameter of the caller's account that a request is to change or look at, if the caller may.
    ///
    /// # Errors
    ///
    /// [`Error::AccessDenied`], [`Error::ParameterNotFound`].
    pub(crate) async fn own(
        &mut self,
        name: &ParameterName,
        asked: Asked<'_>,
    ) -> Result<Arc<Loaded>> {
        match self.params.parameter(self.here, name).await? {
            Some(parameter) => {
                self.allow(&parameter, asked)?;
                Ok(parameter)
            }
            None => {
                self.allow_at(&self.here.parameter_arn(name)?, asked)?;
                Err(Error::not_found(name.as_str()))
            }
        }
    }

    /// Changes a parameter of the caller's account without a new version: asks whether that is allowed, has it decided, and commits it; all
    /// of it anew if somebody else was faster. Nothing is written where nothing is decided.
    pub(crate) async fn update<T>(
        &mut self,
        name: &ParameterName,
        asked: Asked<'_>,
        mut decide: impl FnMut(&Loaded, &mut ParameterRecord, Change) -> Result<(T, Option<Change>)>,
    ) -> Result<T> {
        loop {
            let parameter = self.own(name, asked).await?;
            let mut record = parameter.record.clone();
            let (answer, change) = decide(&parameter, &mut record, Change::new())?;
            let Some(change) = change else {
                return Ok(answer);
            };
            let change = change.replace(parameter.key.clone(), record.encode(), parameter.revision);
            if self.commit(&parameter, change).await? {
                return Ok(answer);
            }
        }
    }

    /// Commits a change of a parameter; whether nobody else was faster. If somebody was, the parameter is read anew next time.
    pub(crate) async fn commit(&mut self, parameter: &Loaded, change: Change) -> Result<bool> {
        let committed = self.commit_new(change).await?;
        if !committed {
            self.params.forget(&parameter.key);
        }
        Ok(committed)
    }

    /// Commits a change of what was not there; whether nobody else was faster.
    pub(crate) async fn commit_new(&mut self, change: Change) -> Result<bool> {
        Ok(self.guard.commit(change).await?.is_some())
    }
}
