//! Events in words: "Russia spoke by telephone with Israel".

use chancery_model::{
    ActorRef, AgreementKind, Body, Context, Event, EventType, Force, MembershipStatus, Mode,
    Obligation, Sector, Statement, Status, TieLabel,
};
use chancery_relations::Names;

/// How an event of a type and mode is said: by one side to another, by several together, by one
/// side alone, and to one side by nobody named.
struct Wording {
    /// "`A` … `B`".
    directed: &'static str,
    /// "`A` and `B` …".
    mutual: &'static str,
    /// "`A` …", where no recipient is known.
    alone: &'static str,
    /// "`B` …", where no actor is known.
    suffered: &'static str,
}

const fn wording(
    directed: &'static str,
    mutual: &'static str,
    alone: &'static str,
    suffered: &'static str,
) -> Wording {
    Wording {
        directed,
        mutual,
        alone,
        suffered,
    }
}

fn words(event_type: EventType, mode: Option<Mode>) -> Wording {
    use EventType as T;
    use Mode as M;
    match (event_type, mode) {
        (T::Consult, Some(M::Phone)) => wording(
            "called",
            "spoke by telephone",
            "made a telephone call",
            "received a telephone call",
        ),
        (T::Consult, Some(M::Visit)) => wording(
            "visited",
            "exchanged visits",
            "made a visit",
            "received a visit",
        ),
        (T::Consult, Some(M::Multilateral)) => {
            wording("met with", "met", "took part in a meeting", "was consulted")
        }
        (T::Consult, Some(M::ThirdParty)) => wording(
            "acted as go-between for",
            "met through a go-between",
            "acted as go-between",
            "was approached",
        ),
        (T::Consult, _) => wording(
            "held talks with",
            "held talks",
            "held talks",
            "was consulted",
        ),
        (T::Agree, _) => wording(
            "agreed with",
            "agreed",
            "agreed",
            "was promised cooperation",
        ),
        (T::Support, _) => wording(
            "expressed support for",
            "supported each other",
            "expressed support",
            "received support",
        ),
        (T::Concede, _) => wording(
            "made a concession to",
            "made concessions",
            "made a concession",
            "was granted a concession",
        ),
        (T::Cooperate, _) => wording(
            "cooperated with",
            "cooperated",
            "cooperated",
            "received cooperation",
        ),
        (T::Aid, _) => wording(
            "gave aid to",
            "aided each other",
            "gave aid",
            "received aid",
        ),
        (T::Retreat, Some(M::Ceasefire)) => wording(
            "ceased fire with",
            "ceased fire",
            "ceased fire",
            "was granted a ceasefire",
        ),
        (T::Retreat, Some(M::Withdraw)) => wording(
            "withdrew from",
            "withdrew",
            "withdrew",
            "saw forces withdrawn",
        ),
        (T::Retreat, Some(M::Release)) => wording(
            "released people or goods of",
            "exchanged prisoners",
            "released people or goods",
            "saw its people or goods released",
        ),
        (T::Retreat, Some(M::Disarm)) => wording(
            "disarmed towards",
            "disarmed",
            "disarmed",
            "saw disarmament",
        ),
        (T::Retreat, Some(M::Access)) => wording(
            "gave access to",
            "opened up to each other",
            "gave access",
            "was given access",
        ),
        (T::Retreat, Some(M::Resign)) => wording(
            "resigned towards",
            "resigned",
            "resigned",
            "saw a resignation",
        ),
        (T::Retreat, _) => wording(
            "gave way to",
            "gave way",
            "gave way",
            "was granted a concession in deed",
        ),
        (T::Request, _) => wording(
            "appealed to",
            "appealed to each other",
            "made an appeal",
            "was appealed to",
        ),
        (T::Accuse, Some(M::Investigate)) => wording(
            "investigated",
            "investigated each other",
            "opened an investigation",
            "was investigated",
        ),
        (T::Accuse, Some(M::Disapprove)) => wording(
            "criticised",
            "criticised each other",
            "voiced criticism",
            "was criticised",
        ),
        (T::Accuse, _) => wording(
            "accused",
            "accused each other",
            "made accusations",
            "was accused",
        ),
        (T::Reject, Some(M::Meet)) => wording(
            "refused to meet",
            "refused to meet",
            "refused to meet",
            "was refused a meeting",
        ),
        (T::Reject, Some(M::Assist)) => wording(
            "refused to help",
            "refused to help",
            "refused to help",
            "was refused help",
        ),
        (T::Reject, _) => wording("rebuffed", "rebuffed each other", "refused", "was rebuffed"),
        (T::Threaten, _) => wording(
            "threatened",
            "threatened each other",
            "made threats",
            "was threatened",
        ),
        (T::Protest, Some(M::Boycott)) => wording(
            "boycotted",
            "boycotted each other",
            "joined a boycott",
            "was boycotted",
        ),
        (T::Protest, Some(M::Riot)) => wording("rioted against", "rioted", "rioted", "faced riots"),
        (T::Protest, Some(M::Strike)) => wording(
            "went on strike against",
            "went on strike",
            "went on strike",
            "faced a strike",
        ),
        (T::Protest, _) => wording(
            "protested against",
            "protested",
            "protested",
            "faced protests",
        ),
        (T::Sanction, Some(M::Expel)) => wording(
            "expelled representatives of",
            "expelled each other's representatives",
            "expelled foreign representatives",
            "saw its representatives expelled",
        ),
        (T::Sanction, Some(M::Convict)) => wording(
            "convicted people of",
            "convicted each other's people",
            "passed a sentence",
            "saw its people convicted",
        ),
        (T::Sanction, Some(M::Withdraw)) => wording(
            "withdrew from dealings with",
            "withdrew from dealings",
            "withdrew",
            "saw others withdraw",
        ),
        (T::Sanction, Some(M::Discontinue)) => wording(
            "broke off dealings with",
            "broke off dealings",
            "broke off dealings",
            "saw dealings broken off",
        ),
        (T::Sanction, _) => wording(
            "penalised",
            "penalised each other",
            "imposed penalties",
            "was penalised",
        ),
        (T::Mobilize, _) => wording(
            "mobilised against",
            "mobilised",
            "mobilised forces",
            "faced mobilised forces",
        ),
        (T::Coerce, Some(M::Arrest)) => wording(
            "arrested people of",
            "arrested each other's people",
            "made arrests",
            "saw its people arrested",
        ),
        (T::Coerce, Some(M::Deport)) => wording(
            "deported people of",
            "deported each other's people",
            "deported people",
            "saw its people deported",
        ),
        (T::Coerce, Some(M::Seize)) => wording(
            "seized territory, power or property of",
            "seized territory, power or property of each other",
            "seized territory, power or property",
            "saw territory, power or property seized",
        ),
        (T::Coerce, Some(M::Cyber)) => wording(
            "attacked the networks of",
            "attacked each other's networks",
            "made a cyber-attack",
            "suffered a cyber-attack",
        ),
        (T::Coerce, _) => wording(
            "coerced",
            "coerced each other",
            "used coercion",
            "was coerced",
        ),
        (T::Assault, Some(M::Aerial)) => wording(
            "struck {} from the air",
            "struck each other from the air",
            "made air strikes",
            "was struck from the air",
        ),
        (T::Assault, Some(M::Drone)) => wording(
            "attacked {} with drones",
            "attacked each other with drones",
            "made a drone attack",
            "was attacked with drones",
        ),
        (T::Assault, Some(M::HeavyWeapons)) => wording(
            "attacked {} with missiles or shells",
            "exchanged missile or artillery fire",
            "used missiles or artillery",
            "was attacked with missiles or shells",
        ),
        (T::Assault, Some(M::Abduct)) => wording(
            "abducted people of",
            "abducted each other's people",
            "abducted people",
            "saw its people abducted",
        ),
        (T::Assault, Some(M::Explosives)) => wording(
            "bombed",
            "bombed each other",
            "set off explosives",
            "was bombed",
        ),
        (T::Assault, Some(M::Destroy)) => wording(
            "destroyed property of",
            "destroyed each other's property",
            "destroyed property",
            "saw its property destroyed",
        ),
        (T::Assault, _) => wording(
            "attacked",
            "fought each other",
            "used force",
            "was attacked",
        ),
    }
}

