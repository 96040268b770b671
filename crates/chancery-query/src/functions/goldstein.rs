//! `goldstein`: the score of a CAMEO code on Goldstein's scale.

use super::{Arguments, Kind, cell, coerce};
use arrow_array::Float64Array;
use arrow_schema::DataType;
use datafusion::{
    common::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

/// Codes and scores; where they are from stands in the file.
const TABLE: &str = include_str!("../../data/goldstein.tsv");

/// Returns the score of a code: its own, or that of the longest code that it begins with.
pub(super) fn goldstein(code: &str) -> Option<f64> {
    static SCORES: OnceLock<HashMap<&'static str, f64>> = OnceLock::new();
    let scores = SCORES.get_or_init(|| {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.filter_map(|line| {
            let (code, score) = line.split_once('\t')?;
            Some((code, score.parse().ok()?))
        })
        .collect()
    });
    let known = (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    (2..=code.len())
        .rev()
        .filter(|_| known)
        .find_map(|length| scores.get(code.get(..length)?).copied())
}

/// The score of a CAMEO code.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Goldstein(Signature);

impl Default for Goldstein {
    fn default() -> Self {
        Self(Signature::user_defined(Volatility::Immutable))
    }
}

impl ScalarUDFImpl for Goldstein {
    fn name(&self) -> &'static str {
        "goldstein"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let usage = "a CAMEO code as text ('010': its first zero counts)";
        coerce(self.name(), usage, &[Kind::Text], 1, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, call: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arguments = Arguments::of(&call)?;
        let codes = arguments.text(0)?;
        let scores: Float64Array = (0..arguments.rows())
            .map(|row| goldstein(cell(&codes, row)?))
            .collect();
        arguments.result(Arc::new(scores))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_scores_that_were_published() {
        let check = |code: &str, score: Option<f64>| assert_eq!(goldstein(code), score, "{code}");
        check("010", Some(0.0));
        check("0874", Some(10.0));
        check("0873", Some(9.0));
        check("130", Some(-4.4));
        check("13", Some(-6.0));
        check("1383", Some(-7.0));
        check("1823", Some(-10.0));
        check("1821", Some(-9.0));
        check("182", Some(-9.5));
        check("2042", Some(-10.0));
        check("202", Some(-10.0));
        check("201", Some(-9.5));
        check("195", Some(-10.0));
        check("99", None);
        check("1", None);
        check("", None);
        check("é1", None);
        check("01011", None);
    }
}
