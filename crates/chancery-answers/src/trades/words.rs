//! Trades in words.

use super::{
    ChipEntry, ExchangeEntry, FearEntry, IssueEntry, Origin, StakeEntry, Trade, WayOutEntry,
};
use crate::{
    page::{Block, Citations, Line, Section, Table},
    words,
};
use chancery_relations::Names;

/// At most so many deals are told; the data hold all.
const MOST: usize = 6;
/// Effects below this are not worth a word.
const WORTH_SAYING: f64 = 0.05;

/// Returns the section of the brief; none where there is nothing to say.
pub fn section(trades: &[Trade], names: &Names, citations: &mut Citations<'_>) -> Option<Section> {
    if trades.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    for trade in trades {
        if let Trade::Issue(issue) = trade {
            blocks.push(Block::Table(issue_table(issue, names, citations)));
        }
    }
    let deals: Vec<Line> = trades
        .iter()
        .filter_map(|trade| match trade {
            Trade::Exchange(deal) => Some(deal),
            _ => None,
        })
        .take(MOST)
        .map(|deal| told(deal, names).cite(citations.cite(&deal.statements, 4)))
        .collect();
    let issues = blocks.len();
    if !deals.is_empty() {
        list(&mut blocks, "Deals that both sides would gain by", deals);
    } else if issues > 0 {
        blocks.push(Block::paragraph(Line::text(
            "No two of them would gain by giving way to each other on two of these issues.",
        )));
    }
    let mut chips = Vec::new();
    let mut fears = Vec::new();
    for trade in trades {
        match trade {
            Trade::Chip(chip) => chips.extend(chip_lines(chip, names, citations)),
            Trade::Fear(fear) => {
                fears.push(feared(fear, names).cite(citations.cite(&fear.statements, 3)));
            }
            Trade::Issue(_) | Trade::Exchange(_) => {}
        }
    }
    list(&mut blocks, "Who would be the bargaining chip", chips);
    list(&mut blocks, "Who is said to fear it", fears);
    if issues > 0 {
        blocks.push(Block::paragraph(Line::text(
            "Figures are the exchange model's, on the positions, saliences and capabilities above. \
             A gain of 1 is one point of the scale on an issue of full salience. Numbers marked \
             “analyst” rest on the analyst's judgement, those marked “default” on nothing.",
        )));
    }
    Some(Section {
        id: "trades",
        heading: "What could be traded, and at whose expense".to_owned(),
        blocks,
    })
}

/// Returns what is said where nothing is known of trades.
pub fn nothing() -> Section {
    Section {
        id: "trades",
        heading: "What could be traded, and at whose expense".to_owned(),
        blocks: vec![Block::paragraph(Line::text(
            "The record states no positions of two actors at opposite ends of an issue, and no \
             issues.toml lies beside it. Without positions nothing can be said about trades.",
        ))],
    }
}

fn list(blocks: &mut Vec<Block>, heading: &str, items: Vec<Line>) {
    if !items.is_empty() {
        blocks.push(Block::Heading {
            text: heading.to_owned(),
        });
        blocks.push(Block::List { items });
    }
}

fn issue_table(issue: &IssueEntry, names: &Names, citations: &mut Citations<'_>) -> Table {
    let meanings: Vec<String> = issue
        .meanings
        .iter()
        .map(|(at, words)| format!("{} {words}", number(*at)))
        .collect();
    let mut caption = words::capitalised(&issue.issue);
    if !meanings.is_empty() {
        caption = format!("{caption} ({})", meanings.join("; "));
    }
    if let (Some(before), Some(after)) = (issue.compromise, issue.after_deals) {
        caption = format!("{caption}: by compromise {before:.0}, after the deals below {after:.0}");
    }
    let row = |stake: &StakeEntry, citations: &mut Citations<'_>| {
        let sourced = |it: super::Sourced| {
            let origin = match it.origin {
                Origin::Sentence => "stated",
                Origin::Analyst => "analyst",
                Origin::Default => "default",
            };
            Line::text(match it.value {
                Some(value) => format!("{} ({origin})", number(value)),
                None => "not known".to_owned(),
            })
        };
        let basis = stake.note.clone().unwrap_or_default();
        vec![
            Line::text(names.of(&stake.actor)),
            sourced(stake.position),
            sourced(stake.salience),
            sourced(stake.capability),
            Line::text(words::shortened(&basis, 160)).cite(citations.cite(&stake.statements, 3)),
        ]
    };
    Table {
        caption,
        header: ["Actor", "Position", "Salience", "Capability", "Basis"]
            .map(str::to_owned)
            .to_vec(),
        rows: issue
            .stakes
            .iter()
            .map(|stake| row(stake, citations))
            .collect(),
        twin: false,
    }
}

