//! Camps: who stands with whom, and which threes are under strain, from the ties of a record.
//!
//! Ties whose interval excludes the neutral band are the edges of a signed graph, weighted by the
//! strength of the tie; [`crate::balance`] splits it and proves the split. A strained triad is
//! named with the sentence that says why and the statements of its ties. Triads may also rest on
//! ties that lean to one side: whose value lies outside the band and whose interval excludes zero.
//! Such a triad comes after those of sure ties, says that it is uncertain, and moves no camp.

use crate::{
    Names,
    balance::{Limits, SignedGraph, Strain, StrainedTriad, TriadOptions, solve, strained_triads},
    ties::{NEUTRAL_BAND, Tie, Ties},
};
use chancery_model::{ActorId, Assertion, Body, Pair, StatementId, Status, TieLabel};
use chancery_store::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who stands with whom.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Camps {
    /// The camps: one or two for every connected part of the signed graph, each sorted, the
    /// largest first.
    pub groups: Vec<Vec<ActorId>>,
    /// The same camps by connected part, those with more actors first: one camp and the camp against it,
    /// which may be empty. Nothing is known between actors of different parts.
    #[serde(default)]
    pub parts: Vec<[Vec<ActorId>; 2]>,
    /// The weight of the ties that would have to go before the graph splits without a remainder.
    pub frustration: f64,
    /// No split leaves less than this.
    pub lower_bound: f64,
    /// Whether the two meet.
    pub proved_optimal: bool,
    /// The ties that do not fit the groups.
    pub frustrated: Vec<[ActorId; 2]>,
    /// How many splits are as good; 0 where that was not found out.
    pub optima: usize,
    /// Whether that count is complete.
    pub optima_complete: bool,
    /// The threes under strain, the gravest first.
    pub strained: Vec<StrainedTies>,
}

/// Whether all three ties of a strained triad have a sign.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StrainKind {
    /// A friend's enemy is no enemy: one tie positive, one negative, the third neutral or unknown.
    Open,
    /// The signs multiply to a negative.
    Closed,
}

/// Three actors whose ties pull against each other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StrainedTies {
    /// The actors. In an open triad the first two are friends and the last two enemies; in a closed
    /// one with two friendships the first is torn.
    pub actors: [ActorId; 3],
    /// Open or closed.
    pub kind: StrainKind,
    /// The strength of its weakest signed tie: what it would take to resolve it.
    pub weight: f64,
    /// Whether Davis's weak rule, which allows three enemies, sees no strain.
    pub balanced_if_many_camps: bool,
    /// One sentence.
    pub why: String,
    /// The statements of the ties, those of each tie together.
    pub statements: Vec<StatementId>,
}

/// What a brief has room for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CampOptions {
    /// At most so many strained triads.
    pub most_strained: usize,
    /// The work that the proof may take.
    pub limits: Limits,
}

impl Default for CampOptions {
    fn default() -> Self {
        Self {
            most_strained: 12,
            limits: Limits::default(),
        }
    }
}

/// Each tie of a strained triad brings at most so many statements.
const STATEMENTS_PER_TIE: usize = 3;

/// A triad whose third tie nothing is known of strains less: it may be strained by ignorance.
const UNKNOWN_FACTOR: f64 = 0.4;

/// A triad with a tie that only leans to a side strains less: it may be no strain at all.
const LEANING_FACTOR: f64 = 0.5;

/// Three enemies strain less: in a world of more than two camps they need not.
const THREE_ENEMIES_FACTOR: f64 = 0.5;

