//! Signed networks as files: an edge list in CSV.

use std::io::Read;

use super::BalanceError;
use super::graph::SignedGraph;

/// Reads an edge list: a header with `a`, `b` and `weight` or `sign` (or both: then the sign of
/// `sign` and the size of `weight`), one tie a line. Other columns are passed over.
///
/// The sign of the weight is the sign of the tie; zero is a neutral tie. A sign may also be written
/// `+` or `-`.
pub fn read_edges(mut input: impl Read) -> Result<SignedGraph, BalanceError> {
    let mut bytes = Vec::new();
    input
        .read_to_end(&mut bytes)
        .map_err(|error| BalanceError::Unreadable {
            row: 1,
            why: error.to_string(),
        })?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(bytes.as_slice());
    let unreadable = |row: u64, error: csv::Error| BalanceError::Unreadable {
        row: error.position().map_or(row, csv::Position::line),
        why: error.to_string(),
    };
    let headers = reader
        .headers()
        .map_err(|error| unreadable(1, error))?
        .clone();
    let column = |name: &str| {
        headers.iter().position(|header| {
            header
                .trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(name)
        })
    };
    let (Some(a), Some(b)) = (column("a"), column("b")) else {
        return Err(BalanceError::Columns(
            headers.iter().map(str::to_owned).collect(),
        ));
    };
    let (weight, sign) = (column("weight"), column("sign"));
    if weight.is_none() && sign.is_none() {
        return Err(BalanceError::Columns(
            headers.iter().map(str::to_owned).collect(),
        ));
    }
    let mut graph = SignedGraph::new();
    let mut record = csv::StringRecord::new();
    loop {
        let next = reader.position().line();
        if !reader
            .read_record(&mut record)
            .map_err(|error| unreadable(next, error))?
        {
            return Ok(graph);
        }
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let row = || line(&bytes, start);
        let field = |at: usize, name: &'static str| {
            record
                .get(at)
                .filter(|value| !value.is_empty())
                .ok_or_else(|| BalanceError::Missing {
                    row: row(),
                    column: name,
                })
        };
        let number = |at: usize, name: &'static str| {
            let text = field(at, name)?;
            let value = match text {
                "+" => Some(1.0),
                "-" | "−" => Some(-1.0),
                _ => text.parse::<f64>().ok().filter(|value| value.is_finite()),
            };
            value.ok_or_else(|| BalanceError::NotANumber {
                row: row(),
                column: name,
                text: text.to_owned(),
            })
        };
        let value = match (weight, sign) {
            (Some(weight), Some(sign)) => {
                let sign = number(sign, "sign")?;
                let size = number(weight, "weight")?.abs();
                if sign == 0.0 {
                    0.0
                } else {
                    size * sign.signum()
                }
            }
            (Some(weight), None) => number(weight, "weight")?,
            (None, Some(sign)) => number(sign, "sign")?,
            (None, None) => 0.0,
        };
        let (a, b) = (field(a, "a")?, field(b, "b")?);
        graph.tie(a, b, value).map_err(|error| BalanceError::Row {
            row: row(),
            error: Box::new(error),
        })?;
    }
}

/// Returns the line, counted from 1, of the first record at or after a byte: blank lines between
/// records belong to none.
fn line(bytes: &[u8], start: usize) -> u64 {
    let blank = bytes
        .iter()
        .skip(start)
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .count();
    let before = bytes
        .iter()
        .take(start + blank)
        .filter(|&&byte| byte == b'\n')
        .count();
    before as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let seen = match read_edges(input.as_bytes()) {
            Ok(graph) => graph
                .edges()
                .iter()
                .map(|edge| {
                    format!(
                        "{} {} {}",
                        graph.name(edge.a),
                        graph.name(edge.b),
                        edge.weight
                    )
                })
                .collect::<Vec<_>>()
                .join("; "),
            Err(error) => error.to_string(),
        };
        assert_eq!(seen, expected);
    }

    #[test]
    fn weights_signs_and_both() {
        check(
            "a,b,weight\nRUS,IRN,0.5\nISR, IRN ,-1\n",
            "RUS IRN 0.5; ISR IRN -1",
        );
        check(
            "b,note,a,sign\nx,\"one, two\",y,+\r\nz,,y,-\r\n",
            "y x 1; y z -1",
        );
        check("\u{feff}a,b,weight,sign\np,q,2.5,-1\n", "p q -2.5");
        check("a,b,sign\n", "");
    }

    #[test]
    fn errors_name_the_row() {
        check(
            "a,b,weight\nx,y,1\nx,z,much\n",
            "row 3: `much` in column `weight` is not a number",
        );
        check("a,b,weight\nx,y,1\n\nx,,2\n", "row 4: column `b` is empty");
        check("a,b,weight\nx,x,1\n", "row 2: `x` has a tie with itself");
        check(
            "a,b,weight\nx,y,NaN\n",
            "row 2: `NaN` in column `weight` is not a number",
        );
        check("a,b,weight\nx,y\n", "row 2: column `weight` is empty");
        check(
            "from,to,weight\n",
            "the columns `a`, `b` and `weight` or `sign` are needed; the file has from, to, weight",
        );
        check(
            "",
            "the columns `a`, `b` and `weight` or `sign` are needed; the file has ",
        );
    }
}
