//! The word for a tie.
//!
//! The thresholds lie half-way between the levels that asserted stances stand for
//! ([`super::model::stance`]), so that a pair of which nothing but a stance is known gets that
//! stance's word back. Two words need more than a level: *ally* a duty to defend on record or an
//! author who says so, and *at-war* a war recognised in the record.

use super::{evidence::Dossier, standing::Kind};
use chancery_model::TieLabel;

/// Within this distance of 0 a tie is neutral.
pub const NEUTRAL_LABEL: f64 = 0.15;
/// At or below this level a tie is one of rivals.
pub const AT_LEAST_RIVAL: f64 = -0.41;
/// At or below this level a tie is hostile.
pub const AT_LEAST_HOSTILE: f64 = -0.64;
/// At or above this level a tie may be an alliance.
pub const MAY_BE_ALLY: f64 = 0.6;

/// A stance older than this many days no longer makes an alliance by itself.
const STANCE_HOLDS: i64 = 730;

pub(crate) fn label(value: f64, dossier: &Dossier, today: i64) -> TieLabel {
    if dossier.war.is_some() {
        return TieLabel::AtWar;
    }
    match value {
        _ if value >= MAY_BE_ALLY && allied(dossier, today) => TieLabel::Ally,
        _ if value >= NEUTRAL_LABEL => TieLabel::Partner,
        _ if value > -NEUTRAL_LABEL => TieLabel::Neutral,
        _ if value > AT_LEAST_RIVAL => TieLabel::Unfriendly,
        _ if value > AT_LEAST_HOSTILE => TieLabel::Rival,
        _ => TieLabel::Hostile,
    }
}

/// Returns whether a duty to defend is on record, or the pair is called allies and neither called
/// mere partners nor said to have no such duty.
fn allied(dossier: &Dossier, today: i64) -> bool {
    let called = |label| {
        dossier
            .standing
            .iter()
            .any(|fact| fact.kind == Kind::Stance(label) && today - fact.day <= STANCE_HOLDS)
    };
    dossier.bound || (called(TieLabel::Ally) && !called(TieLabel::Partner) && !dossier.unbound)
}
