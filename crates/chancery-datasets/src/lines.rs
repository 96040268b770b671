//! Rows of a file as they stand in it: the bytes, where they start, and on which line.
//!
//! Tab-separated rows end with their line. A row of a comma-separated file may go on over several
//! lines inside quotation marks (RFC 4180); where the marks never close, only the first line is
//! lost and the reading goes on with the next one.

use encoding_rs::WINDOWS_1252;
use serde::{Deserialize, Serialize};
use std::{
    collections::VecDeque,
    io::{self, BufRead, Read},
    ops::Range,
};

/// A place between two rows, from which reading can go on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Position {
    /// The number of bytes before it, decompressed.
    pub offset: u64,
    /// The number of lines before it.
    pub line: u64,
}

/// How the cells of a row are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cells {
    /// By tabs; quotation marks are letters like others.
    Tabs,
    /// By this character, with quotation marks around what holds it.
    Quoted(u8),
    /// The whole line is one cell.
    Whole,
}

/// Lines longer than this are no rows of any data that is read here.
const LONGEST: u64 = 32 << 20;

/// A quoted cell goes on over at most so many lines and bytes.
const MOST_LINES: usize = 400;
const MOST_BYTES: usize = 1 << 20;

/// One row: its text, its cells and its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    text: String,
    plain: String,
    quoted: bool,
    cells: Vec<Range<u32>>,
    pub(crate) start: Position,
    /// The bytes of the row in the file, which are not those of its text where it was decoded.
    length: u64,
    /// Whether the row is not UTF-8 and was read as Windows-1252.
    pub(crate) decoded: bool,
    /// Whether a cell held a tab inside quotation marks, which this layout does not foresee.
    pub(crate) quoted_tabs: bool,
}

impl Row {
    /// Returns the text as it stands in the file, without the end of its line.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns a cell without surrounding white space, or nothing where the row is too short.
    pub(crate) fn cell(&self, index: usize) -> &str {
        let buffer = if self.quoted { &self.plain } else { &self.text };
        self.cells
            .get(index)
            .and_then(|cell| buffer.get(cell.start as usize..cell.end as usize))
            .unwrap_or("")
            .trim_ascii()
    }

    /// Returns the cells of two columns and all between them as one text, tabs included; nothing
    /// where the row was quoted, or is too short.
    pub(crate) fn stretch(&self, first: usize, last: usize) -> Option<&str> {
        if self.quoted {
            return None;
        }
        let (first, last) = (self.cells.get(first)?, self.cells.get(last)?);
        self.text.get(first.start as usize..last.end as usize)
    }

    /// Returns the number of cells.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Returns the line, from 1.
    pub(crate) const fn line(&self) -> u64 {
        self.start.line + 1
    }

    /// Returns one past the last byte of the row in the file.
    pub(crate) const fn end(&self) -> u64 {
        self.start.offset + self.length
    }

    /// Splits the text into cells.
    fn split(&mut self, cells: Cells) {
        self.quoted = false;
        self.quoted_tabs = false;
        self.cells.clear();
        match cells {
            Cells::Whole => self.cells.push(0..self.text.len() as u32),
            Cells::Tabs => {
                let mut start = 0;
                for tab in memchr::memchr_iter(b'\t', self.text.as_bytes()) {
                    self.cells.push(start..tab as u32);
                    start = tab as u32 + 1;
                }
                self.cells.push(start..self.text.len() as u32);
            }
            Cells::Quoted(delimiter) => self.split_quoted(delimiter),
        }
    }

    /// Splits at the delimiter, taking quotation marks off.
    fn split_quoted(&mut self, delimiter: u8) {
        self.quoted = true;
        self.plain.clear();
        self.cells.clear();
        let bytes = self.text.as_bytes();
        let (mut at, mut start) = (0, 0);
        loop {
            if bytes.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    let next = memchr::memchr(b'"', &bytes[at..]).map(|found| at + found);
                    let end = next.unwrap_or(bytes.len());
                    self.plain.push_str(&self.text[at..end]);
                    at = (end + 1).min(bytes.len());
                    if next.is_some() && bytes.get(at) == Some(&b'"') {
                        self.plain.push('"');
                        at += 1;
                    } else {
                        break;
                    }
                }
            }
            let end = memchr::memchr(delimiter, &bytes[at..]).map_or(bytes.len(), |end| at + end);
            self.plain.push_str(&self.text[at..end]);
            self.cells.push(start..self.plain.len() as u32);
            start = self.plain.len() as u32;
            if end == bytes.len() {
                break;
            }
            at = end + 1;
        }
    }

    /// Splits a tab-separated row again, honouring quotation marks.
    pub(crate) fn split_quoted_tabs(&mut self) {
        self.split_quoted(b'\t');
        self.quoted_tabs = true;
    }
}

/// Why a row could not be taken from the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Broken {
    /// Its line is longer than any row.
    Long,
    /// A quotation mark is never closed.
    Quote,
}

