//! Formal alliances of the Correlates of War project (Gibler 2009) and of ATOP (Leeds, Ritter,
//! Mitchell and Long 2002), in each layout that they are published in and in peacesciencer's.
//!
//! An alliance becomes an agreement on the day of its conclusion, in force, with its obligations;
//! where the data know its end, a second agreement says on that day that it has ended. A register
//! of commitments can be read from the two as of any day.

use super::{Translate, spells::Spell};
use crate::{
    Dataset, Position,
    actors::Numbers,
    acts,
    cells::{span, text, whole, year, yes},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{
    ActorRef, Agreement, AgreementKind, Attribution, Body, Date, Evidence, Force, Obligation,
};

const CONFIDENCE: f64 = 0.95;

/// Chooses the reader of a file by its columns.
pub(super) fn translate(dataset: Dataset, header: &Header) -> Box<dyn Translate> {
    let terms = Terms::new(header);
    let dyads = ["ccode1", "statea"]
        .iter()
        .any(|name| header.find(&[name]).is_some());
    if dyads && header.find(&["year"]).is_some() {
        Box::new(Years::new(dataset, header, terms))
    } else if dyads {
        Box::new(Dyads::new(dataset, header, terms))
    } else if header.find(&["mem1"]).is_some() {
        Box::new(Treaties::new(header, terms))
    } else {
        Box::new(Members::new(header, terms))
    }
}

/// The columns of the obligations.
struct Terms([usize; 5]);

impl Terms {
    fn new(header: &Header) -> Self {
        Self([
            header.place(&["defense", "cow_defense", "atop_defense"]),
            header.place(&["offense", "atop_offense"]),
            header.place(&["neutrality", "neutral", "cow_neutral", "atop_neutral"]),
            header.place(&["nonaggression", "nonagg", "cow_nonagg", "atop_nonagg"]),
            header.place(&["entente", "consul", "cow_entente", "atop_consul"]),
        ])
    }

    fn read(&self, row: &Row) -> Vec<Obligation> {
        const ALL: [Obligation; 5] = [
            Obligation::Defence,
            Obligation::Offence,
            Obligation::Neutrality,
            Obligation::NonAggression,
            Obligation::Consultation,
        ];
        ALL.into_iter()
            .zip(self.0)
            .filter(|(_, index)| yes(row.cell(*index)))
            .map(|(obligation, _)| obligation)
            .collect()
    }
}

/// Names an agreement after its strongest obligation.
fn kind(obligations: &[Obligation]) -> AgreementKind {
    match obligations.first() {
        Some(Obligation::Defence | Obligation::Offence) => AgreementKind::Alliance,
        Some(Obligation::Neutrality | Obligation::NonAggression) => AgreementKind::NonAggression,
        Some(Obligation::Consultation) => AgreementKind::Partnership,
        None => AgreementKind::Other,
    }
}

/// Says what the data call it.
fn name(dataset: Dataset, obligations: &[Obligation], number: &str) -> String {
    let source = match dataset {
        Dataset::Atop => "ATOP",
        _ => "Correlates of War",
    };
    let noun = match obligations.first() {
        Some(Obligation::Defence) => "defence pact",
        Some(Obligation::Offence) => "offensive alliance",
        Some(Obligation::Neutrality) => "neutrality pact",
        Some(Obligation::NonAggression) => "non-aggression pact",
        Some(Obligation::Consultation) => "entente",
        None => "alliance",
    };
    if number.is_empty() {
        format!("{noun} ({source})")
    } else {
        format!("{noun} ({source} {number})")
    }
}

/// An alliance as a file tells of it.
struct Alliance {
    id: String,
    number: String,
    parties: Vec<ActorRef>,
    obligations: Vec<Obligation>,
    from: (Date, Date),
    end: Option<(Date, Date)>,
    evidence: Evidence,
}

/// Yields the agreement, and its end where that is known.
fn yield_alliance(dataset: Dataset, alliance: Alliance, context: &mut Context) {
    let Alliance {
        id,
        number,
        parties,
        obligations,
        from,
        end,
        evidence,
    } = alliance;
    for party in &parties {
        context.named(party.id.is_some(), &party.mention);
    }
    let agreement = Agreement {
        parties,
        name: name(dataset, &obligations, &number),
        agreement_kind: kind(&obligations),
        obligations,
        force: Force::InForce,
    };
    let phases = [
        (Some(from), Force::InForce, ""),
        (end, Force::Ended, ":end"),
    ];
    for (dates, force, suffix) in phases {
        let Some((first, last)) = dates else { continue };
        let claim = Claim {
            id: format!("{}:{id}{suffix}", dataset.name()).into(),
            body: Body::Agreement(Agreement {
                force,
                ..agreement.clone()
            }),
            date: context.dates(first, last),
            attribution: Attribution::default(),
            confidence: CONFIDENCE,
            rule: dataset.name().to_owned(),
        };
        context.claim_on(evidence.clone(), claim);
    }
}

/// The dataset's last year is no end of anything.
fn goes_on(dataset: Dataset, last: i16) -> bool {
    acts::last_year(dataset).is_some_and(|covered| last >= covered)
}

fn number(row: &Row, index: usize, column: &str) -> Result<i64, Bad> {
    whole(row.cell(index)).ok_or_else(|| Bad::cell(column, row.cell(index), "a number"))
}

/// A row a pair and year.
struct Years {
    dataset: Dataset,
    terms: Terms,
    states: [usize; 2],
    names: [usize; 2],
    year: usize,
    treaty: usize,
    open: Option<Spell<Pair>>,
}

#[derive(Clone, PartialEq, Debug)]
struct Pair {
    treaty: String,
    states: [i64; 2],
    names: [String; 2],
    obligations: Vec<Obligation>,
}

impl Years {
    fn new(dataset: Dataset, header: &Header, terms: Terms) -> Self {
        Self {
            dataset,
            terms,
            states: [
                header.place(&["ccode1", "statea"]),
                header.place(&["ccode2", "stateb"]),
            ],
            names: ["state_name1", "state_name2"].map(|name| header.place(&[name])),
            year: header.place(&["year"]),
            treaty: header.place(&["version4id"]),
            open: None,
        }
    }

    fn close(&mut self, context: &mut Context) {
        let Some(spell) = self.open.take() else {
            return;
        };
        let evidence = spell.evidence(&context.document);
        let Spell {
            key, first, last, ..
        } = spell;
        let span = |year: i16| crate::cells::year(&year.to_string());
        let Some(from) = span(first) else { return };
        let end = (!goes_on(self.dataset, last)).then(|| span(last)).flatten();
        let [a, b] = key.states;
        let parties = [(a, &key.names[0]), (b, &key.names[1])]
            .map(|(state, name)| context.actors.number(Numbers::Cow, state, name));
        let alliance = Alliance {
            id: [
                key.treaty.as_str(),
                &a.to_string(),
                &b.to_string(),
                &first.to_string(),
            ]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<&str>>()
            .join(":"),
            number: key.treaty,
            parties: parties.into(),
            obligations: key.obligations,
            from,
            end,
            evidence,
        };
        yield_alliance(self.dataset, alliance, context);
    }
}

impl Translate for Years {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let [a, b] = self.states;
        let states = [
            number(row, a, "the first state")?,
            number(row, b, "the second state")?,
        ];
        let (first_day, _) =
            year(row.cell(self.year)).ok_or_else(|| Bad::date("the year", row.cell(self.year)))?;
        if states[0] > states[1] {
            // A directed file lists each pair a second time, the other way round.
            context
                .report
                .pass_over("the same pair the other way round");
            return Ok(());
        }
        let obligations = self.terms.read(row);
        if obligations.is_empty() {
            context.report.pass_over("pair without an obligation");
            return Ok(());
        }
        let key = Pair {
            treaty: whole(row.cell(self.treaty)).map_or_else(String::new, |id| id.to_string()),
            states,
            names: self
                .names
                .map(|index| text(row.cell(index)).unwrap_or("").to_owned()),
            obligations,
        };
        let year = first_day.year();
        let continues = self
            .open
            .as_mut()
            .is_some_and(|open| open.extend(&key, year, row));
        if !continues {
            self.close(context);
            self.open = Some(Spell::new(key, year, row));
        }
        Ok(())
    }

    fn open_since(&self) -> Option<Position> {
        self.open.as_ref().map(Spell::start)
    }

    fn finish(&mut self, context: &mut Context) {
        self.close(context);
    }
}

