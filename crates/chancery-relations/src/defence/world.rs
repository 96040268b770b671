//! The states of two centuries, from public data: pacts (ATOP), capabilities, capitals, borders and
//! wars (Correlates of War), disputes (Gibler, Miller and Little 2016), rivalries (Thompson and
//! Dreyer 2011). States go by their Correlates of War numbers.

use crate::table::{Table, TableError};
use std::collections::{BTreeMap, BTreeSet};

/// The files that the fit and the scores read.
pub const FILES: &[&str] = &[
    "atop_alliance_peacesciencer.csv",
    "cow_war_inter_peacesciencer.csv",
    "gml_dirdisp_peacesciencer.csv",
    "cow_nmc_peacesciencer.csv",
    "cow_capitals_peacesciencer.csv",
    "cow_contdir_peacesciencer.csv",
    "cow_states_peacesciencer.csv",
    "cow_majors_peacesciencer.csv",
    "td_rivalries_peacesciencer.csv",
];

/// A state's number in the Correlates of War.
pub(crate) type State = u16;

/// A file that is missing or that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StatesError {
    /// No file of that name is in the folder.
    #[error("there is no file `{0}` in the folder")]
    Missing(&'static str),
    /// It is there and no such table.
    #[error("{name}: {error}")]
    Table {
        /// The file.
        name: &'static str,
        /// What is wrong with it.
        #[source]
        error: TableError,
    },
}

/// What two states owe each other in a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Pact {
    pub(crate) defence: bool,
    pub(crate) offence: bool,
    /// Neutrality, non-aggression or consultation.
    pub(crate) other: bool,
}

impl Pact {
    pub(crate) const fn any(self) -> bool {
        self.defence || self.offence || self.other
    }
}

/// A dispute or war: who began it, against whom, and who took part on which side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Clash {
    /// Whether it is an inter-state war; otherwise a militarised dispute with dead.
    pub(crate) war: bool,
    pub(crate) number: i64,
    /// The year in which it began.
    pub(crate) year: i64,
    pub(crate) attackers: BTreeSet<State>,
    pub(crate) targets: BTreeSet<State>,
    /// Everybody on the side of the targets, those who joined later included.
    pub(crate) defenders: BTreeSet<State>,
}

type Spans<Key> = BTreeMap<Key, Vec<(i64, i64)>>;

/// All of it.
#[derive(Default)]
pub(crate) struct World {
    pacts: BTreeMap<(State, State, i64), Pact>,
    allies: BTreeMap<(State, i64), BTreeSet<State>>,
    cinc: BTreeMap<(State, i64), f64>,
    capitals: BTreeMap<State, (f64, f64)>,
    borders: Spans<(State, State)>,
    rivals: Spans<(State, State)>,
    members: Spans<State>,
    majors: Spans<State>,
    at_war: BTreeSet<(State, i64)>,
    pub(crate) clashes: Vec<Clash>,
}

fn pair(one: State, other: State) -> (State, State) {
    (one.min(other), one.max(other))
}

fn within<Key: Ord>(spans: &Spans<Key>, key: &Key, year: i64) -> bool {
    let spans = spans.get(key).map_or(&[][..], Vec::as_slice);
    spans.iter().any(|&(from, to)| (from..=to).contains(&year))
}

impl World {
    /// Reads the files of a folder (`(name, bytes)`, unpacked: names end in `.csv`).
    pub(crate) fn read(files: &[(String, Vec<u8>)]) -> Result<Self, StatesError> {
        let mut world = Self::default();
        world.read_pacts(&Rows::of(files, "atop_alliance_peacesciencer.csv")?)?;
        world.read_states(files)?;
        let wars = Rows::of(files, "cow_war_inter_peacesciencer.csv")?;
        let disputes = Rows::of(files, "gml_dirdisp_peacesciencer.csv")?;
        let (disputes, origins) = disputes_of(&disputes)?;
        let wars = wars_of(&wars, &origins, &mut world.at_war)?;
        world.clashes = disputes.into_iter().chain(wars).collect();
        world
            .clashes
            .sort_by_key(|clash| (clash.year, clash.war, clash.number));
        Ok(world)
    }

