//! Chancery's functions for SQL. They hold no state: a name is all that a cluster's executor needs
//! to find them.

mod actors;
mod code;
mod goldstein;
mod plover;

pub(crate) use code::{CODE_LINE, CODE_TEXT, Flag, code_documents_columns};

use arrow_array::{Array, ArrayRef, Date32Array, StringViewArray};
use arrow_schema::DataType;
use datafusion::{
    arrow::compute::cast,
    common::{Result, plan_err},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF},
};
use std::sync::Arc;

/// Returns every function, for a session, a scheduler and an executor alike. `build` is added to the
/// names of those that code texts: an executor of another build does not know them, and says so,
/// instead of coding them in its own way. A session of its own needs none.
pub fn all(build: &str) -> Vec<Arc<ScalarUDF>> {
    stoppable(build, &Flag::default())
}

/// Returns every function; those that code texts stop when a flag is set.
pub(crate) fn stoppable(build: &str, stopped: &Flag) -> Vec<Arc<ScalarUDF>> {
    vec![
        Arc::new(ScalarUDF::new_from_impl(plover::PloverScore::default())),
        Arc::new(ScalarUDF::new_from_impl(plover::QuadOf::default())),
        Arc::new(ScalarUDF::new_from_impl(goldstein::Goldstein::default())),
        Arc::new(ScalarUDF::new_from_impl(actors::ActorCountry::default())),
        Arc::new(ScalarUDF::new_from_impl(actors::Sides::dyad())),
        Arc::new(ScalarUDF::new_from_impl(actors::Sides::pair())),
        Arc::new(ScalarUDF::new_from_impl(code::CodeText::of(build, stopped))),
        Arc::new(ScalarUDF::new_from_impl(code::CodeLine::of(build, stopped))),
    ]
}

/// What an argument has to be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Kind {
    /// Words.
    Text,
    /// A day; words that are one will do.
    Day,
}

impl Kind {
    const fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8View,
            Self::Day => DataType::Date32,
        }
    }

    fn takes(self, given: &DataType) -> bool {
        let text = matches!(
            given,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
        );
        match self {
            Self::Text => text,
            Self::Day => {
                text || matches!(
                    given,
                    DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)
                )
            }
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Day => "a date",
        }
    }
}

/// Returns the types that the arguments of a call become, or what is wrong with the call.
fn coerce(
    name: &str,
    usage: &str,
    wanted: &[Kind],
    least: usize,
    given: &[DataType],
) -> Result<Vec<DataType>> {
    if given.len() < least || given.len() > wanted.len() {
        return plan_err!(
            "{name} takes {usage}, and {} arguments were given",
            given.len()
        );
    }
    wanted
        .iter()
        .zip(given)
        .enumerate()
        .map(|(place, (kind, given))| {
            if kind.takes(given) {
                Ok(kind.data_type())
            } else {
                plan_err!(
                    "{name} takes {usage}: argument {} is {given}, not {}",
                    place + 1,
                    kind.word()
                )
            }
        })
        .collect()
}

/// The arguments of a call as columns, and whether each of them was one value.
struct Arguments {
    columns: Vec<ArrayRef>,
    scalar: bool,
}

impl Arguments {
    fn of(call: &ScalarFunctionArgs) -> Result<Self> {
        let scalar = call
            .args
            .iter()
            .all(|argument| matches!(argument, ColumnarValue::Scalar(_)));
        let rows = if scalar { 1 } else { call.number_rows };
        let columns = call
            .args
            .iter()
            .map(|argument| argument.to_array(rows))
            .collect::<Result<_>>()?;
        Ok(Self { columns, scalar })
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, Array::len)
    }

    fn text(&self, place: usize) -> Result<StringViewArray> {
        let column = cast(&self.columns[place], &DataType::Utf8View)?;
        match column.as_any().downcast_ref::<StringViewArray>() {
            Some(column) => Ok(column.clone()),
            None => plan_err!("argument {} is no text", place + 1),
        }
    }

    fn days(&self, place: usize) -> Result<Date32Array> {
        let column = cast(&self.columns[place], &DataType::Date32)?;
        match column.as_any().downcast_ref::<Date32Array>() {
            Some(column) => Ok(column.clone()),
            None => plan_err!("argument {} is no date", place + 1),
        }
    }

    /// Returns a column as the result of the call: one value where all arguments were one.
    fn result(&self, column: ArrayRef) -> Result<ColumnarValue> {
        if self.scalar {
            datafusion::common::ScalarValue::try_from_array(&column, 0).map(ColumnarValue::Scalar)
        } else {
            Ok(ColumnarValue::Array(column))
        }
    }
}

/// Returns a cell, or nothing where it is null.
fn cell(column: &StringViewArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}
