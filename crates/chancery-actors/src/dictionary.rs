//! The actor dictionary: states, organisations, groups, bodies, roles, collectives, places and
//! people, with the names that the resolver looks for.

use crate::embedded::{self, Table};
use crate::lexicon::{Acronym, Lexicon, fold};
use crate::people::{Office, Person, Term, parse_people};
use crate::table::{Period, Row, TableError, rows};
use chancery_model::{ActorId, Date, MembershipStatus, Sector};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a name may mean: the number of a row in one of the dictionary's tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Sense {
    State(u32, Form),
    Organisation(u32),
    Group(u32),
    Body(u32),
    Role(u32, Number),
    Collective(u32),
    Thing(u32),
    Region(u32, Form),
    Person(u32, PersonName),
}

/// In which form a state or region is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Form {
    Name,
    Former,
    Adjective,
    OnePerson,
    People,
    Capital,
}

/// Singular or plural.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Number {
    One,
    Many,
}

/// Which name of a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum PersonName {
    Full,
    /// A name that stands alone.
    Byname,
    /// Understood only after the full name or a title.
    Family,
}

/// A state, or a territory with a code of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// ISO 3166-1 alpha-3.
    pub id: ActorId,
    /// The short name ("Russia").
    pub name: String,
    /// The official name.
    pub official: String,
    /// The first adjective ("Russian"), empty where there is none.
    pub adjective: String,
    /// The first capital.
    pub capital: String,
    /// ISO 3166-1 alpha-2, empty where there is none.
    pub iso2: String,
    /// The Correlates of War country code.
    pub cow: Option<u16>,
    /// The Gleditsch–Ward country code.
    pub gw: Option<u16>,
    /// The Correlates of War abbreviation.
    pub cow_abbreviation: String,
    /// The state that a territory belongs to.
    pub dependency_of: Option<ActorId>,
}

/// An international organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// The fixed short code.
    pub id: ActorId,
    /// The name.
    pub name: String,
    /// The shortest name in use ("NATO").
    pub short: String,
    /// The sector.
    pub sector: Sector,
    /// The organisation that it belongs to.
    pub parent: Option<ActorId>,
    /// When it existed.
    pub period: Period,
}

/// Which states hold a status in an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MembershipRow {
    /// The organisation.
    pub organisation: ActorId,
    /// The states.
    pub states: Vec<ActorId>,
    /// The status.
    pub status: MembershipStatus,
    /// When it holds.
    pub period: Period,
    /// The keys of the sources.
    pub source: String,
}

/// An armed group or another non-state actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The fixed short code.
    pub id: ActorId,
    /// The name.
    pub name: String,
    /// The state it is based in.
    pub country: Option<ActorId>,
    /// The sector.
    pub sector: Sector,
    /// The states that sponsor it.
    pub sponsors: Vec<ActorId>,
    /// When the row holds.
    pub period: Period,
}

/// An organ, party, firm, or a seat that stands for one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Body {
    pub(crate) name: String,
    pub(crate) actor: Option<ActorId>,
    pub(crate) sector: Sector,
    pub(crate) ambiguity: Ambiguity,
    pub(crate) metonym: bool,
    pub(crate) period: Period,
}

/// How a body's name is ambiguous.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ambiguity {
    None,
    Place,
    Person,
    Word,
    Context,
}

/// A word for a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RoleWord {
    pub(crate) word: String,
    pub(crate) sector: Sector,
    pub(crate) offices: Vec<Office>,
    pub(crate) kind: RoleKind,
    pub(crate) weak: bool,
}

/// Who holds a role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RoleKind {
    Person,
    People,
    Body,
    Force,
}

/// A name for a set of states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Collective {
    pub(crate) members: Vec<ActorId>,
    pub(crate) vague: bool,
    pub(crate) period: Period,
}

/// A phrase that holds a state's name and is no actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Thing {
    pub(crate) kind: ThingKind,
}

/// What a thing is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ThingKind {
    Media,
    Place,
    Other,
}

/// A part of a state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Region {
    pub(crate) country: Option<ActorId>,
}

/// A second reading of a state's or capital's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SecondReading {
    pub(crate) other: Option<ActorId>,
    pub(crate) cues: Vec<String>,
}

