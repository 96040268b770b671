//! Records for tests, written as one line a statement.

use chancery_model::{
    ActorRef, Agreement, AgreementKind, Assertion, Attribution, Body, Commodity, Context, Date,
    DateRange, Event, EventType, Evidence, Flow, Force, Judgement, Membership, MembershipStatus,
    Mode, Obligation, Sector, Stance, Statement, Status, TieLabel, parse_date,
};
use chancery_store::Record;

/// Returns an actor: `HAMAS` and `HEZBOLLAH` are groups, `UNO`, `NATO`, `BRICS` and `SCO`
/// organisations, and anything else a government.
pub(crate) fn actor(id: &str) -> ActorRef {
    let (country, sector) = match id {
        "HAMAS" => (Some("PSE"), Sector::Reb),
        "HEZBOLLAH" => (Some("LBN"), Sector::Reb),
        "UNO" | "NATO" | "BRICS" | "SCO" => (None, Sector::Igo),
        _ => (Some(id), Sector::Gov),
    };
    ActorRef {
        id: Some(id.into()),
        country: country.map(Into::into),
        sector: Some(sector),
        mention: id.to_owned(),
        name: None,
    }
}

fn actors(ids: &str) -> Vec<ActorRef> {
    ids.split_whitespace().map(actor).collect()
}

/// A record under construction.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) record: Record,
}

impl Builder {
    fn push(&mut self, body: Body, on: &str) -> &mut Statement {
        let number = self.record.statements.len() + 1;
        let day = parse_date(on);
        self.record.statements.push(Statement {
            id: format!("s{number:03}").into(),
            body,
            evidence: Evidence {
                document: "d".into(),
                sentence: number,
                start: 0,
                end: 0,
                text: format!("sentence {number}"),
            },
            status: Status::Actual,
            attribution: Attribution::default(),
            date: DateRange {
                from: day,
                to: day,
                expression: None,
                reported: day,
            },
            confidence: 1.0,
            rule: "test".to_owned(),
            also: Vec::new(),
            corrects: None,
        });
        let last = self.record.statements.len() - 1;
        &mut self.record.statements[last]
    }

    /// Adds an event, given as "RUS CONSULT ISR", "RUS THREATEN UKR" or "RUS+IRN AGREE".
    pub(crate) fn event(&mut self, line: &str, on: &str) -> &mut Statement {
        let mut words = line.split_whitespace();
        let actor = words.next().unwrap_or_default().replace('+', " ");
        let mut what = words.next().unwrap_or_default().split('/');
        let event_type: EventType = what
            .next()
            .and_then(|word| word.parse().ok())
            .unwrap_or(EventType::Consult);
        let mode: Option<Mode> = what.next().and_then(|word| word.parse().ok());
        let recipient = words.next().unwrap_or_default().replace('+', " ");
        let mut event = Event::new(event_type, mode);
        event.actor = actors(&actor);
        event.recipient = actors(&recipient);
        self.push(Body::Event(event), on)
    }

    /// Adds an event about mediation in a dispute, such as "RUS AGREE ISR" over "ISR IRN".
    pub(crate) fn mediation(&mut self, line: &str, dispute: &str, on: &str) -> &mut Statement {
        let statement = self.event(line, on);
        if let Body::Event(event) = &mut statement.body {
            event.contexts.push(Context::Mediation);
            event.dispute = dispute.split_whitespace().map(Into::into).collect();
        }
        statement
    }

    /// Adds a stance.
    pub(crate) fn stance(
        &mut self,
        actor: &str,
        stance: TieLabel,
        recipient: &str,
        on: &str,
    ) -> &mut Statement {
        let body = Body::Stance(Stance {
            actor: actors(actor),
            recipient: actors(recipient),
            stance,
            sign: stance.sign(),
        });
        self.push(body, on)
    }

    /// Adds a signed agreement.
    pub(crate) fn agreement(
        &mut self,
        parties: &str,
        kind: AgreementKind,
        obligations: &[Obligation],
        on: &str,
    ) -> &mut Statement {
        let body = Body::Agreement(Agreement {
            parties: actors(parties),
            name: "treaty".to_owned(),
            agreement_kind: kind,
            obligations: obligations.to_vec(),
            force: Force::Signed,
        });
        self.push(body, on)
    }

    /// Adds memberships.
    pub(crate) fn member(&mut self, members: &str, organisation: &str, on: &str) -> &mut Statement {
        let body = Body::Membership(Membership {
            actor: actors(members),
            organisation: Some(actor(organisation)),
            membership: MembershipStatus::Member,
        });
        self.push(body, on)
    }

    /// Adds an evaluation in these words.
    pub(crate) fn judgement(&mut self, about: &str, text: &str, on: &str) -> &mut Statement {
        let about = actors(about);
        let statement = self.push(Body::Judgement(Judgement { about }), on);
        text.clone_into(&mut statement.evidence.text);
        statement
    }

    /// Adds a flow.
    pub(crate) fn flow(
        &mut self,
        from: &str,
        commodity: Commodity,
        to: &str,
        on: &str,
    ) -> &mut Statement {
        let body = Body::Flow(Flow {
            actor: actors(from),
            recipient: actors(to),
            commodity,
            item: "goods".to_owned(),
            value: None,
            unit: None,
        });
        self.push(body, on)
    }
}

/// Marks a statement as alleged.
pub(crate) fn alleged(statement: &mut Statement) {
    statement.attribution.assertion = Assertion::Alleged;
}

/// Returns a date of a test.
pub(crate) fn date(text: &str) -> Option<Date> {
    parse_date(text)
}