/// Three columns of a date in one of two spellings.
fn date_columns(header: &Header, stem: &str) -> [usize; 3] {
    ["year", "month", "day"].map(|part| header.place(&[&format!("{stem}_{part}")]))
}

fn read_date(row: &Row, cells: [usize; 3]) -> Option<(Date, Date)> {
    let [year, month, day] = cells.map(|index| row.cell(index));
    span(year, month, day)
}

/// A row a pair with the days on which its alliance began and ended.
struct Dyads {
    dataset: Dataset,
    terms: Terms,
    treaty: usize,
    states: [usize; 2],
    names: [usize; 2],
    start: [usize; 3],
    end: [usize; 3],
}

impl Dyads {
    fn new(dataset: Dataset, header: &Header, terms: Terms) -> Self {
        Self {
            dataset,
            terms,
            treaty: header.place(&["version4id"]),
            states: ["ccode1", "ccode2"].map(|name| header.place(&[name])),
            names: ["state_name1", "state_name2"].map(|name| header.place(&[name])),
            start: date_columns(header, "dyad_st"),
            end: date_columns(header, "dyad_end"),
        }
    }
}

impl Translate for Dyads {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let treaty = number(row, self.treaty, "the alliance's number")?;
        let [a, b] = self.states;
        let states = [
            number(row, a, "the first state")?,
            number(row, b, "the second state")?,
        ];
        let from = read_date(row, self.start)
            .ok_or_else(|| Bad::date("the start", row.cell(self.start[0])))?;
        if states[0] > states[1] {
            context
                .report
                .pass_over("the same pair the other way round");
            return Ok(());
        }
        let parties = [0, 1].map(|side| {
            let name = text(row.cell(self.names[side])).unwrap_or("");
            context.actors.number(Numbers::Cow, states[side], name)
        });
        let alliance = Alliance {
            id: format!("{treaty}:{}:{}:{}", states[0], states[1], from.0.year()),
            number: treaty.to_string(),
            parties: parties.into(),
            obligations: self.terms.read(row),
            from,
            end: read_date(row, self.end),
            evidence: context.evidence(row),
        };
        yield_alliance(self.dataset, alliance, context);
        Ok(())
    }
}