/// Tells a deal: who gives way to whom on what, what it is worth, and who pays.
fn told(deal: &ExchangeEntry, names: &Names) -> Line {
    let [one, other] = &deal.parties;
    let side = |party: &super::PartyEntry| {
        format!(
            "on {} (its demand from {} to {}; the expected outcome from {:.1} to {:.1})",
            party.issue,
            number(party.from),
            number(party.to),
            party.outcome_before,
            party.outcome_after
        )
    };
    let (first, second) = (names.of(&one.actor), names.of(&other.actor));
    let mut text = words::capitalised(&format!(
        "{first} could give way to {second} {}, and {second} to {first} {}; each gains {:.1}.",
        side(one),
        side(other),
        one.gain.min(other.gain)
    ));
    let affected = |wanted: fn(f64) -> bool| -> Vec<String> {
        deal.externalities
            .iter()
            .filter(|it| wanted(it.gain) && it.gain.abs() >= WORTH_SAYING)
            .map(|it| format!("{} {:.1}", names.of(&it.actor), it.gain.abs()))
            .collect()
    };
    let (losers, winners) = (affected(|it| it < 0.0), affected(|it| it > 0.0));
    if !losers.is_empty() {
        text.push_str(&format!(" At the expense of {}.", words::list(&losers)));
    }
    if !winners.is_empty() {
        text.push_str(&format!(" It also benefits {}.", words::list(&winners)));
    }
    Line::text(text)
}

/// Says what a chip loses, by what, and what it could do.
fn chip_lines(chip: &ChipEntry, names: &Names, citations: &mut Citations<'_>) -> Vec<Line> {
    let who = names.of(&chip.actor);
    let mut lines = Vec::new();
    for deal in &chip.deals {
        let (partner, adversary) = (names.of(&deal.partner), names.of(&deal.adversary));
        let text = format!(
            "{who} would lose {:.1} by deal {} between {partner}, its partner, and {adversary}, its adversary.",
            deal.loss, deal.exchange
        );
        lines.push(Line::text(words::capitalised(&text)).cite(citations.cite(&chip.statements, 4)));
        for way in deal.ways_out.iter().take(2) {
            lines.push(Line::text(words::capitalised(&way_out(way, who, names))));
        }
    }
    lines
}

fn way_out(way: &WayOutEntry, who: &str, names: &Names) -> String {
    match way {
        WayOutEntry::Offer {
            to,
            issue,
            from,
            demand,
            cost,
            worth,
        } => format!(
            "To prevent it, {who} could offer {} to give way on {issue}, its demand from {} to {}: that costs it {cost:.1} and is worth {worth:.1} to {0}, as much as the deal.",
            names.of(to),
            number(*from),
            number(*demand)
        ),
        WayOutEntry::Block { issue, demand } => format!(
            "{who} has the weight to undo it on {issue}, by raising its own demand to {}.",
            number(*demand)
        ),
    }
}

fn feared(fear: &FearEntry, names: &Names) -> Line {
    let text = format!(
        "{} is said to fear a deal between {} and {}: “{}”",
        names.of(&fear.actor),
        names.of(&fear.partner),
        names.of(&fear.adversary),
        words::shortened(&fear.words, 240)
    );
    Line::text(words::capitalised(&text))
}

/// Returns a number without needless digits.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
