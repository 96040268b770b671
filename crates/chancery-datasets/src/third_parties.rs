//! Who mediated: the third parties that two files name in words, in civil wars (Civil Wars Mediation,
//! DeRouen, Bercovitch and Pospieszna 2011) and in peace agreements (PA-X, Bell and Badanjak 2019).
//!
//! The cells are lists in prose ("IGADD (Ethiopia, Kenya)", "signed in the presence of …"). Every
//! state and organisation that the dictionary knows by a name or adjective in them counts; churches,
//! private people and those whom it does not know are left out.

use chancery_actors::Dictionary;
use chancery_model::{ActorId, Date, Sector, parse_date};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The third parties of one row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThirdParties {
    /// The conflict: the country (CWM) or the entities in conflict (PA-X).
    pub conflict: String,
    /// The states in which it is fought, or between which.
    pub sides: Vec<ActorId>,
    /// The year.
    pub year: i64,
    /// The states and organisations named that are no sides.
    pub named: BTreeSet<ActorId>,
    /// The words of the cell.
    pub text: String,
}

/// Finds actors in cells that hold prose.
pub struct Names<'dictionary> {
    dictionary: &'dictionary Dictionary,
    adjectives: FxHashMap<String, ActorId>,
}

/// The longest name looked for, in words.
const LONGEST: usize = 7;

impl<'dictionary> Names<'dictionary> {
    /// Gathers the names of a dictionary.
    pub fn new(dictionary: &'dictionary Dictionary) -> Self {
        let adjectives = dictionary
            .states()
            .iter()
            .filter(|state| !state.adjective.is_empty())
            .map(|state| (state.adjective.clone(), state.id.clone()))
            .collect();
        Self {
            dictionary,
            adjectives,
        }
    }

    /// Returns the states and organisations named in a cell, on a day where one is known.
    pub fn found(&self, text: &str, day: Option<Date>) -> BTreeSet<ActorId> {
        let mut found = BTreeSet::new();
        for part in text.split([',', ';', '/', '(', ')', '[', ']', ':', '&', '\n', '\r', '"']) {
            let words: Vec<&str> = part.split_whitespace().map(bare).collect();
            let mut at = 0;
            while at < words.len() {
                let most = LONGEST.min(words.len() - at);
                let length = (1..=most).rev().find(|length| {
                    let actor = self.one(&words[at..at + length], day);
                    let known = actor.is_some();
                    found.extend(actor.flatten());
                    known
                });
                at += length.unwrap_or(1);
            }
        }
        found
    }

    /// Returns whom words name: `None` where they are no name, and a name of nobody that could be a
    /// candidate where it is a group's.
    fn one(&self, words: &[&str], day: Option<Date>) -> Option<Option<ActorId>> {
        let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        let (first, last) = (words.first()?, words.last()?);
        if !capital(first) || !(capital(last) || last.contains('.')) {
            return None;
        }
        if let [word] = words
            && let Some(state) = self.adjectives.get(*word)
        {
            return Some(Some(state.clone()));
        }
        let actor = self.dictionary.named(&words.join(" "), day)?;
        Some(match actor.sector {
            Some(Sector::Igo) => actor.id,
            Some(Sector::Reb | Sector::Uaf) => None,
            _ => actor.country,
        })
    }
}

/// Returns a word without the marks around it and its possessive ending; the dots of an
/// abbreviation stay.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(['\'', '’', '‘', '“', '”', '-', '–', '*']);
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    match word.strip_suffix('.') {
        Some(short) if !short.contains('.') => short,
        _ => word,
    }
}

/// Reads the file of civil wars: the rows in which somebody mediated and whose year is known.
pub fn civil_wars(bytes: &[u8], names: &Names<'_>) -> Vec<ThirdParties> {
    read(bytes, |row| {
        if row.get("med_yes.no")? != "1" {
            return None;
        }
        let conflict = row.get("country")?;
        let dates = row.get("med.begins").into_iter().chain(row.get("med.ends"));
        let year = dates.filter_map(year_of).next()?;
        let sides = names.dictionary.named(conflict, None)?.country;
        Some((
            conflict.to_owned(),
            sides.into_iter().collect(),
            year,
            row.get("name.of.third.party")?.to_owned(),
        ))
    })
    .into_iter()
    .map(|row| with_names(row, names))
    .collect()
}

/// Reads the file of peace agreements: those of states and of rebels with them, in which the cell of
/// third parties says something. Agreements between local groups are left out.
pub fn peace_agreements(bytes: &[u8], names: &Names<'_>) -> Vec<ThirdParties> {
    read(bytes, |row| {
        if row.get("agtp")? == "IntraLocal" {
            return None;
        }
        let year = parse_date(row.get("dat")?)?.year();
        let sides: Vec<ActorId> = row
            .get("loc1iso")
            .into_iter()
            .chain(row.get("loc2iso"))
            .filter(|code| names.dictionary.state(code).is_some())
            .map(ActorId::from)
            .collect();
        let text = row.get("thrdpart")?.to_owned();
        Some((row.get("con")?.to_owned(), sides, i64::from(year), text))
    })
    .into_iter()
    .map(|row| with_names(row, names))
    .collect()
}