    fn read_pacts(&mut self, rows: &Rows) -> Result<(), StatesError> {
        rows.each(
            [
                "ccode1",
                "ccode2",
                "year",
                "atop_defense",
                "atop_offense",
                "atop_neutral",
                "atop_nonagg",
                "atop_consul",
            ],
            |[one, other, year, defence, offence, neutral, nonagg, consult]| {
                let (one, other) = (state(one)?, state(other)?);
                let year = whole(year)?;
                let pact = Pact {
                    defence: defence == Some(1.0),
                    offence: offence == Some(1.0),
                    other: [neutral, nonagg, consult].contains(&Some(1.0)),
                };
                if pact.defence {
                    self.allies.entry((one, year)).or_default().insert(other);
                    self.allies.entry((other, year)).or_default().insert(one);
                }
                let (one, other) = pair(one, other);
                self.pacts.insert((one, other, year), pact);
                Some(())
            },
        )
    }

    fn read_states(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), StatesError> {
        Rows::of(files, "cow_nmc_peacesciencer.csv")?
            .each(["ccode", "year", "cinc"], |[code, year, cinc]| {
                self.cinc.insert((state(code)?, whole(year)?), cinc?)
            })?;
        Rows::of(files, "cow_capitals_peacesciencer.csv")?
            .each(["ccode", "lat", "lng"], |[code, lat, lng]| {
                self.capitals.insert(state(code)?, (lat?, lng?))
            })?;
        // Records end with the year of their edition: what held then is taken to hold on.
        let open = |year: i64| if year >= 2010 { i64::MAX } else { year };
        Rows::of(files, "td_rivalries_peacesciencer.csv")?.each(
            ["ccode1", "ccode2", "styear", "endyear"],
            |[one, other, from, to]| {
                let key = pair(state(one)?, state(other)?);
                let span = (whole(from)?, open(whole(to)?));
                self.rivals.entry(key).or_default().push(span);
                Some(())
            },
        )?;
        for (name, majors) in [
            ("cow_states_peacesciencer.csv", false),
            ("cow_majors_peacesciencer.csv", true),
        ] {
            Rows::of(files, name)?.each(["ccode", "styear", "endyear"], |[code, from, to]| {
                let spans = if majors {
                    &mut self.majors
                } else {
                    &mut self.members
                };
                let span = (whole(from)?, open(whole(to)?));
                spans.entry(state(code)?).or_default().push(span);
                Some(())
            })?;
        }
        let borders = Rows::of(files, "cow_contdir_peacesciencer.csv")?;
        let days = borders.columns(["ccode1", "ccode2", "conttype"])?;
        let (from, to) = (borders.column("stdate")?, borders.column("enddate")?);
        for row in &borders.table.rows {
            let [one, other, kind] = days.map(|column| crate::table::number(row, column));
            let year = |column: usize| row.get(column)?.get(..4)?.parse::<i64>().ok();
            // Types 1 to 4: by land, or at most 150 miles of water apart.
            if let (Some(one), Some(other), Some(from), Some(to)) =
                (state(one), state(other), year(from), year(to))
                && kind.is_some_and(|kind| kind <= 4.0)
            {
                let key = pair(one, other);
                self.borders.entry(key).or_default().push((from, open(to)));
            }
        }
        Ok(())
    }

    pub(crate) fn pact(&self, one: State, other: State, year: i64) -> Pact {
        let (one, other) = pair(one, other);
        self.pacts
            .get(&(one, other, year))
            .copied()
            .unwrap_or_default()
    }

    /// Returns how many states owe a state defence.
    pub(crate) fn allies(&self, of: State, year: i64) -> usize {
        self.allies.get(&(of, year)).map_or(0, BTreeSet::len)
    }