/// What comes next in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Next {
    /// A row.
    Row,
    /// Something that is no row, on the line of the row that was passed in.
    Broken(Broken),
    /// The end.
    End,
}

struct Line {
    /// The bytes with the end of the line.
    bytes: Vec<u8>,
    start: Position,
    /// Whether it is short enough to be read.
    whole: bool,
}

/// The rows of a file, one in memory at a time.
pub(crate) struct Lines<R> {
    reader: R,
    at: Position,
    /// Lines that were read ahead in search of a closing mark.
    held: VecDeque<Line>,
    spare: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            at: Position::default(),
            held: VecDeque::new(),
            spare: Vec::new(),
        }
    }

    /// Returns where the next row starts.
    pub(crate) fn position(&self) -> Position {
        self.held.front().map_or(self.at, |line| line.start)
    }

    /// Passes over everything before a position.
    pub(crate) fn skip_to(&mut self, position: Position) -> io::Result<()> {
        self.held.clear();
        let mut left = position.offset.saturating_sub(self.at.offset);
        while left > 0 {
            let available = self.reader.fill_buf()?.len() as u64;
            if available == 0 {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the file is shorter than the place to go on from",
                ));
            }
            let taken = available.min(left);
            self.reader.consume(taken as usize);
            left -= taken;
        }
        self.at = position;
        Ok(())
    }

    /// Gives the lines of a row back, without its first one if `after_first`.
    pub(crate) fn put_back(&mut self, row: &mut Row, after_first: bool) {
        let text = std::mem::take(&mut row.text);
        // What was decoded is given back as the bytes that it was: places are those of the file.
        let bytes = if row.decoded {
            WINDOWS_1252.encode(&text).0.into_owned()
        } else {
            text.into_bytes()
        };
        let mut place = row.start;
        let lines: Vec<Line> = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .map(|bytes| {
                let line = Line {
                    bytes: bytes.to_vec(),
                    start: place,
                    whole: true,
                };
                place.offset += bytes.len() as u64;
                place.line += 1;
                line
            })
            .skip(usize::from(after_first))
            .collect();
        for line in lines.into_iter().rev() {
            self.held.push_front(line);
        }
    }

    /// Reads the next line, or the next that is not blank. `None` at the end.
    fn line(&mut self, even_blank: bool) -> io::Result<Option<Line>> {
        loop {
            let line = match self.held.pop_front() {
                Some(line) => line,
                None => match self.fresh_line()? {
                    Some(line) => line,
                    None => return Ok(None),
                },
            };
            if even_blank || !line.bytes.trim_ascii().is_empty() || !line.whole {
                return Ok(Some(line));
            }
            self.spare = line.bytes;
        }
    }

    fn fresh_line(&mut self) -> io::Result<Option<Line>> {
        let mut start = self.at;
        let mut bytes = std::mem::take(&mut self.spare);
        bytes.clear();
        let mut taken = Read::take(&mut self.reader, LONGEST).read_until(b'\n', &mut bytes)? as u64;
        if taken == 0 {
            self.spare = bytes;
            return Ok(None);
        }
        let whole = bytes.last() == Some(&b'\n') || taken < LONGEST;
        if !whole {
            bytes.clear();
            taken += discard_line(&mut self.reader)?;
        }
        self.at = Position {
            offset: start.offset + taken,
            line: start.line + 1,
        };
        if start.offset == 0 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
            start.offset = BYTE_ORDER_MARK.len() as u64;
        }
        Ok(Some(Line {
            bytes,
            start,
            whole,
        }))
    }

    /// Reads the next row into `row`.
    pub(crate) fn read(&mut self, cells: Cells, row: &mut Row) -> io::Result<Next> {
        self.spare = std::mem::take(&mut row.text).into_bytes();
        row.cells.clear();
        let Some(mut first) = self.line(false)? else {
            return Ok(Next::End);
        };
        row.start = first.start;
        if !first.whole {
            return Ok(Next::Broken(Broken::Long));
        }
        if let Cells::Quoted(delimiter) = cells
            && !self.close(&mut first.bytes, delimiter)?
        {
            return Ok(Next::Broken(Broken::Quote));
        }
        while matches!(first.bytes.last(), Some(b'\n' | b'\r')) {
            first.bytes.pop();
        }
        row.length = first.bytes.len() as u64;
        row.decoded = false;
        row.text = match String::from_utf8(first.bytes) {
            Ok(text) => text,
            Err(error) => {
                row.decoded = true;
                let bytes = error.into_bytes();
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
                text.into_owned()
            }
        };
        row.split(cells);
        Ok(Next::Row)
    }

    /// Adds the lines that an open quotation mark leads into. Returns whether it closes.
    fn close(&mut self, bytes: &mut Vec<u8>, delimiter: u8) -> io::Result<bool> {
        let mut scan = Scan::default();
        scan.over(bytes, delimiter);
        let mut lines: Vec<Line> = Vec::new();
        let first = bytes.len();
        while scan.open {
            let within = lines.len() < MOST_LINES && bytes.len() < MOST_BYTES;
            let next = if within { self.line(true)? } else { None };
            let readable = next.as_ref().is_some_and(|line| line.whole);
            if let Some(line) = next {
                bytes.extend_from_slice(&line.bytes);
                scan.over(&line.bytes, delimiter);
                lines.push(line);
            }
            if !readable {
                bytes.truncate(first);
                for line in lines.into_iter().rev() {
                    self.held.push_front(line);
                }
                return Ok(false);
            }
        }
        Ok(true)
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Passes over the rest of a line and returns how many bytes that were.
fn discard_line(reader: &mut impl BufRead) -> io::Result<u64> {
    let mut taken = 0;
    loop {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            return Ok(taken);
        }
        let end = memchr::memchr(b'\n', available);
        let length = end.map_or(available.len(), |end| end + 1);
        reader.consume(length);
        taken += length as u64;
        if end.is_some() {
            return Ok(taken);
        }
    }
}

