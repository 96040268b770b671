//! The statement: one coded claim with provenance, and its kinds.
//!
//! A statement is never edited; a correction is another statement that refers to it. It is not an
//! edge either: the graph of states is derived from statements and disposable. The JSON form is
//! the contract of `chancery code --format jsonl`.

use crate::{
    ActorId, ActorRef, Context, DateRange, DocumentId, EventType, Mode, Quad, Span, StatementId,
    TieLabel,
};
use serde::{Deserialize, Serialize};

/// One coded claim: what is claimed ([`Body`]), whether it happened, who says so, when, and the
/// words it rests on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// The identifier; the same text coded again gives the same one.
    pub id: StatementId,
    /// What is claimed.
    #[serde(flatten)]
    pub body: Body,
    /// The words it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// Whether it happened.
    pub status: Status,
    /// Who says so.
    pub attribution: Attribution,
    /// When it happened and when that was reported.
    pub date: DateRange,
    /// How sure the coder is, 0 to 1.
    pub confidence: f64,
    /// The rule or model that decided.
    pub rule: String,
    /// Reports of the same event in other places, merged into this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Evidence>,
    /// The statement that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<StatementId>,
}

/// Where a claim stands in the stored text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// The document.
    pub document: DocumentId,
    /// The number of the sentence in the document, from 0.
    pub sentence: usize,
    /// The first byte of the evidence in the stored text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The words themselves.
    pub text: String,
}

impl Evidence {
    /// Returns the bytes of the stored text that the claim rests on.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Whether what is claimed happened: PLOVER's auxiliary modes.
///
/// A speech act is itself actual and its content is not: "threatened to strike" is a THREATEN,
/// actual, and no ASSAULT.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It happened, or holds.
    #[default]
    Actual,
    /// It ended more than a year before publication, or is told as background to that.
    Historical,
    /// Asserted to come.
    Future,
    /// Conditional, possible, wished, proposed, or denied to be planned.
    Hypothetical,
    /// Said not to have happened.
    Negated,
}

impl Status {
    /// Returns the status as it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Historical => "historical",
            Self::Future => "future",
            Self::Hypothetical => "hypothetical",
            Self::Negated => "negated",
        }
    }

    /// Returns whether the claim is one about something that did happen, now or long ago.
    pub const fn is_fact(self) -> bool {
        matches!(self, Self::Actual | Self::Historical)
    }
}

/// How a claim is asserted.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Assertion {
    /// The text states it.
    #[default]
    Author,
    /// An outlet or a neutral source reports it: still a fact.
    Reported,
    /// A party claims it of another. Never moves a tie.
    Alleged,
    /// A party denies it. Never moves a tie.
    Denied,
}

impl Assertion {
    /// Returns the assertion as it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Reported => "reported",
            Self::Alleged => "alleged",
            Self::Denied => "denied",
        }
    }
}

/// Who says so.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Attribution {
    /// The outlet that the text cites.
    pub outlet: Option<String>,
    /// The party or person whose claim it is.
    pub speaker: Option<ActorRef>,
    /// How it is asserted.
    pub assertion: Assertion,
}

/// The kinds of claim.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Body {
    /// Something done, said or promised on a date.
    Event(Event),
    /// A standing attitude, as somebody asserts it.
    Stance(Stance),
    /// A treaty, pact or partnership.
    Agreement(Agreement),
    /// An actor in an organisation.
    Membership(Membership),
    /// Arms, energy, money or people moving from one actor to another.
    Flow(Flow),
    /// What an actor wants on an issue.
    Position(Position),
    /// Words in quotation marks.
    Quotation(Quotation),
    /// An indicator with a value or range.
    Quantity(Quantity),
    /// An evaluation that the text's author makes in own voice.
    Judgement(Judgement),
    /// What somebody is said to think, fear or expect.
    Belief(Belief),
}

/// A PLOVER event.
///
/// Where one side initiates, actor and recipient are apart; symmetric wording ("met", "the
/// Putin–Trump call") puts all in `actor` with no recipient. A missing agent stays missing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// What was done.
    pub event_type: EventType,
    /// How it was done.
    pub mode: Option<Mode>,
    /// What it was about.
    pub contexts: Vec<Context>,
    /// The quad class of the type.
    pub quad: Quad,
    /// The PLOVER conflict–cooperation score, −10 to +10.
    pub score: f64,
    /// Who did it.
    pub actor: Vec<ActorRef>,
    /// To whom.
    pub recipient: Vec<ActorRef>,
    /// Where, in the words of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The state that the place lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_state: Option<ActorId>,
    /// Degrees north and east of the place, where it is a city that the gazetteer knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<[f64; 2]>,
    /// People killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead: Option<u64>,
    /// People injured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<u64>,
    /// The parties of the dispute that an offer to mediate, or an answer to one, is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dispute: Vec<ActorId>,
}

