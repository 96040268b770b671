//! What came of mediation in past crises, by what kind of mediator it was.
//!
//! The files say of what kind the mediators of a crisis were and not who: nothing of one mediator follows
//! from them, and mediation goes to the hard cases, so that the shares are no measure of skill.

use super::similar::title;
use crate::table::{Table, TableError};
use chancery_model::ActorId;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

/// Mediated crises of the past.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PastCrises(Vec<Mediated>);

#[derive(Clone, PartialEq, Debug)]
struct Mediated {
    name: String,
    year: i64,
    actors: BTreeSet<ActorId>,
    kind: MediatorKind,
    agreement: Option<bool>,
    calmer: Option<bool>,
}

/// Of what kind the mediators of a crisis were, in the file's codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MediatorKind {
    /// The League of Nations or the United Nations.
    Global,
    /// A regional organisation.
    Regional,
    /// One state.
    State,
    /// Several states.
    States,
    /// Anybody else, or several kinds together.
    Other,
}

impl MediatorKind {
    #[expect(clippy::cast_possible_truncation, reason = "codes are small")]
    const fn of(code: f64) -> Self {
        match code as i64 {
            2 => Self::Global,
            3 => Self::Regional,
            5 => Self::State,
            6 => Self::States,
            _ => Self::Other,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Global => "the League or the United Nations",
            Self::Regional => "a regional organisation",
            Self::State => "one state",
            Self::States => "several states",
            Self::Other => "others",
        }
    }
}

impl PastCrises {
    /// Reads ICB's two files; `state` reads their abbreviations of states.
    pub fn read(
        crises: impl Read,
        actors: impl Read,
        state: &dyn Fn(&str) -> Option<ActorId>,
    ) -> Result<Self, TableError> {
        let (crises, actors) = (Table::read(crises)?, Table::read(actors)?);
        let (number, name) = (crises.need("crisno")?, crises.need("crisname")?);
        for needed in ["yrtrig", "mediate", "medwho"] {
            crises.need(needed)?;
        }
        let (of, who) = (actors.need("crisno")?, actors.need("actor")?);
        let mut parties: BTreeMap<&str, BTreeSet<ActorId>> = BTreeMap::new();
        for row in &actors.rows {
            if let (Some(crisis), Some(actor)) = (row.get(of), row.get(who)) {
                parties.entry(crisis).or_default().extend(state(actor));
            }
        }
        let mediated = crises.rows.iter().filter_map(|row| {
            let code = |name: &str| crises.number(row, name);
            if code("mediate")? != 4.0 {
                return None;
            }
            #[expect(clippy::cast_possible_truncation, reason = "years are small")]
            let year = code("yrtrig")? as i64;
            Some(Mediated {
                name: title(row.get(name)?),
                year,
                actors: parties.get(row.get(number)?).cloned().unwrap_or_default(),
                kind: MediatorKind::of(code("medwho")?),
                agreement: code("forout").map(|code| code == 1.0),
                calmer: code("outesr").map(|code| code == 2.0),
            })
        });
        Ok(Self(mediated.collect()))
    }

    /// Says what came of past mediation by a kind of mediator before a year, and of mediation between the two
    /// sides of a dispute; `None` where the files tell of neither.
    pub fn told(&self, kind: MediatorKind, dispute: &[ActorId; 2], before: i64) -> Option<String> {
        let earlier = || self.0.iter().filter(|crisis| crisis.year < before);
        let alike: Vec<&Mediated> = earlier().filter(|crisis| crisis.kind == kind).collect();
        let yes = |of: fn(&Mediated) -> Option<bool>| {
            let known: Vec<bool> = alike.iter().filter_map(|crisis| of(crisis)).collect();
            (known.iter().filter(|known| **known).count(), known.len())
        };
        let mut said: Vec<String> = Vec::new();
        if let (Some(first), Some(last)) = (
            alike.iter().map(|crisis| crisis.year).min(),
            alike.iter().map(|crisis| crisis.year).max(),
        ) {
            let ((agreed, of), (calmer, of_these)) = (yes(|c| c.agreement), yes(|c| c.calmer));
            said.push(format!(
                "Of crises of {first}–{last} in which {} mediated, {agreed} of {of} ended in a formal agreement, and tension was lower for five years after {calmer} of {of_these}.",
                kind.words()
            ));
        }
        let both = |crisis: &&Mediated| dispute.iter().all(|side| crisis.actors.contains(side));
        let mut own: Vec<&Mediated> = earlier().filter(both).collect();
        own.sort_by_key(|crisis| std::cmp::Reverse(crisis.year));
        let listed: Vec<String> = own
            .iter()
            .take(MOST)
            .map(|crisis| {
                let ended = match crisis.agreement {
                    Some(true) => "a formal agreement",
                    Some(false) => "no formal agreement",
                    None => "outcome unknown",
                };
                format!(
                    "{} {} ({}; {ended})",
                    crisis.name,
                    crisis.year,
                    crisis.kind.words()
                )
            })
            .collect();
        if !listed.is_empty() {
            said.push(format!("Between these two: {}.", listed.join(", ")));
        }
        (!said.is_empty()).then(|| format!("{} (background: ICB)", said.join(" ")))
    }
}

/// At most so many past crises of the same two are told.
const MOST: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    const CRISES: &str = "crisno,crisname,yrtrig,mediate,medwho,forout,outesr\n\
        1,FIRST BORDER,1948,4,5,1,2\n\
        2,SECOND BORDER,1970,4,5,4,1\n\
        3,NO MEDIATOR,1980,1,1,4,1\n\
        4,TOMORROW,2090,4,5,1,2\n\
        5,ELSEWHERE,1960,4,2,1,\n";
    const ACTORS: &str = "crisno,actor\n1,A\n1,B\n2,A\n3,A\n3,B\n4,A\n4,B\n5,C\n";

    #[test]
    fn shares_are_by_kind_and_before_the_year_and_the_two_sides_own_crises_are_named() {
        let read = PastCrises::read(CRISES.as_bytes(), ACTORS.as_bytes(), &|name| {
            Some(name.into())
        });
        let past = read.unwrap_or_default();
        let dispute: [ActorId; 2] = ["A".into(), "B".into()];
        let told = past.told(MediatorKind::State, &dispute, 2025);
        let expected = "Of crises of 1948–1970 in which one state mediated, 1 of 2 ended in a formal agreement, and tension was lower for five years after 1 of 2. Between these two: First Border 1948 (one state; a formal agreement). (background: ICB)";
        assert_eq!(told.as_deref(), Some(expected));
        let other: [ActorId; 2] = ["A".into(), "Z".into()];
        assert!(past.told(MediatorKind::Regional, &other, 2025).is_none());
        let unknown = past.told(MediatorKind::Global, &other, 2025);
        assert!(unknown.is_some_and(|said| said.contains("1 of 1") && said.contains("0 of 0")));
        assert!(PastCrises::read("a\n1\n".as_bytes(), "b\n1\n".as_bytes(), &|_| None).is_err());
    }
}