/// Returns how an event of a type, done by one side to another, is said: "attacked".
pub fn past(event_type: EventType) -> &'static str {
    words(event_type, None).directed
}

/// Returns what a statement claims as a clause, with how far it is a fact: "Russia called Israel",
/// "Oman held talks with Iran (announced)".
pub fn statement(statement: &Statement, names: &Names) -> String {
    let clause = body(statement, names);
    match statement.status {
        Status::Actual | Status::Historical => clause,
        Status::Future => format!("{clause} (announced)"),
        Status::Hypothetical => format!("{clause} (possible only)"),
        Status::Negated => format!("{clause} (said not to be so)"),
    }
}

/// Returns the article that the name of an agreement needs: "a truce", none for "talks" or for a
/// name that brings its own.
fn article(name: &str) -> &'static str {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or(first);
    let own = matches!(
        first.to_lowercase().as_str(),
        "the" | "a" | "an" | "its" | "their" | "his" | "her" | "this" | "that" | "any" | "no"
    );
    let plural = last.ends_with('s') && !last.ends_with("ss");
    match first.chars().next() {
        Some(letter) if letter.is_lowercase() && !own && !plural => match letter {
            'a' | 'e' | 'i' | 'o' => "an ",
            _ => "a ",
        },
        _ => "",
    }
}

