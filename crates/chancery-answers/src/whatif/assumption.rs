//! An assumption in words, and the statement it stands for.
//!
//! `USA ASSAULT IRN 2025-06-22` is an event of PLOVER; a mode may follow (`IRN REQUEST RUS assist`)
//! and several actors are joined by `+`. `RUS+IRN TREATY defence` is an agreement with obligations,
//! `IRN MEMBER CSTO` a membership, and a label of a tie (`RUS ally IRN`) a stance.

use chancery_actors::Dictionary;
use chancery_model::{
    ActorRef, Agreement, AgreementKind, Attribution, Body, Date, DateRange, Event, EventType,
    Evidence, Force, Membership, MembershipStatus, Mode, Obligation, Sector, Stance, Statement,
    Status, TieLabel, parse_date,
};

/// Why an assumption could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AssumptionError {
    /// It is too short.
    #[error("`{0}` says too little; write it as `USA ASSAULT IRN 2025-06-22`")]
    TooShort(String),
    /// The dictionary does not know the actor.
    #[error("nobody goes by the code `{0}`; codes are those of ISO 3166-1 and of the dictionary")]
    Actor(String),
    /// The second word is no deed, treaty, membership or label.
    #[error("`{0}` is no event type of PLOVER, nor TREATY, MEMBER or the label of a tie")]
    Deed(String),
    /// A further word is no mode, obligation or date.
    #[error("`{0}` is no mode of this deed, no obligation and no date")]
    Word(String),
    /// A recipient is needed and missing.
    #[error("`{0}` names nobody to whom it is done")]
    Recipient(String),
}

/// An assumption.
#[derive(Clone, PartialEq, Debug)]
pub struct Assumption {
    /// Its words.
    pub text: String,
    /// The day it names.
    pub date: Option<Date>,
    body: Body,
}

impl Assumption {
    /// Reads an assumption; actors are those of the dictionary.
    pub fn parse(text: &str, dictionary: &Dictionary) -> Result<Self, AssumptionError> {
        let mut words = text.split_whitespace();
        let (Some(by), Some(deed)) = (words.next(), words.next()) else {
            return Err(AssumptionError::TooShort(text.to_owned()));
        };
        let actor = actors(by, dictionary)?;
        let mut rest: Vec<&str> = words.collect();
        let date = rest.last().and_then(|word| parse_date(word));
        if date.is_some() {
            rest.pop();
        }
        let body = match deed.to_uppercase().as_str() {
            "TREATY" => treaty(actor, &rest, text)?,
            "MEMBER" => membership(actor, &rest, text, dictionary)?,
            kind => match kind.parse::<EventType>() {
                Ok(event_type) => event(event_type, actor, &rest, dictionary)?,
                Err(_) => stance(actor, deed, &rest, text, dictionary)?,
            },
        };
        Ok(Self {
            text: text.to_owned(),
            date,
            body,
        })
    }

    /// Returns the statement, with the number of the assumption, where its words stand, and the day
    /// it takes where it names none.
    pub(super) fn statement(&self, number: usize, start: usize, today: Option<Date>) -> Statement {
        let day = self.date.or(today);
        Statement {
            id: format!("assumption-{number}").into(),
            body: self.body.clone(),
            evidence: Evidence {
                document: super::DOCUMENT.into(),
                sentence: number - 1,
                start,
                end: start + self.text.len(),
                text: self.text.clone(),
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
            rule: "assumption".to_owned(),
            also: Vec::new(),
            corrects: None,
        }
    }

    /// Returns the actors that it names.
    pub fn actors(&self) -> Vec<&ActorRef> {
        self.body.actors()
    }
}

fn event(
    event_type: EventType,
    actor: Vec<ActorRef>,
    rest: &[&str],
    dictionary: &Dictionary,
) -> Result<Body, AssumptionError> {
    let mut recipient = Vec::new();
    let mut mode = None;
    for (index, word) in rest.iter().enumerate() {
        if let Ok(found) = word.to_lowercase().parse::<Mode>() {
            mode = Some(found);
        } else if index == 0 {
            recipient = actors(word, dictionary)?;
        } else {
            return Err(AssumptionError::Word((*word).to_owned()));
        }
    }
    let mut event = Event::new(event_type, mode);
    event.actor = actor;
    event.recipient = recipient;
    Ok(Body::Event(event))
}

/// The labels that a stance may have.
const LABELS: [TieLabel; 7] = [
    TieLabel::Ally,
    TieLabel::Partner,
    TieLabel::Neutral,
    TieLabel::Unfriendly,
    TieLabel::Rival,
    TieLabel::Hostile,
    TieLabel::AtWar,
];

fn stance(
    actor: Vec<ActorRef>,
    label: &str,
    rest: &[&str],
    text: &str,
    dictionary: &Dictionary,
) -> Result<Body, AssumptionError> {
    let stance = LABELS
        .into_iter()
        .find(|found| found.as_str().eq_ignore_ascii_case(label))
        .ok_or_else(|| AssumptionError::Deed(label.to_owned()))?;
    let recipient = rest
        .first()
        .ok_or_else(|| AssumptionError::Recipient(text.to_owned()))?;
    Ok(Body::Stance(Stance {
        actor,
        recipient: actors(recipient, dictionary)?,
        stance,
        sign: stance.sign(),
    }))
}

fn treaty(parties: Vec<ActorRef>, rest: &[&str], text: &str) -> Result<Body, AssumptionError> {
    if parties.len() < 2 {
        return Err(AssumptionError::Recipient(text.to_owned()));
    }
    let obligations = rest
        .iter()
        .map(|word| match word.to_lowercase().as_str() {
            "defence" | "defense" => Ok(Obligation::Defence),
            "offence" | "offense" => Ok(Obligation::Offence),
            "neutrality" => Ok(Obligation::Neutrality),
            "non-aggression" => Ok(Obligation::NonAggression),
            "consultation" => Ok(Obligation::Consultation),
            _ => Err(AssumptionError::Word((*word).to_owned())),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let military = obligations.contains(&Obligation::Defence);
    Ok(Body::Agreement(Agreement {
        parties,
        name: "assumed treaty".to_owned(),
        agreement_kind: if military {
            AgreementKind::Alliance
        } else {
            AgreementKind::Partnership
        },
        obligations,
        force: Force::InForce,
    }))
}

fn membership(
    actor: Vec<ActorRef>,
    rest: &[&str],
    text: &str,
    dictionary: &Dictionary,
) -> Result<Body, AssumptionError> {
    let organisation = rest
        .first()
        .ok_or_else(|| AssumptionError::Recipient(text.to_owned()))?;
    Ok(Body::Membership(Membership {
        actor,
        organisation: actors(organisation, dictionary)?.pop(),
        membership: MembershipStatus::Member,
    }))
}

fn actors(words: &str, dictionary: &Dictionary) -> Result<Vec<ActorRef>, AssumptionError> {
    words
        .split('+')
        .map(|code| actor(code, dictionary))
        .collect()
}

fn actor(code: &str, dictionary: &Dictionary) -> Result<ActorRef, AssumptionError> {
    let code = code.trim().to_uppercase();
    let (country, sector) = if dictionary.state(&code).is_some() {
        (Some(code.as_str().into()), Sector::Gov)
    } else if let Some(group) = dictionary.group(&code, None) {
        (group.country.clone(), group.sector)
    } else if dictionary.organisation(&code).is_some() {
        (None, Sector::Igo)
    } else {
        return Err(AssumptionError::Actor(code));
    };
    Ok(ActorRef {
        id: Some(code.as_str().into()),
        country,
        sector: Some(sector),
        mention: code,
        name: None,
    })
}