/// A row a treaty with all its members (ATOP's alliance-level file).
struct Treaties {
    terms: Terms,
    treaty: usize,
    start: [usize; 3],
    end: [usize; 3],
    members: Vec<usize>,
}

impl Treaties {
    fn new(header: &Header, terms: Terms) -> Self {
        Self {
            terms,
            treaty: header.place(&["atopid"]),
            start: ["begyr", "begmo", "begday"].map(|name| header.place(&[name])),
            end: ["endyr", "endmo", "endday"].map(|name| header.place(&[name])),
            members: header.numbered("mem"),
        }
    }
}

impl Translate for Treaties {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        // Phases of one treaty have numbers with decimals.
        let treaty = text(row.cell(self.treaty))
            .ok_or_else(|| Bad::cell("atopid", row.cell(self.treaty), "a number"))?;
        let treaty = treaty.strip_suffix(".0").unwrap_or(treaty).to_owned();
        let from = read_date(row, self.start)
            .ok_or_else(|| Bad::date("the beginning", row.cell(self.start[0])))?;
        // A year of 0 means that the alliance was in force when the data were closed.
        let end = Some(row.cell(self.end[0]))
            .filter(|year| whole(year).is_some_and(|year| year > 0))
            .and_then(|_| read_date(row, self.end));
        let parties = self.members.iter().filter_map(|index| {
            let state = whole(row.cell(*index)).filter(|state| *state > 0)?;
            Some(context.actors.number(Numbers::Cow, state, ""))
        });
        let alliance = Alliance {
            id: treaty.clone(),
            number: treaty,
            parties: parties.collect(),
            obligations: self.terms.read(row),
            from,
            end,
            evidence: context.evidence(row),
        };
        yield_alliance(Dataset::Atop, alliance, context);
        Ok(())
    }
}

/// A row a member of an alliance, those of one alliance together.
struct Members {
    terms: Terms,
    treaty: usize,
    state: usize,
    name: usize,
    start: [usize; 3],
    end: [usize; 3],
    open: Option<Gathered>,
}

struct Gathered {
    treaty: i64,
    parties: Vec<ActorRef>,
    obligations: Vec<Obligation>,
    from: (Date, Date),
    end: Option<(Date, Date)>,
    still: bool,
    spell: Spell<()>,
}

impl Members {
    fn new(header: &Header, terms: Terms) -> Self {
        Self {
            terms,
            treaty: header.place(&["version4id"]),
            state: header.place(&["ccode"]),
            name: header.place(&["state_name"]),
            start: date_columns(header, "mem_st"),
            end: date_columns(header, "mem_end"),
            open: None,
        }
    }

    fn close(&mut self, context: &mut Context) {
        let Some(gathered) = self.open.take() else {
            return;
        };
        let alliance = Alliance {
            id: gathered.treaty.to_string(),
            number: gathered.treaty.to_string(),
            evidence: gathered.spell.evidence(&context.document),
            parties: gathered.parties,
            obligations: gathered.obligations,
            from: gathered.from,
            end: gathered.end.filter(|_| !gathered.still),
        };
        yield_alliance(Dataset::CowAlliances, alliance, context);
    }
}

impl Translate for Members {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let treaty = number(row, self.treaty, "the alliance's number")?;
        let state = number(row, self.state, "the state")?;
        let from = read_date(row, self.start)
            .ok_or_else(|| Bad::date("the start", row.cell(self.start[0])))?;
        let end = read_date(row, self.end);
        let name = text(row.cell(self.name)).unwrap_or("");
        let party = context.actors.number(Numbers::Cow, state, name);
        let obligations = self.terms.read(row);
        if let Some(open) = self.open.as_mut().filter(|open| open.treaty == treaty) {
            if !open.parties.contains(&party) {
                open.parties.push(party);
            }
            open.from = open.from.min(from);
            open.still |= end.is_none();
            open.end = open.end.max(end);
            for obligation in obligations {
                if !open.obligations.contains(&obligation) {
                    open.obligations.push(obligation);
                }
            }
            open.obligations.sort_unstable();
            open.spell.extend(&(), open.spell.last, row);
            return Ok(());
        }
        self.close(context);
        self.open = Some(Gathered {
            treaty,
            parties: vec![party],
            obligations,
            from,
            end,
            still: end.is_none(),
            spell: Spell::new((), 0, row),
        });
        Ok(())
    }

    fn open_since(&self) -> Option<Position> {
        self.open.as_ref().map(|open| open.spell.start())
    }

    fn finish(&mut self, context: &mut Context) {
        self.close(context);
    }
}
