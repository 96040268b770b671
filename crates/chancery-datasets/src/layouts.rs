//! One module a layout: how a row of it is read.

mod acled;
mod alliances;
mod dispatches;
mod disputes;
mod gdelt;
mod gkg;
mod icb;
mod icbe;
mod icews;
mod ideal_points;
mod nmc;
mod polecat;
mod sides;
mod spells;
mod ucdp;
mod votes;
mod wars;

use crate::{
    Dataset, Position,
    columns::Header,
    context::{Bad, Context},
    lines::Row,
};

/// How the rows of a layout become what they say.
pub(crate) trait Translate: Send {
    /// Reads a row whose number of cells is right.
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad>;

    /// Returns where the first row stands that something not yet yielded rests on.
    fn open_since(&self) -> Option<Position> {
        None
    }

    /// Yields what the last rows still owe.
    fn finish(&mut self, _context: &mut Context) {}
}

/// Returns the reader of a layout, for a file with these columns.
pub(crate) fn translate(dataset: Dataset, header: &Header) -> Box<dyn Translate> {
    match dataset {
        Dataset::Gdelt => Box::new(gdelt::Events::second()),
        Dataset::Gdelt1 => Box::new(gdelt::Events::first()),
        Dataset::GdeltMentions => Box::new(gdelt::Mentions),
        Dataset::GdeltGkg => Box::new(gkg::Gkg),
        Dataset::Icews => Box::new(icews::Icews::new(header)),
        Dataset::Polecat => Box::new(polecat::Polecat::new(header)),
        Dataset::Acled => Box::new(acled::Acled::new(header)),
        Dataset::UcdpGed => Box::new(ucdp::Ged::new(header)),
        Dataset::IcbCrises => Box::new(icb::Crises::new(header)),
        Dataset::IcbActors => Box::new(icb::CrisisActors::new(header)),
        Dataset::Icbe => Box::new(icbe::Icbe::new(header)),
        Dataset::CowAlliances | Dataset::Atop => alliances::translate(dataset, header),
        Dataset::CowWars => wars::translate(header),
        Dataset::Mids => disputes::translate(header),
        Dataset::Nmc => Box::new(nmc::Nmc::new(header)),
        Dataset::UnVotes => Box::new(votes::Votes::new(header)),
        Dataset::UnRollCalls => Box::new(votes::RollCalls::new(header)),
        Dataset::IdealPoints => Box::new(ideal_points::IdealPoints::new(header)),
        Dataset::Dispatches => Box::new(dispatches::Dispatches),
    }
}

/// Returns the least and the most cells of a row.
pub(crate) fn width(dataset: Dataset, header: &Header) -> (usize, usize) {
    match dataset {
        Dataset::Gdelt => (61, 61),
        Dataset::Gdelt1 => (57, 58),
        Dataset::GdeltMentions => (14, 16),
        Dataset::GdeltGkg => (26, 27),
        Dataset::Dispatches => (1, 1),
        Dataset::Polecat => (40, 40),
        _ => (header.len(), header.len()),
    }
}

/// Returns whether a layout is published tab-separated, with quotation marks as letters.
pub(crate) const fn is_tabular(dataset: Dataset) -> bool {
    matches!(
        dataset,
        Dataset::Gdelt
            | Dataset::Gdelt1
            | Dataset::GdeltMentions
            | Dataset::GdeltGkg
            | Dataset::Icews
            | Dataset::Polecat
    )
}

/// Returns whether a file that begins with this line, which no layout fits, may still be one of
/// the dataset with a malformed first row.
pub(crate) fn headerless(dataset: Dataset, first: &str) -> bool {
    match dataset {
        Dataset::Gdelt | Dataset::Gdelt1 | Dataset::GdeltMentions | Dataset::GdeltGkg => {
            first.is_empty() || first.split('\t').count() > 8
        }
        Dataset::Dispatches => first.trim_start().starts_with('{'),
        _ => false,
    }
}