/// The dictionary, parsed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Dictionary {
    pub(crate) states: Vec<State>,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) memberships: Vec<MembershipRow>,
    pub(crate) groups: Vec<Group>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) roles: Vec<RoleWord>,
    pub(crate) collectives: Vec<Collective>,
    pub(crate) things: Vec<Thing>,
    pub(crate) regions: Vec<Region>,
    pub(crate) people: Vec<Person>,
    pub(crate) second_readings: FxHashMap<String, SecondReading>,
    pub(crate) lexicon: Lexicon,
    by_id: FxHashMap<ActorId, u32>,
    holders: FxHashMap<(ActorId, Office), Vec<(u32, u32)>>,
}

impl Dictionary {
    /// Returns the dictionary that the binary carries, parsed once.
    ///
    /// A fault in the tables is a fault of the build, which the crate's tests find; the dictionary
    /// is then empty.
    pub fn embedded() -> &'static Self {
        static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
        DICTIONARY.get_or_init(|| Self::parse().unwrap_or_default())
    }

    /// Parses the embedded tables.
    pub fn parse() -> Result<Self, TableError> {
        let mut dictionary = Self::default();
        dictionary.lexicon.reserve(32_000);
        dictionary.read_states(embedded::STATES)?;
        dictionary.read_foreign_names(embedded::NAMES)?;
        dictionary.read_organisations(embedded::ORGANISATIONS)?;
        dictionary.read_memberships(embedded::MEMBERSHIPS)?;
        dictionary.read_groups(embedded::GROUPS)?;
        dictionary.read_metonyms(embedded::METONYMS)?;
        dictionary.read_bodies(embedded::BODIES)?;
        dictionary.read_roles(embedded::ROLES)?;
        dictionary.read_collectives(embedded::COLLECTIVES)?;
        dictionary.read_things(embedded::NOT_ACTORS)?;
        dictionary.read_regions(embedded::REGIONS)?;
        dictionary.read_second_readings(embedded::AMBIGUOUS)?;
        dictionary.read_people(embedded::PEOPLE)?;
        Ok(dictionary)
    }

    /// Returns how many names the dictionary knows.
    pub fn name_count(&self) -> usize {
        self.lexicon.len()
    }

    /// Returns the states and territories in the order of the table.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// Returns the state of an id.
    pub fn state(&self, id: &str) -> Option<&State> {
        let number = *self.by_id.get(id)?;
        self.states
            .get(number as usize)
            .filter(|state| state.id.as_str() == id)
    }

    /// Returns the organisation of an id.
    pub fn organisation(&self, id: &str) -> Option<&Organisation> {
        self.organisations
            .iter()
            .find(|organisation| organisation.id.as_str() == id)
    }

    /// Returns the organisations in the order of the table.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// Returns the armed groups and other non-state actors, a row for each period.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Returns the group of an id, as of a day where one is given.
    pub fn group(&self, id: &str, day: Option<Date>) -> Option<&Group> {
        let mut rows = self.groups.iter().filter(|group| group.id.as_str() == id);
        let first = rows.clone().next();
        rows.rfind(|group| day.is_none_or(|day| group.period.holds_on(day)))
            .or(first)
    }

    /// Returns the short name to show for an actor ("Russia", "NATO", "Hamas").
    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.state(id)
            .map(|state| state.name.as_str())
            .or_else(|| {
                self.organisation(id)
                    .map(|organisation| organisation.short.as_str())
            })
            .or_else(|| self.group(id, None).map(|group| group.name.as_str()))
    }

    /// Returns every row of `memberships.tsv`.
    pub fn memberships(&self) -> &[MembershipRow] {
        &self.memberships
    }

    /// Returns what a state is to an organisation on a day, with the row that says so.
    pub fn membership(
        &self,
        state: &str,
        organisation: &str,
        day: Option<Date>,
    ) -> Option<&MembershipRow> {
        self.memberships.iter().rev().find(|row| {
            row.organisation.as_str() == organisation
                && row.states.iter().any(|member| member.as_str() == state)
                && holds(row.period, day)
        })
    }

    /// Returns the full members of an organisation on a day.
    pub fn members(&self, organisation: &str, day: Option<Date>) -> Vec<ActorId> {
        let mut members: Vec<ActorId> = self
            .memberships
            .iter()
            .filter(|row| {
                row.organisation.as_str() == organisation
                    && row.status == MembershipStatus::Member
                    && holds(row.period, day)
            })
            .flat_map(|row| row.states.iter().cloned())
            .collect();
        members.sort();
        members.dedup();
        members
    }

    /// Returns the people of the dictionary, sorted by name.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Returns the person of a full name.
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people
            .binary_search_by(|person| person.name.as_str().cmp(name))
            .ok()
            .and_then(|number| self.people.get(number))
    }

    /// Returns who held an office of a state or organisation on a day, where exactly one person
    /// did.
    pub fn holder(&self, served: &ActorId, office: Office, day: Date) -> Option<(&Person, &Term)> {
        let terms = self.holders.get(&(served.clone(), office))?;
        let mut found: Option<(u32, &Person, &Term)> = None;
        for &(person, term) in terms {
            let (Some(entry), number) = (self.people.get(person as usize), person) else {
                continue;
            };
            let Some(term) = entry.terms.get(term as usize) else {
                continue;
            };
            if !term.period.holds_on(day) {
                continue;
            }
            match found {
                Some((other, _, earlier)) if other != number => {
                    // On the day of a handover the one who comes in.
                    if earlier.period.from < term.period.from && earlier.period.to == Some(day) {
                        found = Some((number, entry, term));
                    } else if term.period.to != Some(day) {
                        return None;
                    }
                }
                _ => found = Some((number, entry, term)),
            }
        }
        found.map(|(_, person, term)| (person, term))
    }

    fn name(&mut self, name: &str, sense: Sense, acronym: Acronym) {
        self.lexicon
            .add(name.strip_prefix("the ").unwrap_or(name), sense, acronym);
    }

    fn read_states(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "id",
            "iso2",
            "cow_abbreviation",
            "cow",
            "gw",
            "name",
            "official",
            "other_names",
            "former_names",
            "adjectives",
            "people",
            "capitals",
            "dependency_of",
            "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            let number = self.states.len() as u32;
            let id = ActorId::new(row.required(0, "id")?);
            let name = row.required(5, "name")?;
            let sense = |form| Sense::State(number, form);
            for name in [name, row.cell(6)].into_iter().chain(row.list(7)) {
                self.name(name, sense(Form::Name), Acronym::Strict);
            }
            for name in row.list(8) {
                self.name(name, sense(Form::Former), Acronym::Strict);
            }
            for adjective in row.list(9) {
                self.name(adjective, sense(Form::Adjective), Acronym::Strict);
            }
            for people in row.list(10) {
                let (one, many) = people.split_once('/').unwrap_or((people, people));
                self.name(one, sense(Form::OnePerson), Acronym::Strict);
                self.name(many, sense(Form::People), Acronym::Strict);
            }
            for capital in row.list(11) {
                self.name(capital, sense(Form::Capital), Acronym::Strict);
            }
            self.by_id.insert(id.clone(), number);
            self.states.push(State {
                id,
                name: name.to_owned(),
                official: row.cell(6).to_owned(),
                adjective: row.list(9).next().unwrap_or("").to_owned(),
                capital: row.list(11).next().unwrap_or("").to_owned(),
                iso2: row.cell(1).to_owned(),
                cow: row.cell(3).parse().ok(),
                gw: row.cell(4).parse().ok(),
                cow_abbreviation: row.cell(2).to_owned(),
                dependency_of: optional(row.cell(12)),
            });
        }
        Ok(())
    }

    fn read_foreign_names(&mut self, (file, text): Table) -> Result<(), TableError> {
        for row in rows(file, text, &["id", "language", "names", "source"])? {
            let id = row.required(0, "id")?;
            let Some(&number) = self.by_id.get(id) else {
                return Err(row.word("id", id));
            };
            for name in row.list(2) {
                self.name(name, Sense::State(number, Form::Name), Acronym::Strict);
            }
        }
        Ok(())
    }

    fn read_organisations(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "id", "name", "aliases", "sector", "parent", "from", "to", "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            let sense = Sense::Organisation(self.organisations.len() as u32);
            let name = row.required(1, "name")?;
            let names = || std::iter::once(name).chain(row.list(2));
            for name in names() {
                self.name(name, sense, Acronym::Relaxed);
            }
            let short = names()
                .filter(|name| !name.contains('.'))
                .find(|name| name.chars().count() > 1 && name.chars().all(|c| !c.is_lowercase()))
                .unwrap_or(name);
            self.organisations.push(Organisation {
                id: ActorId::new(row.required(0, "id")?),
                name: name.to_owned(),
                short: if name.len() < 16 { name } else { short }.to_owned(),
                sector: sector(&row, 3)?,
                parent: optional(row.cell(4)),
                period: row.period(5, 6)?,
            });
        }
        Ok(())
    }

    fn read_memberships(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &["organisation", "states", "status", "from", "to", "source"];
        for row in rows(file, text, COLUMNS)? {
            let status = match row.cell(2) {
                "member" => MembershipStatus::Member,
                "observer" => MembershipStatus::Observer,
                "partner" => MembershipStatus::Partner,
                "applicant" => MembershipStatus::Applicant,
                "suspended" => MembershipStatus::Suspended,
                word => return Err(row.word("status", word)),
            };
            self.memberships.push(MembershipRow {
                organisation: ActorId::new(row.required(0, "organisation")?),
                states: row.list(1).map(ActorId::new).collect(),
                status,
                period: row.period(3, 4)?,
                source: row.required(5, "source")?.to_owned(),
            });
        }
        Ok(())
    }

    fn read_groups(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "id", "name", "aliases", "country", "sector", "sponsors", "from", "to", "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            let sense = Sense::Group(self.groups.len() as u32);
            let name = row.required(1, "name")?;
            for name in std::iter::once(name).chain(row.list(2)) {
                self.name(name, sense, Acronym::Relaxed);
            }
            self.groups.push(Group {
                id: ActorId::new(row.required(0, "id")?),
                name: name.to_owned(),
                country: optional(row.cell(3)),
                sector: sector(&row, 4)?,
                sponsors: row.list(5).map(ActorId::new).collect(),
                period: row.period(6, 7)?,
            });
        }
        Ok(())
    }

    fn read_metonyms(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "name",
            "aliases",
            "actor",
            "sector",
            "stands_for",
            "ambiguity",
            "from",
            "to",
            "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            self.body(&row, row.cell(4), [5, 6, 7], true)?;
        }
        Ok(())
    }

    fn read_bodies(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "name",
            "aliases",
            "actor",
            "sector",
            "ambiguity",
            "from",
            "to",
            "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            self.body(&row, row.cell(0), [4, 5, 6], false)?;
        }
        Ok(())
    }

    fn body(
        &mut self,
        row: &Row<'_>,
        stands_for: &str,
        [ambiguity, from, to]: [usize; 3],
        metonym: bool,
    ) -> Result<(), TableError> {
        let sense = Sense::Body(self.bodies.len() as u32);
        let name = row.required(0, "name")?;
        for name in std::iter::once(name).chain(row.list(1)) {
            self.name(name, sense, Acronym::Strict);
        }
        let ambiguity = match row.cell(ambiguity) {
            "" => Ambiguity::None,
            "place" => Ambiguity::Place,
            "person" => Ambiguity::Person,
            "word" => Ambiguity::Word,
            "context" => Ambiguity::Context,
            word => return Err(row.word("ambiguity", word)),
        };
        self.bodies.push(Body {
            name: stands_for.to_owned(),
            actor: optional(row.cell(2)),
            sector: sector(row, 3)?,
            ambiguity,
            metonym,
            period: row.period(from, to)?,
        });
        Ok(())
    }

    fn read_roles(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "word", "plural", "sector", "office", "kind", "strength", "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            let number = self.roles.len() as u32;
            let word = row.required(0, "word")?;
            self.name(word, Sense::Role(number, Number::One), Acronym::Strict);
            let regular = format!("{word}s");
            let plurals = row
                .list(1)
                .chain(row.cell(1).is_empty().then_some(regular.as_str()));
            for plural in plurals {
                self.name(plural, Sense::Role(number, Number::Many), Acronym::Strict);
            }
            let offices: Result<Vec<Office>, TableError> = row
                .list(3)
                .map(|word| Office::parse(word).ok_or_else(|| row.word("office", word)))
                .collect();
            self.roles.push(RoleWord {
                word: fold(word),
                sector: sector(&row, 2)?,
                offices: offices?,
                kind: match row.cell(4) {
                    "person" => RoleKind::Person,
                    "people" => RoleKind::People,
                    "body" => RoleKind::Body,
                    "force" => RoleKind::Force,
                    word => return Err(row.word("kind", word)),
                },
                weak: match row.cell(5) {
                    "" => false,
                    "weak" => true,
                    word => return Err(row.word("strength", word)),
                },
            });
        }
        Ok(())
    }

    fn read_collectives(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "name", "aliases", "members", "basis", "from", "to", "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            let sense = Sense::Collective(self.collectives.len() as u32);
            for name in std::iter::once(row.required(0, "name")?).chain(row.list(1)) {
                self.name(name, sense, Acronym::Strict);
            }
            self.collectives.push(Collective {
                members: row.list(2).map(ActorId::new).collect(),
                vague: match row.cell(3) {
                    "vague" => true,
                    "usage" | "treaty" => false,
                    word => return Err(row.word("basis", word)),
                },
                period: row.period(4, 5)?,
            });
        }
        Ok(())
    }

    fn read_things(&mut self, (file, text): Table) -> Result<(), TableError> {
        for row in rows(file, text, &["name", "aliases", "kind", "source"])? {
            let sense = Sense::Thing(self.things.len() as u32);
            for name in std::iter::once(row.required(0, "name")?).chain(row.list(1)) {
                self.name(name, sense, Acronym::Strict);
            }
            self.things.push(Thing {
                kind: match row.cell(2) {
                    "media" => ThingKind::Media,
                    "place" => ThingKind::Place,
                    "thing" | "deal" | "event" | "brand" | "disease" | "people" => ThingKind::Other,
                    word => return Err(row.word("kind", word)),
                },
            });
        }
        Ok(())
    }

    fn read_regions(&mut self, (file, text): Table) -> Result<(), TableError> {
        const COLUMNS: &[&str] = &[
            "name",
            "aliases",
            "country",
            "adjectives",
            "from",
            "to",
            "source",
        ];
        for row in rows(file, text, COLUMNS)? {
            let number = self.regions.len() as u32;
            for name in std::iter::once(row.required(0, "name")?).chain(row.list(1)) {
                self.name(name, Sense::Region(number, Form::Name), Acronym::Strict);
            }
            for adjective in row.list(3) {
                self.name(
                    adjective,
                    Sense::Region(number, Form::Adjective),
                    Acronym::Strict,
                );
                let plural = format!("{adjective}s");
                self.name(
                    &plural,
                    Sense::Region(number, Form::People),
                    Acronym::Strict,
                );
            }
            self.regions.push(Region {
                country: optional(row.cell(2)),
            });
        }
        Ok(())
    }

    fn read_second_readings(&mut self, (file, text): Table) -> Result<(), TableError> {
        for row in rows(file, text, &["name", "actor", "other", "cues", "source"])? {
            self.second_readings.insert(
                fold(row.required(0, "name")?),
                SecondReading {
                    other: optional(row.cell(2)),
                    cues: row.list(3).map(str::to_owned).collect(),
                },
            );
        }
        Ok(())
    }

    fn read_people(&mut self, tables: &[Table]) -> Result<(), TableError> {
        self.people = parse_people(tables)?;
        let people = std::mem::take(&mut self.people);
        for (number, person) in people.iter().enumerate() {
            let number = number as u32;
            let sense = |name| Sense::Person(number, name);
            // "George H. W. Bush" is also written without the initials.
            let plain: Vec<&str> = person
                .name
                .split(' ')
                .filter(|word| !(word.ends_with('.') && word.len() <= 3))
                .collect();
            let plain = plain.join(" ");
            let full = std::iter::once(person.name.as_str())
                .chain(person.full_names.iter().map(String::as_str));
            for name in full {
                self.name(name, sense(PersonName::Full), Acronym::Strict);
            }
            if plain.contains(' ') && plain != person.name {
                self.name(&plain, sense(PersonName::Full), Acronym::Strict);
            }
            for name in &person.bynames {
                self.name(name, sense(PersonName::Byname), Acronym::Strict);
            }
            let family = person.family_name.as_str();
            self.name(family, sense(PersonName::Family), Acronym::Strict);
            if let Some((_, last)) = family.rsplit_once(['-', ' '])
                && last.chars().next().is_some_and(char::is_uppercase)
            {
                self.name(last, sense(PersonName::Family), Acronym::Strict);
            }
            for (term, entry) in person.terms.iter().enumerate() {
                self.holders
                    .entry((entry.served.clone(), entry.office))
                    .or_default()
                    .push((number, term as u32));
            }
        }
        self.people = people;
        Ok(())
    }
}

fn holds(period: Period, day: Option<Date>) -> bool {
    match day {
        Some(day) => period.holds_on(day),
        None => period.to.is_none(),
    }
}

fn optional(cell: &str) -> Option<ActorId> {
    (!cell.is_empty()).then(|| ActorId::new(cell))
}

fn sector(row: &Row<'_>, column: usize) -> Result<Sector, TableError> {
    let cell = row.required(column, "sector")?;
    Sector::parse(cell).ok_or_else(|| row.word("sector", cell))
}
