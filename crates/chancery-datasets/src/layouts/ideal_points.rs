//! Ideal points of states in the UN General Assembly (Bailey, Strezhnev and Voeten 2017): a
//! position on the one dimension that their votes reveal, by session.

use super::Translate;
use crate::{
    actors::Numbers,
    cells::{number, text, whole},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Attribution, Body, Date, Position};

const CONFIDENCE: f64 = 0.9;

pub(super) struct IdealPoints {
    state: usize,
    iso: usize,
    name: usize,
    session: usize,
    point: usize,
}

impl IdealPoints {
    pub(super) fn new(header: &Header) -> Self {
        Self {
            state: header.place(&["ccode"]),
            iso: header.place(&["iso3c"]),
            name: header.place(&["countryname"]),
            session: header.place(&["session"]),
            point: header.place(&["idealpointall", "idealpoint"]),
        }
    }
}

/// The first session was that of 1946; since then each begins in September.
const BEFORE_THE_FIRST: i64 = 1_945;

impl Translate for IdealPoints {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let session = whole(row.cell(self.session))
            .filter(|session| (1..1_000).contains(session))
            .ok_or_else(|| Bad::cell("the session", row.cell(self.session), "a number"))?;
        let Some(point) = number(row.cell(self.point)) else {
            context.report.pass_over("state without an estimate");
            return Ok(());
        };
        let name = text(row.cell(self.name)).unwrap_or("");
        let state = whole(row.cell(self.state));
        let by_iso = text(row.cell(self.iso)).and_then(|iso| context.actors.state(iso));
        let actor = match (state, by_iso) {
            (Some(state), _) => context.actors.number(Numbers::Cow, state, name),
            (None, Some(id)) => context.actors.of_id(&id, name),
            (None, None) => ActorRef::unresolved(name),
        };
        let actor = context.count(actor);
        let year = (BEFORE_THE_FIRST + session) as i16;
        let bad = || Bad::cell("the session", row.cell(self.session), "one with a year");
        let from = Date::new(year, 9, 1).map_err(|_| bad())?;
        let to = Date::new(year, 12, 31).map_err(|_| bad())?;
        let id = match state {
            Some(state) => state.to_string(),
            None => actor
                .id
                .as_ref()
                .map_or(&*actor.mention, |id| id.as_str())
                .to_owned(),
        };
        let claim = Claim {
            id: format!("ideal-points:{session}:{id}").into(),
            body: Body::Position(Position {
                actor: vec![actor],
                issue: format!("UN General Assembly, ideal point in session {session}"),
                position: point.to_string(),
                salience: None,
            }),
            date: context.dates(from, to),
            attribution: Attribution::default(),
            confidence: CONFIDENCE,
            rule: "ideal-points".to_owned(),
        };
        context.claim(row, claim);
        Ok(())
    }
}