impl Event {
    /// Returns an event of a type and mode with its quad class and score, and nobody in it.
    pub fn new(event_type: EventType, mode: Option<Mode>) -> Self {
        Self {
            event_type,
            mode,
            contexts: Vec::new(),
            quad: event_type.quad(),
            score: event_type.score(mode),
            actor: Vec::new(),
            recipient: Vec::new(),
            place: None,
            place_state: None,
            point: None,
            dead: None,
            injured: None,
            dispute: Vec::new(),
        }
    }
}

/// A standing attitude of each `actor` to each `recipient`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stance {
    /// Who holds it.
    pub actor: Vec<ActorRef>,
    /// Towards whom.
    pub recipient: Vec<ActorRef>,
    /// The label.
    pub stance: TieLabel,
    /// −1, 0 or 1.
    pub sign: i8,
}

/// What an agreement obliges its parties to, in ATOP's terms (Leeds et al. 2002).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// To defend a party that is attacked.
    Defence,
    /// To join an attack.
    Offence,
    /// To stay out of a party's war.
    Neutrality,
    /// Not to attack each other.
    NonAggression,
    /// To consult in a crisis, or cooperate without a duty to fight.
    Consultation,
}

/// What kind of agreement it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementKind {
    /// A partnership or cooperation treaty.
    Partnership,
    /// An alliance or defence pact.
    Alliance,
    /// A non-aggression pact.
    NonAggression,
    /// A ceasefire or truce.
    Ceasefire,
    /// A peace agreement or settlement.
    Peace,
    /// A trade, energy or economic agreement.
    Trade,
    /// Arms control or a nuclear deal.
    ArmsControl,
    /// Anything else that was agreed.
    Other,
}

/// How far an agreement has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Proposed or under negotiation.
    Proposed,
    /// Signed or concluded.
    Signed,
    /// In force.
    InForce,
    /// Ended, broken or withdrawn from.
    Ended,
    /// Said not to exist.
    Absent,
}

/// A treaty, pact or partnership between `parties`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreement {
    /// Who is bound.
    pub parties: Vec<ActorRef>,
    /// Its name in the words of the text.
    pub name: String,
    /// What kind it is.
    pub agreement_kind: AgreementKind,
    /// What it obliges to, where the text or its kind tells.
    pub obligations: Vec<Obligation>,
    /// How far it has come.
    pub force: Force,
}

/// How an actor belongs to an organisation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MembershipStatus {
    /// A full member.
    Member,
    /// An observer.
    Observer,
    /// A partner or associate.
    Partner,
    /// An applicant or candidate.
    Applicant,
    /// Suspended, expelled or departed.
    Suspended,
}

/// Each `actor` in an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Membership {
    /// Who belongs.
    pub actor: Vec<ActorRef>,
    /// To what.
    pub organisation: Option<ActorRef>,
    /// How.
    pub membership: MembershipStatus,
}

/// What flows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Commodity {
    /// Weapons and military equipment.
    Arms,
    /// Oil, gas, power, nuclear fuel.
    Energy,
    /// Money: aid, loans, payments.
    Money,
    /// Troops, workers, prisoners, refugees.
    People,
    /// Food and medicine.
    Food,
    /// Technology and know-how.
    Technology,
    /// Other goods.
    Goods,
}

/// Each `actor` supplies each `recipient`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Flow {
    /// Who supplies.
    pub actor: Vec<ActorRef>,
    /// Who receives.
    pub recipient: Vec<ActorRef>,
    /// What class of thing.
    pub commodity: Commodity,
    /// The thing in the words of the text.
    pub item: String,
    /// How much, where stated.
    pub value: Option<f64>,
    /// In what unit.
    pub unit: Option<String>,
}

/// What each `actor` wants on an issue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Position {
    /// Who wants it.
    pub actor: Vec<ActorRef>,
    /// What it is about.
    pub issue: String,
    /// The outcome wanted, in the words of the text.
    pub position: String,
    /// How much it matters to the actor, 0 to 1, where stated.
    pub salience: Option<f64>,
}

