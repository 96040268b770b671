//! The actor dictionary and the resolver that names mentions.

mod embedded;
mod people;
mod table;

pub use people::{Office, Person, Term, parse_people};
pub use table::{Fault, Period, TableError};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_person_s_row_can_be_read_and_cites_a_known_source() -> Result<(), TableError> {
        let (file, text) = embedded::SOURCES[0];
        let keys: BTreeSet<&str> = table::rows(file, text, &["key", "title", "licence"])?
            .iter()
            .map(|row| row.cell(0))
            .collect();
        for person in parse_people(embedded::PEOPLE)? {
            for term in &person.terms {
                for key in term.source.split('|') {
                    assert!(keys.contains(key), "{}: unknown source {key}", person.name);
                }
                assert!(
                    term.period.from.is_none()
                        || term.period.to.is_none()
                        || term.period.from <= term.period.to,
                    "{}: a term that ends before it begins",
                    person.name
                );
            }
        }
        Ok(())
    }
}
