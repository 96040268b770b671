//! The compact file that is embedded in the program: [`Parts`] as bytes.
//!
//! Eight bytes of magic; the lengths of the tables (JSON) and the number of vector keys, both as
//! little-endian 64-bit numbers; the tables; the keys; their rows; the half-floats to the end.
//! Nothing is compressed, so that the tensors are read where they lie.

use super::load::LoadError;
use super::parts::{Parts, Tables};
use std::borrow::Cow;

const MAGIC: &[u8; 8] = b"CHANCEL1";

/// Writes a pipeline as the compact file.
pub(super) fn write(parts: &Parts) -> Result<Vec<u8>, LoadError> {
    let tables = serde_json::to_vec(&parts.tables)?;
    let mut bytes = Vec::with_capacity(tables.len() + parts.halves.len() + (8 << 20));
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&(tables.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&((parts.vector_keys.len() / 8) as u64).to_le_bytes());
    bytes.extend_from_slice(&tables);
    bytes.extend_from_slice(&parts.vector_keys);
    bytes.extend_from_slice(&parts.vector_rows);
    bytes.extend_from_slice(&parts.halves);
    Ok(bytes)
}

/// Reads the compact file without copying its numbers.
pub(super) fn read(bytes: &'static [u8]) -> Result<Parts, LoadError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(LoadError::NotAModel)?;
    let (tables_length, rest) = length(rest)?;
    let (keys, rest) = length(rest)?;
    let (tables, rest) = split(rest, Some(tables_length))?;
    let tables: Tables = serde_json::from_slice(tables)?;
    let (vector_keys, rest) = split(rest, keys.checked_mul(8))?;
    let (vector_rows, halves) = split(rest, keys.checked_mul(4))?;
    Ok(Parts {
        tables,
        vector_keys: Cow::Borrowed(vector_keys),
        vector_rows: Cow::Borrowed(vector_rows),
        halves: Cow::Borrowed(halves),
    })
}

fn length(bytes: &'static [u8]) -> Result<(usize, &'static [u8]), LoadError> {
    let (number, rest) = bytes.split_first_chunk::<8>().ok_or(LoadError::Truncated)?;
    let number = usize::try_from(u64::from_le_bytes(*number)).map_err(|_| LoadError::Truncated)?;
    Ok((number, rest))
}

fn split(
    bytes: &'static [u8],
    at: Option<usize>,
) -> Result<(&'static [u8], &'static [u8]), LoadError> {
    at.and_then(|at| bytes.split_at_checked(at))
        .ok_or(LoadError::Truncated)
}
