//! A reader of MessagePack, the format of the files in a spaCy pipeline folder.
//!
//! Values borrow from the bytes they were read from. Raw strings and binary data are both
//! [`Value::Bytes`]: spaCy's writers use either for the same things.

use super::load::LoadError;

/// How deeply arrays and maps may nest; the files in question stay under ten.
const DEPTH: usize = 32;

/// A MessagePack value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value<'a> {
    Nil,
    Bool(bool),
    Integer(i64),
    Unsigned(u64),
    Float(f64),
    Bytes(&'a [u8]),
    Array(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Reads the one value that the bytes hold.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, LoadError> {
        Reader { bytes, at: 0 }.value(DEPTH)
    }

    /// Returns the value under a string key of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|(name, _)| name.bytes() == Some(key.as_bytes()))
            .map(|(_, value)| value)
    }

    /// Returns the value under a string key, or an error that names it.
    pub(super) fn require(&self, key: &'static str) -> Result<&Self, LoadError> {
        self.get(key).ok_or(LoadError::Missing(key))
    }

    /// Returns the value under an integer key of a map.
    pub(super) fn get_number(&self, key: u64) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|(name, _)| name.unsigned() == Some(key))
            .map(|(_, value)| value)
    }

    /// Returns the entries of a map; none for anything else.
    pub(super) fn entries(&self) -> &[(Self, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the items of an array; none for anything else.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// Returns raw bytes.
    pub(super) fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns a string, where the bytes are one.
    pub(super) fn text(&self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// Returns a whole number that is not negative.
    pub(super) fn unsigned(&self) -> Option<u64> {
        match *self {
            Self::Unsigned(number) => Some(number),
            Self::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }

    /// Returns a whole number.
    pub(super) fn integer(&self) -> Option<i64> {
        match *self {
            Self::Unsigned(number) => i64::try_from(number).ok(),
            Self::Integer(number) => Some(number),
            _ => None,
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], LoadError> {
        let end = self.at.checked_add(length).ok_or(LoadError::Truncated)?;
        let bytes = self.bytes.get(self.at..end).ok_or(LoadError::Truncated)?;
        self.at = end;
        Ok(bytes)
    }

    /// Reads a big-endian number of so many bytes.
    fn number(&mut self, length: usize) -> Result<u64, LoadError> {
        Ok(self
            .take(length)?
            .iter()
            .fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    fn length(&mut self, length: usize) -> Result<usize, LoadError> {
        usize::try_from(self.number(length)?).map_err(|_| LoadError::Truncated)
    }

    fn raw(&mut self, length: usize) -> Result<Value<'a>, LoadError> {
        Ok(Value::Bytes(self.take(length)?))
    }

    fn extension(&mut self, length: usize) -> Result<Value<'a>, LoadError> {
        self.take(1)?;
        self.raw(length)
    }

    fn array(&mut self, length: usize, depth: usize) -> Result<Value<'a>, LoadError> {
        // Each item takes a byte at least, so a false length cannot reserve more than the file.
        let mut items = Vec::with_capacity(length.min(self.bytes.len() - self.at));
        for _ in 0..length {
            items.push(self.value(depth)?);
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, length: usize, depth: usize) -> Result<Value<'a>, LoadError> {
        let mut entries = Vec::with_capacity(length.min(self.bytes.len() - self.at));
        for _ in 0..length {
            entries.push((self.value(depth)?, self.value(depth)?));
        }
        Ok(Value::Map(entries))
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, LoadError> {
        let depth = depth.checked_sub(1).ok_or(LoadError::Nested)?;
        let kind = self.take(1)?[0];
        match kind {
            0x00..=0x7f => Ok(Value::Unsigned(u64::from(kind))),
            0x80..=0x8f => self.map(usize::from(kind & 0x0f), depth),
            0x90..=0x9f => self.array(usize::from(kind & 0x0f), depth),
            0xa0..=0xbf => self.raw(usize::from(kind & 0x1f)),
            0xc0 | 0xc1 => Ok(Value::Nil),
            0xc2 => Ok(Value::Bool(false)),
            0xc3 => Ok(Value::Bool(true)),
            0xc4 | 0xd9 => {
                let length = self.length(1)?;
                self.raw(length)
            }
            0xc5 | 0xda => {
                let length = self.length(2)?;
                self.raw(length)
            }
            0xc6 | 0xdb => {
                let length = self.length(4)?;
                self.raw(length)
            }
            0xc7..=0xc9 => {
                let length = self.length(1 << (kind - 0xc7))?;
                self.extension(length)
            }
            0xca => {
                let bits = self.number(4)? as u32;
                Ok(Value::Float(f64::from(f32::from_bits(bits))))
            }
            0xcb => Ok(Value::Float(f64::from_bits(self.number(8)?))),
            0xcc..=0xcf => Ok(Value::Unsigned(self.number(1 << (kind - 0xcc))?)),
            0xd0 => Ok(Value::Integer(i64::from(self.number(1)? as u8 as i8))),
            0xd1 => Ok(Value::Integer(i64::from(self.number(2)? as u16 as i16))),
            0xd2 => Ok(Value::Integer(i64::from(self.number(4)? as u32 as i32))),
            0xd3 => Ok(Value::Integer(self.number(8)? as i64)),
            0xd4..=0xd8 => self.extension(1 << (kind - 0xd4)),
            0xdc => {
                let length = self.length(2)?;
                self.array(length, depth)
            }
            0xdd => {
                let length = self.length(4)?;
                self.array(length, depth)
            }
            0xde => {
                let length = self.length(2)?;
                self.map(length, depth)
            }
            0xdf => {
                let length = self.length(4)?;
                self.map(length, depth)
            }
            0xe0..=0xff => Ok(Value::Integer(i64::from(kind as i8))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_spacy_writes() -> Result<(), LoadError> {
        // {"a": [1, -2, nil, true], 7: bin "x", "big": 2^63}
        let bytes = [
            0x83, 0xa1, b'a', 0x94, 0x01, 0xfe, 0xc0, 0xc3, 0x07, 0xc4, 0x01, b'x', 0xa3, b'b',
            b'i', b'g', 0xcf, 0x80, 0, 0, 0, 0, 0, 0, 0,
        ];
        let value = Value::read(&bytes)?;
        let items = value.require("a")?.items();
        assert_eq!(items[1].integer(), Some(-2));
        assert_eq!(items[3], Value::Bool(true));
        assert_eq!(value.get_number(7).and_then(Value::text), Some("x"));
        assert_eq!(value.require("big")?.unsigned(), Some(1 << 63));
        Ok(())
    }

    #[test]
    fn refuses_what_is_cut_short_or_nested_without_end() {
        assert!(matches!(
            Value::read(&[0xdf, 0xff, 0xff, 0xff, 0xff]),
            Err(LoadError::Truncated)
        ));
        assert!(matches!(Value::read(&[0x91; 1000]), Err(LoadError::Nested)));
    }
}