/// Splits the actors of a record into camps.
pub fn camps(ties: &Ties, view: &View<'_>, names: &Names, options: &CampOptions) -> Camps {
    let mut signed = SignedGraph::new();
    let mut known = SignedGraph::new();
    for tie in ties.all() {
        let weight = if leaning(tie) == 0 { 0.0 } else { tie.value };
        // The weight is finite and the two differ, so that neither can fail.
        if tie.sign != 0 {
            let _ = signed.tie(tie.a.as_str(), tie.b.as_str(), tie.value);
        }
        let _ = known.tie(tie.a.as_str(), tie.b.as_str(), weight);
    }
    let solved = solve(&signed, &options.limits);
    let actor = |node: usize| ActorId::from(signed.name(node));
    let mut groups: Vec<Vec<ActorId>> = solved
        .groups
        .iter()
        .map(|group| {
            let mut actors: Vec<ActorId> = group.iter().copied().map(actor).collect();
            actors.sort_unstable();
            actors
        })
        .collect();
    groups.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    let mut parts: Vec<[Vec<ActorId>; 2]> = solved
        .parts
        .iter()
        .map(|part| {
            let mut camps = [false, true].map(|side| {
                let on_it = part
                    .iter()
                    .copied()
                    .filter(|node| solved.sides[*node] == side);
                let mut camp: Vec<ActorId> = on_it.map(actor).collect();
                camp.sort_unstable();
                camp
            });
            camps.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
            camps
        })
        .collect();
    parts.sort_by_cached_key(|camps| {
        (
            std::cmp::Reverse(camps[0].len() + camps[1].len()),
            camps.clone(),
        )
    });
    let mut frustrated: Vec<[ActorId; 2]> = solved
        .frustrated_edges
        .iter()
        .filter_map(|index| signed.edges().get(*index))
        .map(|edge| [actor(edge.a), actor(edge.b)])
        .collect();
    frustrated.sort_unstable();
    let round = |number: f64| (number * 1e4).round() / 1e4;
    Camps {
        groups,
        parts,
        frustration: round(solved.frustration),
        lower_bound: round(solved.lower_bound),
        proved_optimal: solved.proved_optimal,
        frustrated,
        optima: solved.optima.len(),
        optima_complete: solved.optima_complete,
        strained: strained(&known, ties, view, names, options),
    }
}

fn strained(
    graph: &SignedGraph,
    ties: &Ties,
    view: &View<'_>,
    names: &Names,
    options: &CampOptions,
) -> Vec<StrainedTies> {
    let denials = denied_enmities(view);
    let mut triads: Vec<(f64, StrainedTriad)> = strained_triads(graph, &TriadOptions::default())
        .into_iter()
        .map(|triad| {
            let factor = match triad.strain {
                Strain::OpenUnknown => UNKNOWN_FACTOR,
                Strain::ThreeEnemies => THREE_ENEMIES_FACTOR,
                Strain::Closed | Strain::OpenNeutral => 1.0,
            };
            let sure = ties_of(&triad, graph, ties)
                .into_iter()
                .flatten()
                .all(|tie| tie.sign != 0 || leaning(tie) == 0);
            let factor = if sure {
                factor
            } else {
                factor * LEANING_FACTOR
            };
            (triad.weight * factor, triad)
        })
        .collect();
    triads.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then_with(|| one.1.nodes.cmp(&other.1.nodes))
    });
    triads.truncate(options.most_strained);
    triads
        .into_iter()
        .map(|(_, triad)| in_words(&triad, graph, ties, &denials, names))
        .collect()
}

/// Returns the side to which a tie leans: its sign, or that of its value where the value lies
/// outside the neutral band and the interval excludes zero. Unfriendly terms are no enmity.
fn leaning(tie: &Tie) -> i8 {
    let enemies = matches!(
        tie.label,
        TieLabel::Rival | TieLabel::Hostile | TieLabel::AtWar
    );
    match tie.sign {
        0 if tie.value > NEUTRAL_BAND && tie.low > 0.0 => 1,
        0 if enemies && tie.high < 0.0 => -1,
        sign => sign,
    }
}

/// Returns the ties first–second, second–third and first–third of a triad.
fn ties_of<'ties>(
    triad: &StrainedTriad,
    graph: &SignedGraph,
    ties: &'ties Ties,
) -> [Option<&'ties Tie>; 3] {
    let actors = triad.nodes.map(|node| ActorId::from(graph.name(node)));
    [(0, 1), (1, 2), (0, 2)].map(|(one, other)| ties.between(&actors[one], &actors[other]))
}

fn in_words(
    triad: &StrainedTriad,
    graph: &SignedGraph,
    ties: &Ties,
    denials: &BTreeMap<Pair, Vec<StatementId>>,
    names: &Names,
) -> StrainedTies {
    let actors = triad.nodes.map(|node| ActorId::from(graph.name(node)));
    let [first, second, third] = &actors;
    let mut statements: Vec<StatementId> = Vec::new();
    let mut parts = Vec::new();
    for (one, other) in [(first, second), (second, third), (first, third)] {
        let tie = ties.between(one, other);
        let denied = Pair::new(one, other).and_then(|pair| denials.get(&pair));
        let unsure =
            tie.is_none_or(|tie| tie.sign == 0 && !matches!(tie.label, TieLabel::Unfriendly));
        parts.push(if denied.is_some() && unsure {
            let (one, other) = (names.of(one), names.of(other));
            format!("{one} and {other} are no enemies, as the text says")
        } else {
            words(one, other, tie, names)
        });
        let denied = denied.into_iter().flatten();
        let listed = tie.into_iter().flat_map(|tie| tie.statements.iter());
        for id in denied.chain(listed).take(STATEMENTS_PER_TIE) {
            if !statements.contains(id) {
                statements.push(id.clone());
            }
        }
    }
    StrainedTies {
        kind: if triad.strain.is_closed() {
            StrainKind::Closed
        } else {
            StrainKind::Open
        },
        weight: (triad.weight * 1e4).round() / 1e4,
        balanced_if_many_camps: triad.strain == Strain::ThreeEnemies,
        why: format!("{}.", parts.join("; ")),
        statements,
        actors,
    }
}

