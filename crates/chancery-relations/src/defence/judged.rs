//! The parts of the answer that only a record tells, whose weights are set by judgement: a request, the
//! tie, what was said, what was done.

use super::{
    answer::{Inquiry, MOST_STATEMENTS, Part, PartBasis, part},
    fitted::capital,
    spoken::spoken,
};
use crate::commitments::{Deed, Requested, Response, help_asked_by, response_to};
use chancery_model::EventType;

/// A tie of ±1 between the two moves the log odds by this much.
const TIE: f64 = 1.0;

/// Having said that it will, or will not.
const SAID: f64 = 1.2;

/// Help asked for, and help that the text says was not asked for.
const ASKED: f64 = 0.4;

/// What it has already done: fought, sent help, penalised the attacker, turned against, refused.
const DONE: [f64; 5] = [4.0, 0.8, 0.4, -2.0, -1.5];

impl Inquiry<'_, '_> {
    pub(super) fn request(&self) -> Part {
        let parties = [self.target.clone(), self.defender.clone()];
        let asked = help_asked_by(self.target, &parties, self.chronicle, self.names);
        // An agreement's register knows of denials that name no date.
        let denied = self.register.iter().find_map(|held| {
            let both = parties.iter().all(|party| held.parties.contains(party));
            let help = held
                .help
                .as_ref()
                .filter(|help| both && help.requested == Requested::DeniedByText)?;
            Some(help.clone())
        });
        let help = match denied {
            Some(denied) if asked.requested != Requested::Recorded => denied,
            _ => asked,
        };
        let (shift, basis) = match help.requested {
            Requested::Recorded => (ASKED, PartBasis::Judged),
            Requested::DeniedByText => (-ASKED, PartBasis::Judged),
            Requested::NoneRecorded => (0.0, PartBasis::Unknown),
        };
        part(
            "request",
            shift,
            basis,
            help.why,
            help.statements.into_iter().take(MOST_STATEMENTS).collect(),
        )
    }

    pub(super) fn tie(&self) -> Part {
        match self.ties.between(self.defender, self.target) {
            Some(tie) => part(
                "tie",
                TIE * tie.value,
                PartBasis::Judged,
                format!(
                    "{}.",
                    capital(&crate::camps::words(
                        self.defender,
                        self.target,
                        Some(tie),
                        self.names
                    ))
                ),
                tie.statements.iter().take(3).cloned().collect(),
            ),
            None => part(
                "tie",
                0.0,
                PartBasis::Unknown,
                format!(
                    "How {} stands to {} is not recorded.",
                    self.names.of(self.defender),
                    self.names.of(self.target)
                ),
                Vec::new(),
            ),
        }
    }

    pub(super) fn stated(&self) -> Part {
        let who = self.names.of(self.defender);
        let found = spoken(self.defender, self.target, self.attacker, self.view);
        let ids = |sign: i8| {
            let of_sign = found.iter().filter(move |spoken| spoken.sign == sign);
            of_sign
                .map(|spoken| spoken.statement.id.clone())
                .take(MOST_STATEMENTS)
                .collect::<Vec<_>>()
        };
        let (will, will_not) = (ids(1), ids(-1));
        match (will.is_empty(), will_not.is_empty()) {
            (true, true) => part(
                "stated-position",
                0.0,
                PartBasis::Unknown,
                format!("No statement that {who} would or would not help in arms is recorded."),
                Vec::new(),
            ),
            (true, false) => part(
                "stated-position",
                -SAID,
                PartBasis::Judged,
                format!("The record says that {who} will not, or cannot."),
                will_not,
            ),
            (false, true) => part(
                "stated-position",
                SAID,
                PartBasis::Judged,
                format!("The record says that {who} will."),
                will,
            ),
            (false, false) => part(
                "stated-position",
                0.0,
                PartBasis::Unknown,
                format!("The record says both that {who} will and that it will not."),
                will.into_iter().chain(will_not).collect(),
            ),
        }
    }

    pub(super) fn deeds(&self) -> Part {
        let first = self
            .chronicle
            .with(self.target)
            .filter(|act| act.is(EventType::Assault) && act.happened() && act.is_to(self.target))
            .filter(|act| {
                self.attacker
                    .is_none_or(|by| act.is_by(by) || act.by.is_empty())
            })
            .map(|act| (act.day, act.exact()))
            .min_by_key(|(day, _)| *day);
        let unknown = |why: String| part("deeds", 0.0, PartBasis::Unknown, why, Vec::new());
        let Some((day, exact)) = first else {
            return unknown(format!(
                "No attack on {} is recorded.",
                self.names.of(self.target)
            ));
        };
        let Response {
            did,
            why,
            statements,
            ..
        } = response_to(
            (self.defender, self.target, self.attacker),
            (day, exact),
            self.chronicle,
            self.names,
        );
        let shift = match did {
            Deed::Fought => DONE[0],
            Deed::Aided => DONE[1],
            Deed::Penalised => DONE[2],
            Deed::SidedAgainst => DONE[3],
            Deed::Refused => DONE[4],
            Deed::Spoke | Deed::Silent => {
                return part("deeds", 0.0, PartBasis::Unknown, why, statements);
            }
        };
        part("deeds", shift, PartBasis::Judged, why, statements)
    }
}
