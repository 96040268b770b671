//! `plover_score` and `quad`: what PLOVER says of a type of event.

use super::{Arguments, Kind, cell, coerce};
use arrow_array::{Float64Array, StringViewArray};
use arrow_schema::DataType;
use chancery_model::{EventType, Mode};
use datafusion::{
    common::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};
use std::sync::Arc;

/// The conflict–cooperation score of an event's type and, where there is one, its mode.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct PloverScore(Signature);

impl Default for PloverScore {
    fn default() -> Self {
        Self(Signature::user_defined(Volatility::Immutable))
    }
}

impl ScalarUDFImpl for PloverScore {
    fn name(&self) -> &'static str {
        "plover_score"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let usage = "a type of event and, optionally, a mode";
        coerce(self.name(), usage, &[Kind::Text, Kind::Text], 1, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let types = arguments.text(0)?;
        let modes = (arguments.columns.len() > 1)
            .then(|| arguments.text(1))
            .transpose()?;
        let score = |row| {
            let event_type: EventType = cell(&types, row)?.parse().ok()?;
            let mode = modes.as_ref().and_then(|modes| cell(modes, row));
            // A mode that PLOVER does not have is no reason to give a score without it.
            let mode: Option<Mode> = mode.map(str::parse).transpose().ok()?;
            Some(event_type.score(mode))
        };
        let scores: Float64Array = (0..arguments.rows()).map(score).collect();
        arguments.result(Arc::new(scores))
    }
}

/// The quad class of a type of event.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct QuadOf(Signature);

impl Default for QuadOf {
    fn default() -> Self {
        Self(Signature::user_defined(Volatility::Immutable))
    }
}

impl ScalarUDFImpl for QuadOf {
    fn name(&self) -> &'static str {
        "quad"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), "a type of event", &[Kind::Text], 1, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let types = arguments.text(0)?;
        let quad = |row| {
            let event_type: EventType = cell(&types, row)?.parse().ok()?;
            Some(event_type.quad().as_str())
        };
        let quads: StringViewArray = (0..arguments.rows()).map(quad).collect();
        arguments.result(Arc::new(quads))
    }
}