/// Returns what a statement claims as a clause, whatever its status.
fn body(statement: &Statement, names: &Names) -> String {
    let quoted = |words: &str| format!("“{}”", crate::words::shortened(words, 160));
    match &statement.body {
        Body::Event(event) => clause(event, names),
        Body::Stance(stance) => {
            let holders = or_nobody(list(&stance.actor, names));
            format!(
                "{holders} {} {}",
                standing(stance.stance),
                list(&stance.recipient, names)
            )
        }
        Body::Agreement(agreement) => {
            let parties = or_nobody(list(&agreement.parties, names));
            let alone = agreement.parties.len() == 1;
            let done = match (agreement.force, alone) {
                (Force::Proposed, false) => "propose",
                (Force::Proposed, true) => "proposes",
                (Force::Signed, false) => "have concluded",
                (Force::Signed, true) => "has concluded",
                (Force::InForce, false) => "are bound by",
                (Force::InForce, true) => "is bound by",
                (Force::Ended, false) => "are no longer bound by",
                (Force::Ended, true) => "is no longer bound by",
                (Force::Absent, false) => "have no",
                (Force::Absent, true) => "has no",
            };
            let article = match agreement.force {
                Force::Absent => "",
                _ => article(&agreement.name),
            };
            format!("{parties} {done} {article}{}", agreement.name)
        }
        Body::Membership(membership) => {
            let organisation = membership.organisation.as_ref().map_or_else(
                || "an organisation".to_owned(),
                |actor| mention(actor, names),
            );
            let how = match membership.membership {
                MembershipStatus::Member => "member",
                MembershipStatus::Observer => "observer",
                MembershipStatus::Partner => "partner",
                MembershipStatus::Applicant => "applicant",
                MembershipStatus::Suspended => "suspended or former member",
            };
            format!(
                "{}: {how} of {organisation}",
                list(&membership.actor, names)
            )
        }
        Body::Flow(flow) => {
            let to = list(&flow.recipient, names);
            let to = if to.is_empty() {
                String::new()
            } else {
                format!(" to {to}")
            };
            format!(
                "{} supplied {}{to}",
                or_nobody(list(&flow.actor, names)),
                flow.item
            )
        }
        Body::Position(position) => format!(
            "{} on {}: {}",
            or_nobody(list(&position.actor, names)),
            position.issue,
            position.position
        ),
        Body::Quotation(quotation) => {
            let speaker = quotation
                .speaker
                .as_ref()
                .map_or_else(|| "somebody".to_owned(), |actor| person(actor, names));
            format!("{speaker} said {}", quoted(&quotation.quote))
        }
        Body::Quantity(quantity) => quantity.what.clone(),
        Body::Judgement(_) => format!("the author judges: {}", quoted(&statement.evidence.text)),
        Body::Belief(belief) => {
            let holder = belief.holder.as_ref().map_or_else(
                || "somebody unnamed".to_owned(),
                |actor| {
                    if actor.id.is_some() && is_crowd(&actor.mention) {
                        // "Some in Delhi" are not the state.
                        format!("{} ({})", actor.mention, mention(actor, names))
                    } else {
                        acting(actor, names)
                    }
                },
            );
            let words = if belief.proposition.is_empty() {
                &statement.evidence.text
            } else {
                &belief.proposition
            };
            format!("thought or feared by {holder}: {}", quoted(words))
        }
    }
}

/// Returns whether a mention only counts people: "Some in Delhi", "many officials".
fn is_crowd(mention: &str) -> bool {
    const CROWD: [&str; 6] = ["some", "many", "most", "few", "several", "others"];
    let first = mention.split(' ').next().unwrap_or_default();
    CROWD.iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Returns how a standing attitude is said.
const fn standing(label: TieLabel) -> &'static str {
    match label {
        TieLabel::AtWar => "is called at war with",
        TieLabel::Hostile => "is called hostile to",
        TieLabel::Rival => "is called a rival of",
        TieLabel::Unfriendly => "is called unfriendly to",
        TieLabel::Neutral => "is called neutral towards",
        TieLabel::Partner => "is called a partner of",
        TieLabel::Ally => "is called an ally of",
    }
}

