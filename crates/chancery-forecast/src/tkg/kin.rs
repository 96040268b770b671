//! What a name alone tells: "Police (Nigeria)" is a sector of a country.
//!
//! Where names follow the pattern `Sector (Country)`, acts are also counted between countries and
//! between sectors. It is the only thing known of two who never met.

use super::memory::{Count, key};
use crate::{Act, DirectedEvent, HalfLives, Interner};
use rustc_hash::FxHashMap;

/// The sector and the country in an entity's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Kind {
    /// Zero where the name has none.
    pub(super) sector: u32,
    /// Zero where there is no name.
    pub(super) country: u32,
}

/// Kinds of entities, and how kinds have acted on each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin {
    pub(super) kinds: Vec<Kind>,
    /// The entities of each country.
    pub(super) members: Vec<Vec<u32>>,
    countries: FxHashMap<(Act, u64), Count>,
    country_totals: FxHashMap<(Act, u32), Count>,
    sectors: FxHashMap<(Act, u64), Count>,
    /// The same, for two of one country.
    home_sectors: FxHashMap<(Act, u64), Count>,
    sector_totals: FxHashMap<(Act, u32), Count>,
}

/// Back-off frequencies of another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KinEvidence {
    pub(super) same_country: f32,
    pub(super) no_sector: f32,
    pub(super) same_sector: f32,
    pub(super) country: f32,
    pub(super) sector: f32,
    pub(super) home_sector: f32,
}

impl Kin {
    /// Reads kinds off names.
    pub(super) fn new(names: &[String], entities: usize) -> Self {
        let (mut sectors, mut countries) = (Interner::default(), Interner::default());
        sectors.intern("");
        countries.intern("");
        let mut this = Self::default();
        for entity in 0..entities {
            let name = names.get(entity).map_or("", |name| name.trim());
            let (sector, country) = name
                .strip_suffix(')')
                .and_then(|name| name.rsplit_once('('))
                .map_or(("", name), |(sector, country)| (sector, country));
            let tidy = |text: &str| text.replace('_', " ").trim().to_owned();
            let kind = Kind {
                sector: sectors.intern(&tidy(sector)),
                country: countries.intern(&tidy(country)),
            };
            this.members.resize(countries.len(), Vec::new());
            this.members[kind.country as usize].push(entity as u32);
            this.kinds.push(kind);
        }
        this
    }

    pub(super) fn kind(&self, entity: u32) -> Kind {
        self.kinds[entity as usize]
    }

    /// Returns how often kinds like these two did this, lately.
    pub(super) fn evidence(
        &self,
        half_lives: &HalfLives<{ super::memory::SPEEDS }>,
        tick: u32,
        event: DirectedEvent,
    ) -> KinEvidence {
        let DirectedEvent { ego, act, alter } = event;
        let (one, other) = (self.kind(ego), self.kind(alter));
        let sum = |count: Option<&Count>| count.map_or(0.0, |count| count.at(tick, half_lives)[4]);
        let of_country = sum(self.country_totals.get(&(act, one.country)));
        let of_sector = sum(self.sector_totals.get(&(act, one.sector)));
        let countries = (act, key(one.country, other.country));
        let sectors = (act, key(one.sector, other.sector));
        let flag = |truth: bool| f32::from(u8::from(truth));
        let compatriots = one.country == other.country && one.country != 0;
        let home = if compatriots {
            sum(self.home_sectors.get(&sectors))
        } else {
            0.0
        };
        KinEvidence {
            same_country: flag(compatriots),
            no_sector: flag(other.sector == 0),
            same_sector: flag(one.sector == other.sector),
            country: sum(self.countries.get(&countries)) / (of_country + 1.0),
            sector: sum(self.sectors.get(&sectors)) / (of_sector + 1.0),
            home_sector: home / (of_sector + 1.0),
        }
    }

    /// Takes in the events of a tick.
    pub(super) fn learn(
        &mut self,
        half_lives: &HalfLives<{ super::memory::SPEEDS }>,
        tick: u32,
        events: &[DirectedEvent],
    ) {
        for DirectedEvent { ego, act, alter } in events {
            let (one, other) = (self.kind(*ego), self.kind(*alter));
            let countries = (*act, key(one.country, other.country));
            let sectors = (*act, key(one.sector, other.sector));
            let count = |count: &mut Count| count.add(tick, half_lives);
            count(self.countries.entry(countries).or_default());
            count(self.country_totals.entry((*act, one.country)).or_default());
            count(self.sectors.entry(sectors).or_default());
            count(self.sector_totals.entry((*act, one.sector)).or_default());
            if one.country == other.country {
                count(self.home_sectors.entry(sectors).or_default());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sector_and_country_are_read_off_names() {
        let names = [
            "Police (Nigeria)",
            "Citizen_(Nigeria)",
            "Nigeria",
            "",
            "Iran",
        ];
        let kin = Kin::new(&names.map(str::to_owned), 6);
        let country = |entity: u32| kin.kind(entity).country;
        assert_eq!(country(0), country(1));
        assert_eq!(country(0), country(2));
        assert_ne!(country(0), country(4));
        assert_eq!((country(3), country(5)), (0, 0));
        assert_ne!(kin.kind(0).sector, kin.kind(1).sector);
        assert_eq!(kin.kind(2).sector, 0);
    }
}