type Row = (String, Vec<ActorId>, i64, String);

fn with_names((conflict, sides, year, text): Row, names: &Names<'_>) -> ThirdParties {
    let day = parse_date(&format!("{year}-07-01"));
    let mut named = names.found(&text, day);
    named.retain(|actor| !sides.contains(actor));
    ThirdParties {
        conflict,
        sides,
        year,
        named,
        text,
    }
}

/// Returns the year of a date such as `2/10/88` or `11//1993`; two digits mean 1946 to 2045.
fn year_of(date: &str) -> Option<i64> {
    let last = date.rsplit('/').next()?.trim();
    let year: i64 = last.parse().ok()?;
    match (last.len(), year) {
        (4, _) => Some(year),
        (2, 46..) => Some(1_900 + year),
        (2, _) => Some(2_000 + year),
        _ => None,
    }
}

/// The cells of a row, by the names of their columns in small letters.
struct Cells<'table> {
    header: &'table FxHashMap<String, usize>,
    row: &'table [String],
}

impl<'table> Cells<'table> {
    /// Returns a cell that says something.
    fn get(&self, name: &str) -> Option<&'table str> {
        let cell = self.row.get(*self.header.get(name)?)?.trim();
        (!cell.is_empty() && cell != "NA").then_some(cell)
    }
}

/// Hands each row on.
fn read<T>(bytes: &[u8], take: impl Fn(&Cells<'_>) -> Option<T>) -> Vec<T> {
    let (text, _, broken) = encoding_rs::UTF_8.decode(bytes);
    let text = if broken {
        encoding_rs::WINDOWS_1252.decode(bytes).0
    } else {
        text
    };
    let rows = cells(&text);
    let header: FxHashMap<String, usize> = rows
        .first()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, name)| (name.trim().to_lowercase(), index))
        .collect();
    rows.iter()
        .skip(1)
        .filter_map(|row| {
            take(&Cells {
                header: &header,
                row,
            })
        })
        .collect()
}

/// Splits a table with commas and quotes (RFC 4180); cells may hold line breaks.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, year: &str, expected: &[&str]) {
        let names = Names::new(Dictionary::embedded());
        let found = names.found(text, parse_date(year));
        let found: Vec<&str> = found.iter().map(ActorId::as_str).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn states_and_organisations_are_found_in_prose() {
        check(
            "UN, OIC, Australia, Canada",
            "1988-01-01",
            &["AUS", "CAN", "OIC", "UNO"],
        );
        check(
            "Pres. Nelson Mandela (South Africa)",
            "1999-01-01",
            &["ZAF"],
        );
        check(
            "Kenyan Ambassador X; the U.S. envoy",
            "1999-01-01",
            &["KEN", "USA"],
        );
        check(
            "Gabon's delegation, Gambia and Guinea-Bissau",
            "1999-01-01",
            &["GAB", "GMB", "GNB"],
        );
        check("Bosnia and Herzegovina", "1999-01-01", &["BIH"]);
        check("a church council, local elders", "1999-01-01", &[]);
        check("", "1999-01-01", &[]);
    }

    #[test]
    fn rows_of_both_files_are_read_and_sides_are_no_third_parties() {
        let names = Names::new(Dictionary::embedded());
        let wars = b"country,Med_yes.no,med.begins,med.ends,name.of.third.party\n\
            Angola,1,2/10/88,,\"UN, \"\"Angola\"\", Namibia\"\n\
            Angola,0,,,\nAngola,1,,11//1993,Portugal\nAngola,1,,,UN\n";
        let found = civil_wars(wars, &names);
        let seen: Vec<(i64, Vec<&str>)> = found
            .iter()
            .map(|row| (row.year, row.named.iter().map(ActorId::as_str).collect()))
            .collect();
        assert_eq!(seen, [(1988, vec!["NAM", "UNO"]), (1993, vec!["PRT"])]);
        let agreements = "Con,Dat,Agtp,Loc1ISO,Loc2ISO,ThrdPart\n\
            Chad/Sudan,2009-05-03,InterIntra,TCD,SDN,\"with Qatar,\nLibya and Chad\"\n\
            Mali,2015-06-20,IntraLocal,MLI,,Algeria\nMali,2015-06-20,Intra,MLI,,\n";
        let found = peace_agreements(agreements.as_bytes(), &names);
        assert_eq!(found.len(), 1);
        let named: Vec<&str> = found[0].named.iter().map(ActorId::as_str).collect();
        assert_eq!((found[0].year, named), (2009, vec!["LBY", "QAT"]));
    }

    #[test]
    fn no_bytes_break_the_reader() {
        let names = Names::new(Dictionary::embedded());
        for bytes in [&b""[..], b"\xff\xfe", b"a,b\n\"", b"country\n\n,,,"] {
            assert!(civil_wars(bytes, &names).is_empty());
            assert!(peace_agreements(bytes, &names).is_empty());
        }
    }
}