fn or_nobody(names: String) -> String {
    if names.is_empty() {
        "somebody".to_owned()
    } else {
        names
    }
}

/// Returns what an obligation is called in a sentence.
pub const fn obligation(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Defence => "mutual defence",
        Obligation::Offence => "joining an attack",
        Obligation::Neutrality => "neutrality in the other's wars",
        Obligation::NonAggression => "non-aggression",
        Obligation::Consultation => "consultation",
    }
}

/// Returns what a kind of agreement is called in a sentence.
pub const fn agreement_kind(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::Partnership => "partnership",
        AgreementKind::Alliance => "alliance",
        AgreementKind::NonAggression => "non-aggression pact",
        AgreementKind::Ceasefire => "ceasefire",
        AgreementKind::Peace => "peace agreement",
        AgreementKind::Trade => "economic agreement",
        AgreementKind::ArmsControl => "arms-control agreement",
        AgreementKind::Other => "agreement",
    }
}

/// Returns what a mention is called: the actor's name, or the mention's words where the dictionary
/// does not know it.
pub fn mention(actor: &ActorRef, names: &Names) -> String {
    actor
        .id
        .as_ref()
        .map_or_else(|| actor.mention.clone(), |id| names.of(id).to_owned())
}

/// Returns what a speaker is called: the person's name with the actor's, where the text tells it.
pub fn person(actor: &ActorRef, names: &Names) -> String {
    let side = mention(actor, names);
    match &actor.name {
        Some(name) if *name != side => format!("{name} ({side})"),
        _ => side,
    }
}

/// Returns what somebody who acts is called. What its people, press or gunmen do is not a state's
/// own deed, and is not told as one.
fn acting(actor: &ActorRef, names: &Names) -> String {
    let name = mention(actor, names);
    if actor.id.is_none() || actor.id != actor.country {
        return name;
    }
    let of = match actor.sector {
        Some(Sector::Reb) => "rebels in",
        Some(Sector::Uaf) => "armed men in",
        Some(Sector::Crm) => "criminals in",
        Some(Sector::Cvl | Sector::Lab | Sector::Soc | Sector::Rel) => "people in",
        Some(Sector::Ref) => "refugees from",
        Some(Sector::Opp) => "the opposition in",
        Some(Sector::Pty) => "a party in",
        Some(Sector::Med) => "media in",
        Some(Sector::Edu) => "students and scholars in",
        Some(Sector::Bus | Sector::Agr) => "firms in",
        Some(Sector::Ngo) => "civil organisations in",
        Some(
            Sector::Gov
            | Sector::Mil
            | Sector::Cop
            | Sector::Spy
            | Sector::Jud
            | Sector::Leg
            | Sector::Igo
            | Sector::Hlh
            | Sector::Eli
            | Sector::Int,
        )
        | None => return name,
    };
    format!("{of} {name}")
}

/// Returns what several mentions are called, as a list with each actor once.
pub fn list(actors: &[ActorRef], names: &Names) -> String {
    distinct(actors.iter().map(|actor| mention(actor, names)))
}

