//! What is known of a candidate for a conflict, before anybody mediates.

use chancery_model::ActorId;

/// The predictors, in their order.
pub const FEATURES: &[&str] = &[
    "organisation",
    "united-nations",
    "major-power",
    "capability",
    "neighbour",
    "distance",
    "members-among-sides",
    "shared-organisation",
    "ally",
    "rival",
    "record",
    "record-here",
];

/// The organisation of all states.
pub(super) const WORLD: &str = "UNO";

/// An organisation of at most so many states is a regional one, which those who share it share with
/// few others.
pub(super) const REGIONAL: usize = 60;

/// What a source knows of candidates in one year.
pub(super) trait Facts {
    fn is_organisation(&self, candidate: &ActorId) -> bool;
    fn is_major(&self, state: &ActorId) -> bool;
    /// The share of the system's capability.
    fn capability(&self, state: &ActorId) -> Option<f64>;
    fn neighbours(&self, one: &ActorId, other: &ActorId) -> bool;
    /// Between the capitals, in kilometres.
    fn distance(&self, one: &ActorId, other: &ActorId) -> Option<f64>;
    fn is_member(&self, state: &ActorId, organisation: &ActorId) -> bool;
    /// Whether both belong to one regional organisation.
    fn share_organisation(&self, one: &ActorId, other: &ActorId) -> bool;
    fn allies(&self, one: &ActorId, other: &ActorId) -> bool;
    fn rivals(&self, one: &ActorId, other: &ActorId) -> bool;
    /// In how many years of conflicts it has mediated before, in all and in these states.
    fn record(&self, candidate: &ActorId, sides: &[ActorId]) -> (f64, f64);
}

/// Returns the predictors of a candidate, in the order of [`FEATURES`]. What is unknown of a state,
/// or means nothing for an organisation, is 0, near which a middling state lies.
pub(super) fn features(candidate: &ActorId, sides: &[ActorId], facts: &impl Facts) -> Vec<f64> {
    let yes = |truth: bool| f64::from(u8::from(truth));
    let any = |holds: &dyn Fn(&ActorId) -> bool| yes(sides.iter().any(holds));
    let (record, here) = facts.record(candidate, sides);
    let record = [libm::log1p(record), libm::log1p(here)];
    if facts.is_organisation(candidate) {
        let members = sides.iter().filter(|side| facts.is_member(side, candidate));
        let world = candidate.as_str() == WORLD;
        #[expect(clippy::cast_precision_loss, reason = "a handful of sides")]
        let share = members.count() as f64 / sides.len().max(1) as f64;
        let mut found = vec![1.0, yes(world), 0.0, 0.0, 0.0, 0.0];
        found.extend([if world { 0.0 } else { share }, 0.0, 0.0, 0.0]);
        found.extend(record);
        return found;
    }
    let capability = facts
        .capability(candidate)
        .map_or(0.0, |share| f64::midpoint(libm::log(share + 1e-4), 6.0));
    let nearest = sides
        .iter()
        .filter_map(|side| facts.distance(candidate, side))
        .min_by(f64::total_cmp);
    let distance = nearest.map_or(0.0, |far| libm::log((far + 100.0) / 4_000.0));
    let mut found = vec![
        0.0,
        0.0,
        yes(facts.is_major(candidate)),
        capability,
        any(&|side| facts.neighbours(candidate, side)),
        distance,
        0.0,
        any(&|side| facts.share_organisation(candidate, side)),
        any(&|side| facts.allies(candidate, side)),
        any(&|side| facts.rivals(candidate, side)),
    ];
    found.extend(record);
    found
}