/// Words in quotation marks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quotation {
    /// Who said them.
    pub speaker: Option<ActorRef>,
    /// The words.
    pub quote: String,
    /// The actors that the words are about or addressed to.
    pub about: Vec<ActorRef>,
}

/// Whether an indicator rose or fell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It rose.
    Up,
    /// It fell.
    Down,
}

/// An indicator with a value or a range.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Quantity {
    /// The indicator, such as `oil price`.
    pub what: String,
    /// The value, where it is one number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The lower end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper end of a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// The unit, such as `USD/barrel`.
    pub unit: Option<String>,
    /// The earlier value that this one is a change of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_of: Option<StatementId>,
    /// Which way it moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// An evaluation that the text's author makes in own voice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judgement {
    /// The actors that it evaluates.
    pub about: Vec<ActorRef>,
}

/// What somebody is said to think, fear, want or expect. Never a fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Belief {
    /// Who holds it.
    pub holder: Option<ActorRef>,
    /// The actors that it is about.
    pub about: Vec<ActorRef>,
    /// What is believed, in the words of the text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proposition: String,
}

impl Body {
    /// Returns the kind as it is written in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Stance(_) => "stance",
            Self::Agreement(_) => "agreement",
            Self::Membership(_) => "membership",
            Self::Flow(_) => "flow",
            Self::Position(_) => "position",
            Self::Quotation(_) => "quotation",
            Self::Quantity(_) => "quantity",
            Self::Judgement(_) => "judgement",
            Self::Belief(_) => "belief",
        }
    }

    /// Returns every actor that the claim names, in the order of its fields.
    pub fn actors(&self) -> Vec<&ActorRef> {
        match self {
            Self::Event(event) => event.actor.iter().chain(&event.recipient).collect(),
            Self::Stance(stance) => stance.actor.iter().chain(&stance.recipient).collect(),
            Self::Agreement(agreement) => agreement.parties.iter().collect(),
            Self::Membership(membership) => membership
                .actor
                .iter()
                .chain(&membership.organisation)
                .collect(),
            Self::Flow(flow) => flow.actor.iter().chain(&flow.recipient).collect(),
            Self::Position(position) => position.actor.iter().collect(),
            Self::Quotation(quotation) => {
                quotation.speaker.iter().chain(&quotation.about).collect()
            }
            Self::Quantity(_) => Vec::new(),
            Self::Judgement(judgement) => judgement.about.iter().collect(),
            Self::Belief(belief) => belief.holder.iter().chain(&belief.about).collect(),
        }
    }
}

impl Statement {
    /// Returns the event, where the statement is one.
    pub const fn event(&self) -> Option<&Event> {
        match &self.body {
            Body::Event(event) => Some(event),
            _ => None,
        }
    }

    /// Returns whether the claim may move a tie as a deed or a standing fact: it happened, and it
    /// is not merely alleged or denied by a party.
    pub const fn is_evidence(&self) -> bool {
        self.status.is_fact()
            && matches!(
                self.attribution.assertion,
                Assertion::Author | Assertion::Reported
            )
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failure is the test's verdict")]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_written_as_the_contract_says_and_reads_back() {
        let mut event = Event::new(EventType::Consult, Some(Mode::Phone));
        event.actor.push(ActorRef::unresolved("the envoy"));
        let statement = Statement {
            id: "s1".into(),
            body: Body::Event(event),
            evidence: Evidence {
                document: "doc-1".into(),
                sentence: 12,
                start: 10,
                end: 20,
                text: "the envoy…".into(),
            },
            status: Status::Actual,
            attribution: Attribution::default(),
            date: DateRange::default(),
            confidence: 0.9,
            rule: "call".into(),
            also: Vec::new(),
            corrects: None,
        };
        let json = serde_json::to_value(&statement).unwrap();
        assert_eq!(json["kind"], "event");
        assert_eq!(json["event_type"], "CONSULT");
        assert_eq!(json["mode"], "phone");
        assert_eq!(json["quad"], "verbal-cooperation");
        assert_eq!(json["document"], "doc-1");
        assert_eq!(json["start"], 10);
        assert_eq!(json["status"], "actual");
        assert_eq!(json["attribution"]["assertion"], "author");
        assert!(json["actor"][0]["id"].is_null());
        assert!(json["recipient"].as_array().unwrap().is_empty());
        assert_eq!(
            serde_json::from_value::<Statement>(json).unwrap(),
            statement
        );
    }
}
