//! National Material Capabilities 6.0 (Singer, Bremer and Stuckey 1972; Singer 1987).

use super::Translate;
use crate::{
    Capability,
    actors::Numbers,
    cells::{number, text, whole, year},
    columns::Header,
    context::{Bad, Context},
    lines::Row,
};

pub(super) struct Nmc {
    state: usize,
    name: usize,
    year: usize,
    values: [usize; 7],
}

impl Nmc {
    pub(super) fn new(header: &Header) -> Self {
        Self {
            state: header.place(&["ccode"]),
            name: header.place(&["statenme", "stateabb"]),
            year: header.place(&["year"]),
            values: ["milex", "milper", "irst", "pec", "tpop", "upop", "cinc"]
                .map(|name| header.place(&[name])),
        }
    }
}

impl Translate for Nmc {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let code = row.cell(self.state);
        let state = whole(code).ok_or_else(|| Bad::cell("ccode", code, "a number"))?;
        let (from, to) =
            year(row.cell(self.year)).ok_or_else(|| Bad::date("the year", row.cell(self.year)))?;
        let known = context.actors.number(Numbers::Cow, state, "");
        let actor = match text(row.cell(self.name)) {
            Some(name) if known.id.is_none() => chancery_model::ActorRef {
                mention: name.to_owned(),
                ..known
            },
            _ => known,
        };
        let actor = context.count(actor);
        let Some(id) = actor.id.clone() else {
            context
                .report
                .pass_over("state that the dictionary does not know");
            return Ok(());
        };
        let [milex, milper, irst, pec, tpop, upop, cinc] = self
            .values
            .map(|index| number(row.cell(index)).filter(|value| *value >= 0.0));
        let capability = Capability {
            state: id,
            actor,
            year: from.year(),
            milex,
            milper,
            irst,
            pec,
            tpop,
            upop,
            cinc,
            evidence: context.evidence(row),
            date: context.dates(from, to),
        };
        context.capability(capability);
        Ok(())
    }
}