/// Whether a quotation mark is open after what was scanned.
#[derive(Default)]
struct Scan {
    open: bool,
}

impl Scan {
    fn over(&mut self, bytes: &[u8], delimiter: u8) {
        let mut at = 0;
        loop {
            if !self.open && bytes.get(at) == Some(&b'"') {
                self.open = true;
                at += 1;
            }
            if self.open {
                loop {
                    match memchr::memchr(b'"', bytes.get(at..).unwrap_or_default()) {
                        None => return,
                        Some(found) if bytes.get(at + found + 1) == Some(&b'"') => at += found + 2,
                        Some(found) => {
                            at += found + 1;
                            self.open = false;
                            break;
                        }
                    }
                }
            }
            match memchr::memchr(delimiter, bytes.get(at..).unwrap_or_default()) {
                None => return,
                Some(found) => at += found + 1,
            }
        }
    }
}

impl Row {
    /// Makes a row of a line that is in memory.
    pub(crate) fn of(text: &str, delimiter: u8) -> Self {
        let mut row = Self {
            text: text.to_owned(),
            length: text.len() as u64,
            ..Self::default()
        };
        row.split(match delimiter {
            0 => Cells::Whole,
            _ => Cells::Quoted(delimiter),
        });
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads everything and writes each row as `line:cells|…`, each broken one as `line!`.
    fn check(text: &[u8], cells: Cells, expected: &[&str]) {
        let mut lines = Lines::new(text);
        let mut row = Row::default();
        let mut found = Vec::new();
        while let Ok(next) = lines.read(cells, &mut row) {
            match next {
                Next::End => break,
                Next::Broken(_) => found.push(format!("{}!", row.line())),
                Next::Row => {
                    let at = row.start.offset as usize;
                    let bytes = &text[at..row.end() as usize];
                    assert!(row.decoded || bytes == row.text().as_bytes());
                    let cells: Vec<&str> = (0..row.len()).map(|index| row.cell(index)).collect();
                    found.push(format!("{}:{}", row.line(), cells.join("|")));
                }
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn tab_separated_rows_end_with_their_line() {
        check(
            b"a\tb\n\nc\t\"d\r\nC\xf4te\tx\ne",
            Cells::Tabs,
            &["1:a|b", "3:c|\"d", "4:Côte|x", "5:e"],
        );
        check(b"\xEF\xBB\xBFa\tb", Cells::Tabs, &["1:a|b"]);
        check(b"", Cells::Tabs, &[]);
    }

    #[test]
    fn quoted_cells_hold_delimiters_marks_and_lines() {
        check(
            b"a,\"b,c\",\"say \"\"no\"\"\"\nd,\"two\r\n\r\nlines\",e\nf,5\" gun,g\n",
            Cells::Quoted(b','),
            &[
                "1:a|b,c|say \"no\"",
                "2:d|two\r\n\r\nlines|e",
                "5:f|5\" gun|g",
            ],
        );
    }

    #[test]
    fn a_mark_that_never_closes_costs_one_line() {
        check(
            b"a,\"b\nc,d\ne,f",
            Cells::Quoted(b','),
            &["1!", "2:c|d", "3:e|f"],
        );
    }

    #[test]
    fn reading_goes_on_from_a_position() {
        let text = b"a\tb\nc\td\ne\tf\n";
        let mut lines = Lines::new(&text[..]);
        let mut row = Row::default();
        assert_eq!(lines.read(Cells::Tabs, &mut row).ok(), Some(Next::Row));
        let position = lines.position();
        let mut again = Lines::new(&text[..]);
        assert!(again.skip_to(position).is_ok());
        assert_eq!(again.read(Cells::Tabs, &mut row).ok(), Some(Next::Row));
        assert_eq!((row.line(), row.cell(0)), (2, "c"));
        let mut short = Lines::new(&text[..3]);
        assert!(short.skip_to(position).is_err());
    }
}