/// Returns how two actors stand, as a clause.
pub(crate) fn words(one: &ActorId, other: &ActorId, tie: Option<&Tie>, names: &Names) -> String {
    let (one, other) = (names.of(one), names.of(other));
    let Some(tie) = tie else {
        return format!("the record does not say how {one} and {other} stand");
    };
    match (tie.label, tie.sign) {
        (TieLabel::AtWar, _) => format!("{one} and {other} are at war"),
        (TieLabel::Ally, 1) => format!("{one} is an ally of {other}"),
        (TieLabel::Partner, 1) => format!("{one} is a partner of {other}"),
        (TieLabel::Hostile, -1) => format!("{one} and {other} are hostile to each other"),
        (TieLabel::Rival, -1) => format!("{one} and {other} are rivals"),
        (TieLabel::Unfriendly, -1) => format!("{one} and {other} are on unfriendly terms"),
        (TieLabel::Unfriendly, _) => {
            format!("{one} and {other} are on unfriendly terms, but no enemies")
        }
        (TieLabel::Neutral, _) if tie.high - tie.low < 1.0 => {
            format!("{one} and {other} are neither friends nor enemies")
        }
        (TieLabel::Partner | TieLabel::Ally, _) if leaning(tie) > 0 => {
            format!("{one} is a partner of {other}, though how close is uncertain")
        }
        (TieLabel::Hostile | TieLabel::Rival, _) if leaning(tie) < 0 => {
            format!("{one} and {other} look like enemies, though that is uncertain")
        }
        (TieLabel::Partner | TieLabel::Ally, _) => {
            format!("{one} and {other} deal with each other, without being bound")
        }
        _ => format!("how {one} and {other} stand is uncertain"),
    }
}