    /// Returns a state's share of the system's capability, the last known within three years.
    pub(crate) fn capability(&self, of: State, year: i64) -> Option<f64> {
        (year - 3..=year)
            .rev()
            .find_map(|year| self.cinc.get(&(of, year)).copied())
    }

    /// Returns how far apart two capitals are, in kilometres.
    pub(crate) fn distance(&self, one: State, other: State) -> Option<f64> {
        Some(super::geography::kilometres(
            *self.capitals.get(&one)?,
            *self.capitals.get(&other)?,
        ))
    }

    pub(crate) fn border(&self, one: State, other: State, year: i64) -> bool {
        within(&self.borders, &pair(one, other), year)
    }

    pub(crate) fn rivals(&self, one: State, other: State, year: i64) -> bool {
        within(&self.rivals, &pair(one, other), year)
    }

    pub(crate) fn is_major(&self, state: State, year: i64) -> bool {
        within(&self.majors, &state, year)
    }

    pub(crate) fn at_war(&self, state: State, year: i64) -> bool {
        self.at_war.contains(&(state, year))
    }

    /// Returns the states of a year, by number.
    pub(crate) fn states(&self, year: i64) -> impl Iterator<Item = State> + '_ {
        let known = self.members.keys().copied();
        known.filter(move |state| within(&self.members, state, year))
    }
}

/// A table with the name of its file.
struct Rows {
    name: &'static str,
    table: Table,
}

impl Rows {
    fn of(files: &[(String, Vec<u8>)], name: &'static str) -> Result<Self, StatesError> {
        let (_, bytes) = files
            .iter()
            .find(|(path, _)| path.ends_with(name))
            .ok_or(StatesError::Missing(name))?;
        let table =
            Table::read(bytes.as_slice()).map_err(|error| StatesError::Table { name, error })?;
        Ok(Self { name, table })
    }

    fn column(&self, column: &'static str) -> Result<usize, StatesError> {
        let name = self.name;
        self.table
            .need(column)
            .map_err(|error| StatesError::Table { name, error })
    }