fn distinct(called: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for name in called {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    crate::words::list(&once)
}

/// Returns an event as a clause in the past tense, without its date.
pub fn clause(event: &Event, names: &Names) -> String {
    let actors = distinct(event.actor.iter().map(|actor| acting(actor, names)));
    let recipients = list(&event.recipient, names);
    if event.contexts.contains(&Context::Mediation)
        && let Some(clause) = mediation(event, &actors, &recipients, names)
    {
        return clause;
    }
    let wording = words(event.event_type, event.mode);
    let at_home = !event.recipient.is_empty()
        && event
            .recipient
            .iter()
            .all(|actor| event.actor.iter().any(|other| same(actor, other)));
    match (actors.is_empty(), recipients.is_empty()) {
        (false, false) if at_home => format!("{actors} {} at home", wording.alone),
        // Forces sent into a country need not be against it.
        (false, false) if event.event_type == EventType::Mobilize && is_in_recipient(event) => {
            format!("{actors} moved forces to {recipients}")
        }
        (false, false)
            if event.mode == Some(Mode::Release)
                && event.recipient.iter().all(|actor| actor.id.is_none()) =>
        {
            format!("{actors} released {recipients}")
        }
        (false, false) if wording.directed.contains("{}") => {
            format!("{actors} {}", wording.directed.replace("{}", &recipients))
        }
        (false, false) => format!("{actors} {} {recipients}", wording.directed),
        (false, true) if several(&event.actor) => format!("{actors} {}", wording.mutual),
        (false, true) => format!("{actors} {}", wording.alone),
        (true, false) => {
            let suffered = if several(&event.recipient) {
                wording.suffered.replacen("was ", "were ", 1)
            } else {
                wording.suffered.to_owned()
            };
            format!("{recipients} {suffered}")
        }
        (true, true) => format!("somebody {}", wording.alone),
    }
}

/// Returns whether an event takes place in the only recipient's own country.
fn is_in_recipient(event: &Event) -> bool {
    let [recipient] = event.recipient.as_slice() else {
        return false;
    };
    event.place_state.is_some() && recipient.state() == event.place_state.as_ref()
}

/// Returns whether two mentions are of one actor.
fn same(one: &ActorRef, other: &ActorRef) -> bool {
    one.id.is_some() && one.id == other.id
}

/// Returns an offer to mediate, or the answer to one.
fn mediation(event: &Event, actors: &str, recipients: &str, names: &Names) -> Option<String> {
    if actors.is_empty() {
        return None;
    }
    let parties: Vec<&str> = event.dispute.iter().map(|actor| names.of(actor)).collect();
    let between = if parties.len() == 2 {
        format!(" between {}", crate::words::list(&parties))
    } else {
        String::new()
    };
    let whose = if recipients.is_empty() {
        String::new()
    } else {
        format!(" to {recipients}")
    };
    let of_whom = if recipients.is_empty() {
        String::new()
    } else {
        format!(" of {recipients}")
    };
    Some(match event.event_type {
        EventType::Reject => format!("{actors} rebuffed the mediation{of_whom}{between}"),
        EventType::Support | EventType::Concede => {
            format!("{actors} welcomed the mediation{of_whom}{between}")
        }
        EventType::Request => format!("{actors} asked for mediation{of_whom}{between}"),
        EventType::Agree | EventType::Aid | EventType::Cooperate => {
            format!("{actors} offered{whose} to mediate{between}")
        }
        EventType::Consult => format!("{actors} mediated{between}"),
        _ => return None,
    })
}

fn several(actors: &[ActorRef]) -> bool {
    let states: std::collections::BTreeSet<_> = actors
        .iter()
        .map(|actor| actor.id.as_ref().map_or(&*actor.mention, |id| id.as_str()))
        .collect();
    states.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(mention: &str) -> ActorRef {
        ActorRef::unresolved(mention)
    }

    fn check(event_type: EventType, mode: Option<Mode>, from: &[&str], to: &[&str], said: &str) {
        let mut event = Event::new(event_type, mode);
        event.actor = from.iter().map(|mention| actor(mention)).collect();
        event.recipient = to.iter().map(|mention| actor(mention)).collect();
        assert_eq!(clause(&event, &Names::default()), said);
    }

    #[test]
    fn an_event_is_said_as_far_as_its_parties_are_known() {
        let phone = Some(Mode::Phone);
        check(EventType::Consult, phone, &["A"], &["B"], "A called B");
        check(
            EventType::Consult,
            phone,
            &["A", "B"],
            &[],
            "A and B spoke by telephone",
        );
        check(EventType::Assault, None, &[], &["B"], "B was attacked");
        check(
            EventType::Assault,
            None,
            &[],
            &["B", "C"],
            "B and C were attacked",
        );
        let aerial = Some(Mode::Aerial);
        check(
            EventType::Assault,
            aerial,
            &["A"],
            &["B"],
            "A struck B from the air",
        );
        check(EventType::Protest, None, &["A"], &[], "A protested");
    }

    #[test]
    fn forces_sent_into_a_country_are_not_said_to_be_against_it() {
        let mut event = Event::new(EventType::Mobilize, None);
        event.actor = vec![actor("A")];
        event.recipient = vec![ActorRef {
            id: Some("SYR".into()),
            country: Some("SYR".into()),
            ..actor("Syria")
        }];
        let names = Names::default();
        assert!(clause(&event, &names).starts_with("A mobilised against "));
        event.place_state = Some("SYR".into());
        assert!(clause(&event, &names).starts_with("A moved forces to "));
    }

    #[test]
    fn an_offer_to_mediate_is_no_agreement() {
        let mut event = Event::new(EventType::Agree, None);
        event.actor = vec![actor("A")];
        event.contexts = vec![Context::Mediation];
        event.dispute = vec!["X".into(), "Y".into()];
        assert_eq!(
            clause(&event, &Names::default()),
            "A offered to mediate between X and Y"
        );
    }
}