/// Returns, by pair, the statements by which the text itself says that two are *not* enemies.
fn denied_enmities(view: &View<'_>) -> BTreeMap<Pair, Vec<StatementId>> {
    let mut found: BTreeMap<Pair, Vec<StatementId>> = BTreeMap::new();
    for statement in &view.statements {
        let Body::Stance(stance) = &statement.body else {
            continue;
        };
        let by_the_text = matches!(
            statement.attribution.assertion,
            Assertion::Author | Assertion::Reported
        );
        let denies = statement.status == Status::Negated && stance.stance.sign() < 0;
        if !(denies && by_the_text) {
            continue;
        }
        for one in stance.actor.iter().filter_map(crate::party) {
            for other in stance.recipient.iter().filter_map(crate::party) {
                if let Some(pair) = Pair::new(&one, &other) {
                    found.entry(pair).or_default().push(statement.id.clone());
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Builder, ties::TieModel};

    fn solve(builder: &Builder) -> Camps {
        let view = builder.record.as_of(None);
        let ties = Ties::of(&view, &TieModel::default());
        let names = [("RUS", "Russia"), ("IRN", "Iran"), ("ISR", "Israel")];
        let names = names.map(|(id, name)| (ActorId::from(id), name));
        camps(
            &ties,
            &view,
            &names.into_iter().collect(),
            &CampOptions::default(),
        )
    }

    fn check(builder: &Builder, groups: &str, strained: &[&str]) {
        let camps = solve(builder);
        let found: Vec<String> = camps
            .groups
            .iter()
            .map(|group| {
                let ids: Vec<&str> = group.iter().map(ActorId::as_str).collect();
                ids.join(" ")
            })
            .collect();
        assert_eq!(found.join(" | "), groups);
        let found: Vec<String> = camps
            .strained
            .iter()
            .map(|triad| {
                let kind = serde_json::to_value(triad.kind).unwrap_or_default();
                format!("{}: {}", kind.as_str().unwrap_or_default(), triad.why)
            })
            .collect();
        assert_eq!(found, strained);
        assert!(camps.proved_optimal);
    }

    #[test]
    fn a_partners_enemy_who_is_no_enemy_strains() {
        let mut builder = Builder::default();
        builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-18");
        builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
        builder.stance("RUS", TieLabel::Unfriendly, "ISR", "2025-06-18");
        let not = builder.stance("RUS", TieLabel::Hostile, "ISR", "2025-06-18");
        not.status = Status::Negated;
        let not = not.id.clone();
        check(
            &builder,
            "IRN RUS | ISR",
            &[
                "open: Russia is a partner of Iran; Iran and Israel are at war; Russia and Israel are on unfriendly terms, but no enemies.",
            ],
        );
        let camps = solve(&builder);
        let [triad] = camps.strained.as_slice() else {
            panic!("one triad is expected: {camps:?}");
        };
        assert_eq!(
            triad.actors.each_ref().map(ActorId::as_str),
            ["RUS", "IRN", "ISR"]
        );
        assert!(triad.statements.contains(&not));
        assert_eq!(triad.statements.len(), 4);
        assert_eq!(camps.frustration, 0.0);
    }

    #[test]
    fn an_enmity_that_the_text_denies_is_told_as_denied() {
        let mut builder = Builder::default();
        builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-18");
        builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
        builder.event("RUS CONSULT ISR", "2025-06-14");
        builder
            .stance("ISR", TieLabel::Hostile, "RUS", "2025-06-18")
            .status = Status::Negated;
        check(
            &builder,
            "IRN RUS | ISR",
            &[
                "open: Russia is a partner of Iran; Iran and Israel are at war; Russia and Israel are no enemies, as the text says.",
            ],
        );
    }

    #[test]
    fn a_friend_of_two_enemies_is_torn_and_the_weakest_tie_does_not_fit() {
        let mut builder = Builder::default();
        builder.stance("USA", TieLabel::Ally, "TUR", "2019-07-01");
        builder.stance("USA", TieLabel::Partner, "GRC", "2019-07-01");
        builder.stance("GRC", TieLabel::Hostile, "TUR", "2019-07-01");
        check(
            &builder,
            "TUR USA | GRC",
            &[
                "closed: USA is a partner of GRC; GRC and TUR are hostile to each other; USA is an ally of TUR.",
            ],
        );
        let camps = solve(&builder);
        assert_eq!(camps.frustrated, [["GRC".into(), "USA".into()]]);
        assert!(camps.frustration > 0.4 && camps.frustration < 0.6);
    }

    #[test]
    fn a_tie_that_only_leans_strains_less_and_moves_no_camp() {
        let mut builder = Builder::default();
        builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-18");
        builder
            .stance("RUS", TieLabel::Partner, "IRN", "2025-06-18")
            .confidence = 0.3;
        builder.stance("RUS", TieLabel::Neutral, "ISR", "2025-06-18");
        let camps = solve(&builder);
        assert_eq!(
            camps.groups,
            [[ActorId::from("IRN")], [ActorId::from("ISR")]]
        );
        let [triad] = camps.strained.as_slice() else {
            panic!("one triad is expected: {camps:?}");
        };
        assert_eq!(
            triad.why,
            "Russia is a partner of Iran, though how close is uncertain; Iran and Israel are at war; \
             Russia and Israel are neither friends nor enemies."
        );
        assert_eq!(triad.kind, StrainKind::Open);
    }

    #[test]
    fn nothing_known_and_all_neutral_have_no_camps() {
        check(&Builder::default(), "", &[]);
        let mut builder = Builder::default();
        builder.stance("AAA", TieLabel::Neutral, "BBB", "2019-07-01");
        builder.stance("BBB", TieLabel::Neutral, "CCC", "2019-07-01");
        check(&builder, "", &[]);
    }

    #[test]
    fn what_is_not_connected_is_not_compared() {
        let mut builder = Builder::default();
        builder.stance("AAA", TieLabel::Ally, "BBB", "2019-07-01");
        builder.stance("CCC", TieLabel::Hostile, "DDD", "2019-07-01");
        check(&builder, "AAA BBB | CCC | DDD", &[]);
        let [allies, foes] = solve(&builder).parts.try_into().unwrap_or_default();
        assert_eq!(allies, [vec!["AAA".into(), "BBB".into()], vec![]]);
        assert_eq!(foes, [vec!["CCC".into()], vec!["DDD".into()]]);
    }
}
