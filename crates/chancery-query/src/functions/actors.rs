//! `actor_country`, `dyad` and `pair`: who somebody is, and who with whom.

use super::{Arguments, Kind, cell, coerce};
use arrow_array::{Array, StringViewArray};
use arrow_schema::DataType;
use chancery_answers::coder::Coder;
use chancery_model::Date;
use datafusion::{
    common::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};
use jiff::{Span, civil::date};
use std::{collections::HashMap, sync::Arc};

/// The state that a name, a code, a metonym or an office means on a day.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct ActorCountry(Signature);

impl Default for ActorCountry {
    fn default() -> Self {
        Self(Signature::user_defined(Volatility::Immutable))
    }
}

impl ScalarUDFImpl for ActorCountry {
    fn name(&self) -> &'static str {
        "actor_country"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let usage = "a name and, optionally, the day on which it was used";
        coerce(self.name(), usage, &[Kind::Text, Kind::Day], 1, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let names = arguments.text(0)?;
        let days = (arguments.columns.len() > 1)
            .then(|| arguments.days(1))
            .transpose()?;
        let day = |row| {
            let days = days.as_ref()?;
            days.is_valid(row).then(|| days.value(row))
        };
        let coder = Coder::embedded();
        // The same few names come again and again.
        let mut known: HashMap<(&str, Option<i32>), Option<String>> = HashMap::new();
        let countries: StringViewArray = (0..arguments.rows())
            .map(|row| {
                let (name, day) = (cell(&names, row)?, day(row));
                known
                    .entry((name, day))
                    .or_insert_with(|| country(coder, name, day.and_then(calendar)))
                    .clone()
            })
            .collect();
        arguments.result(Arc::new(countries))
    }
}

/// Returns the state that a phrase means: its own for a state, the one served for a person in office.
fn country(coder: Coder<'_>, phrase: &str, day: Option<Date>) -> Option<String> {
    let phrase = phrase.trim();
    // A phrase is a few words; whole texts are for `code_documents`.
    if phrase.is_empty() || phrase.len() > 200 {
        return None;
    }
    let dictionary = chancery_actors::Dictionary::embedded();
    if let Some(actor) = dictionary.named(phrase, day) {
        return actor.country.map(|id| id.to_string());
    }
    let id = coder.actor(phrase, day)?;
    if dictionary.state(id.as_str()).is_some() {
        return Some(id.to_string());
    }
    let group = dictionary.group(id.as_str(), day)?;
    group.country.as_ref().map(ToString::to_string)
}

/// Returns the day of a number of days since 1970.
pub(super) fn calendar(days: i32) -> Option<Date> {
    date(1970, 1, 1)
        .checked_add(Span::new().try_days(days).ok()?)
        .ok()
}

/// Two actors as one word: an ordered dyad or an unordered pair.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Sides {
    name: &'static str,
    ordered: bool,
    signature: Signature,
}

impl Sides {
    /// `dyad(a, b)`: who does something, and to whom.
    pub(super) fn dyad() -> Self {
        Self {
            name: "dyad",
            ordered: true,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }

    /// `pair(a, b)`: the same for both orders.
    pub(super) fn pair() -> Self {
        Self {
            name: "pair",
            ordered: false,
            ..Self::dyad()
        }
    }
}

impl ScalarUDFImpl for Sides {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name, "two actors", &[Kind::Text, Kind::Text], 2, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let (one, other) = (arguments.text(0)?, arguments.text(1)?);
        let sides: StringViewArray = (0..arguments.rows())
            .map(|row| {
                let (one, other) = (cell(&one, row)?, cell(&other, row)?);
                let (one, other) = if self.ordered || one <= other {
                    (one, other)
                } else {
                    (other, one)
                };
                Some(format!("{one}-{other}"))
            })
            .collect();
        arguments.result(Arc::new(sides))
    }
}