    fn columns<const WIDTH: usize>(
        &self,
        names: [&'static str; WIDTH],
    ) -> Result<[usize; WIDTH], StatesError> {
        let mut columns = [0; WIDTH];
        for (column, name) in columns.iter_mut().zip(names) {
            *column = self.column(name)?;
        }
        Ok(columns)
    }

    /// Hands each row's cells on; a row that lacks one it needs is passed over.
    fn each<const WIDTH: usize, T>(
        &self,
        names: [&'static str; WIDTH],
        mut take: impl FnMut([Option<f64>; WIDTH]) -> Option<T>,
    ) -> Result<(), StatesError> {
        let columns = self.columns(names)?;
        for row in &self.table.rows {
            take(columns.map(|column| crate::table::number(row, column)));
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "years and numbers of disputes are small"
)]
fn whole(number: Option<f64>) -> Option<i64> {
    number.map(|number| number as i64)
}

fn state(number: Option<f64>) -> Option<State> {
    whole(number).and_then(|number| State::try_from(number).ok())
}

/// Returns the militarised disputes in which somebody died, and of every dispute that became a war
/// who began it against whom, in which year.
#[expect(clippy::type_complexity, reason = "two lists, read in one pass")]
fn disputes_of(rows: &Rows) -> Result<(Vec<Clash>, BTreeSet<(State, State, i64)>), StatesError> {
    #[derive(Default)]
    struct Found {
        year: Option<i64>,
        sides: [BTreeSet<State>; 2],
        first: [BTreeSet<State>; 2],
        dead: bool,
        war: bool,
    }
    let mut disputes: BTreeMap<i64, Found> = BTreeMap::new();
    rows.each(
        [
            "dispnum", "ccode1", "year", "sidea1", "orig1", "fatality", "hostlev",
        ],
        |[number, one, year, first_side, original, fatality, hostility]| {
            let found = disputes.entry(whole(number)?).or_default();
            let (one, year) = (state(one)?, whole(year)?);
            let side = usize::from(first_side != Some(1.0));
            found.year = Some(found.year.map_or(year, |held| held.min(year)));
            found.sides[side].insert(one);
            if original == Some(1.0) {
                found.first[side].insert(one);
            }
            found.dead |= fatality.is_some_and(|fatality| fatality > 0.0);
            found.war |= hostility == Some(5.0);
            Some(())
        },
    )?;
    let (mut clashes, mut origins) = (Vec::new(), BTreeSet::new());
    for (number, found) in disputes {
        let Some(year) = found.year else { continue };
        let [attackers, targets] = found.first;
        if found.war {
            for one in &attackers {
                for other in &targets {
                    origins.extend([(*one, *other, year), (*other, *one, year)]);
                }
            }
        }
        if found.dead {
            let [_, defenders] = found.sides;
            clashes.push(Clash {
                war: false,
                number,
                year,
                attackers,
                targets,
                defenders,
            });
        }
    }
    Ok((clashes, origins))
}

/// One state against another in one year of a war.
struct WarYear {
    one: State,
    year: i64,
    /// Whether it is on the war's first side.
    first_side: bool,
    began: bool,
    other_began: bool,
}

/// Returns the inter-state wars. The data name who began one and not whom it was first aimed at:
/// the targets are those of the other side's first year that were parties of the dispute out of
/// which the war came; where no dispute says so, all of that side's first year.
fn wars_of(
    rows: &Rows,
    origins: &BTreeSet<(State, State, i64)>,
    at_war: &mut BTreeSet<(State, i64)>,
) -> Result<Vec<Clash>, StatesError> {
    let mut wars: BTreeMap<i64, Vec<WarYear>> = BTreeMap::new();
    rows.each(
        [
            "warnum",
            "ccode1",
            "year",
            "sidea1",
            "initiator1",
            "initiator2",
        ],
        |[number, one, year, side, began, other_began]| {
            let (one, year) = (state(one)?, whole(year)?);
            at_war.insert((one, year));
            wars.entry(whole(number)?).or_default().push(WarYear {
                one,
                year,
                first_side: side == Some(1.0),
                began: began == Some(1.0),
                other_began: other_began == Some(1.0),
            });
            Some(())
        },
    )?;
    let wars = wars.into_iter();
    Ok(wars
        .filter_map(|(number, dyads)| war_of(number, &dyads, origins))
        .collect())
}

fn war_of(
    number: i64,
    dyads: &[WarYear],
    origins: &BTreeSet<(State, State, i64)>,
) -> Option<Clash> {
    let year = dyads.iter().map(|dyad| dyad.year).min()?;
    let side = dyads.iter().find(|dyad| dyad.began)?.first_side;
    let first_year = || dyads.iter().filter(|dyad| dyad.year == year);
    let attackers: BTreeSet<State> = first_year()
        .filter(|dyad| dyad.began)
        .map(|dyad| dyad.one)
        .collect();
    let attacked: BTreeSet<State> = first_year()
        .filter(|dyad| dyad.other_began && !attackers.contains(&dyad.one))
        .map(|dyad| dyad.one)
        .collect();
    let in_dispute = |target: &State| {
        let years = [year, year - 1];
        attackers.iter().any(|by| {
            years
                .iter()
                .any(|year| origins.contains(&(*by, *target, *year)))
        })
    };
    let original: BTreeSet<State> = attacked.iter().copied().filter(in_dispute).collect();
    let others = dyads.iter().filter(|dyad| dyad.first_side != side);
    Some(Clash {
        war: true,
        number,
        year,
        attackers,
        targets: if original.is_empty() {
            attacked
        } else {
            original
        },
        defenders: others.map(|dyad| dyad.one).collect(),
    })
}
