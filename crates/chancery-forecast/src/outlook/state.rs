//! What is known of every dyad on a day, kept up act by act.
//!
//! The state as of a day is a function of the acts reported by that day and of nothing else. Acts
//! of one class on one day count once for a dyad, so that reports of the same act by many hands, or
//! the same line twice in a file, move nothing.

use super::{
    Class, Day, Told,
    chronicle::{Act, Chronicle},
};
use crate::HalfLives;
use chancery_model::{EventType, Quad};
use rustc_hash::FxHashMap;

/// The half-lives, in days, at which acts fade: a flare-up, a crisis, a season, a year, an era.
pub(crate) const HALF_LIVES: [f64; 5] = [3.0, 14.0, 60.0, 365.0, 1460.0];

/// The places of the half-lives.
pub(crate) mod half_life {
    pub(crate) const FLARE: usize = 0;
    pub(crate) const CRISIS: usize = 1;
    pub(crate) const SEASON: usize = 2;
    pub(crate) const YEAR: usize = 3;
    pub(crate) const ERA: usize = 4;
}

/// Sums that fade, to which acts of earlier days may be added late.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Fading {
    sums: [f32; 5],
    at: Day,
}

impl Fading {
    fn add(&mut self, weight: f32, day: Day, now: Day, fade: &HalfLives<5>) {
        let sums = self.at(now, fade);
        let left = fade.left(age(day, now));
        self.sums = std::array::from_fn(|place| sums[place] + weight * left[place]);
        self.at = now;
    }

    /// Returns the sums as they stand on a day.
    pub(crate) fn at(&self, now: Day, fade: &HalfLives<5>) -> [f32; 5] {
        let left = fade.left(age(self.at, now));
        std::array::from_fn(|place| self.sums[place] * left[place])
    }
}

fn age(day: Day, now: Day) -> u32 {
    u32::try_from(i64::from(now) - i64::from(day)).unwrap_or(0)
}

/// The days on which a class of acts happened in a dyad.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) fading: Fading,
    /// The days, ascending, each once.
    pub(crate) days: Vec<Day>,
    /// For each day the first statement that told of it.
    pub(crate) sources: Vec<u32>,
}

impl Tally {
    fn add(&mut self, act: &Act, fade: &HalfLives<5>) -> bool {
        let place = self.days.partition_point(|day| *day < act.day);
        if self.days.get(place) == Some(&act.day) {
            return false;
        }
        self.days.insert(place, act.day);
        self.sources.insert(place, act.source);
        self.fading.add(1.0, act.day, act.known, fade);
        true
    }

    /// Returns how many of the days lie in (after, until].
    pub(crate) fn count(&self, after: Day, until: Day) -> usize {
        let to = self.days.partition_point(|day| *day <= until);
        let from = self.days.partition_point(|day| *day <= after);
        to.saturating_sub(from)
    }

    pub(crate) fn last(&self) -> Option<Day> {
        self.days.last().copied()
    }
}

/// A short map from classes, in the order of first use.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ByClass<T>(Vec<(u8, T)>);

impl<T> Default for ByClass<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Default> ByClass<T> {
    fn entry(&mut self, class: Class) -> &mut T {
        let key = class.index() as u8;
        let place = match self.0.iter().position(|(known, _)| *known == key) {
            Some(place) => place,
            None => {
                // Most dyads know one type of act, and so two classes.
                self.0.reserve_exact(if self.0.is_empty() { 2 } else { 1 });
                self.0.push((key, T::default()));
                self.0.len() - 1
            }
        };
        &mut self.0[place].1
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, class: Class) -> Option<&T> {
        let key = class.index() as u8;
        self.0
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }
}

/// What one actor did to another.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Dyad {
    pub(crate) actor: u32,
    pub(crate) recipient: u32,
    pub(crate) done: ByClass<Tally>,
    pub(crate) announced: ByClass<Fading>,
    /// The days for which acts are announced, ascending.
    pub(crate) due: ByClass<Vec<Day>>,
    /// The scores of the acts.
    pub(crate) score: Fading,
    /// The acts.
    pub(crate) acts: Fading,
    /// How many acts of distinct days and types; a mutual one counts on one side.
    pub(crate) count: u32,
    /// The last day of an act.
    pub(crate) last: Day,
}

/// What one actor did and suffered, whoever the other was.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Party {
    pub(crate) done: ByClass<Fading>,
    pub(crate) suffered: ByClass<Fading>,
}

/// What is known as of a day.
#[derive(Clone, Debug)]
pub(crate) struct State<'chronicle> {
    pub(crate) chronicle: &'chronicle Chronicle,
    pub(crate) fade: HalfLives<5>,
    /// The first day on which the record knew anything.
    pub(crate) start: Day,
    /// As of this day.
    pub(crate) today: Day,
    next: usize,
    places: FxHashMap<(u32, u32), u32>,
    /// The dyads in the order in which they became known; those of a pair stand side by side.
    pub(crate) dyads: Vec<Dyad>,
    /// The first place of each pair with as many acts as are wanted, in the order in which they had them.
    seasoned: Vec<u32>,
    pub(crate) parties: Vec<Party>,
    pub(crate) world: Fading,
    pub(crate) world_of: ByClass<Fading>,
}

impl<'chronicle> State<'chronicle> {
    /// Returns the state of a record that starts on a day: nothing reported before counts.
    pub(crate) fn starting(chronicle: &'chronicle Chronicle, start: Day) -> Self {
        let next = chronicle.acts().partition_point(|act| act.known < start);
        Self {
            chronicle,
            fade: HalfLives::new(HALF_LIVES),
            start,
            today: start,
            next,
            places: FxHashMap::default(),
            dyads: Vec::new(),
            seasoned: Vec::new(),
            parties: Vec::new(),
            world: Fading::default(),
            world_of: ByClass::default(),
        }
    }

    /// Returns the state of the whole record before its first day.
    pub(crate) fn new(chronicle: &'chronicle Chronicle) -> Self {
        Self::starting(chronicle, chronicle.span().map_or(0, |(first, _)| first))
    }

    /// Takes in all that was reported up to and on a day.
    pub(crate) fn advance(&mut self, today: Day) {
        let acts = self.chronicle.acts();
        while let Some(act) = acts.get(self.next).filter(|act| act.known <= today) {
            self.take(act);
            self.next += 1;
        }
        self.today = self.today.max(today);
    }

    /// Supposes that a dyad does something of a class today, to ask what would follow.
    pub(crate) fn suppose(&mut self, place: usize, class: Class) {
        let (actor, recipient) = (self.dyads[place].actor, self.dyads[place].recipient);
        let event_type = EventType::ALL
            .iter()
            .copied()
            .find(|event_type| class.holds(*event_type));
        if let Some(event_type) = event_type {
            self.take(&Act {
                known: self.today,
                day: self.today,
                actor,
                recipient,
                event_type,
                told: Told::Done,
                score: event_type.score(None) as f32,
                source: u32::MAX,
            });
        }
    }

    fn take(&mut self, act: &Act) {
        let own = self.place_or_new(act.actor, act.recipient);
        let classes = [
            Class::Type(act.event_type),
            Class::Quad(act.event_type.quad()),
        ];
        if act.told == Told::Announced {
            for at in sides(own, classes[0]) {
                let dyad = &mut self.dyads[at];
                for class in classes {
                    let announced = dyad.announced.entry(class);
                    announced.add(1.0, act.known, act.known, &self.fade);
                    if act.day > act.known {
                        let due = dyad.due.entry(class);
                        let place = due.partition_point(|day| *day < act.day);
                        if due.get(place) != Some(&act.day) {
                            due.insert(place, act.day);
                        }
                    }
                }
            }
            return;
        }
        let mut new = false;
        for at in sides(own, classes[0]) {
            let dyad = &mut self.dyads[at];
            let fresh = dyad.done.entry(classes[0]).add(act, &self.fade);
            dyad.done.entry(classes[1]).add(act, &self.fade);
            if fresh {
                dyad.count += u32::from(at == own);
                dyad.last = dyad.last.max(act.day);
                dyad.acts.add(1.0, act.day, act.known, &self.fade);
                dyad.score.add(act.score, act.day, act.known, &self.fade);
            }
            new |= fresh && at == own;
        }
        if !new {
            return;
        }
        if self.dyads[own].count + self.dyads[own ^ 1].count == LEAST_ACTS {
            self.seasoned
                .push(u32::try_from(own & !1).unwrap_or(u32::MAX));
        }
        let actors = [act.actor, act.recipient].map(|actor| actor as usize);
        let wanted = actors[0].max(actors[1]) + 1;
        if self.parties.len() < wanted {
            self.parties.resize_with(wanted, Party::default);
        }
        for class in classes {
            for (side, actor) in actors.into_iter().enumerate() {
                let party = &mut self.parties[actor];
                let fadings = if side == 0 || classes[0].is_mutual() {
                    &mut party.done
                } else {
                    &mut party.suffered
                };
                fadings
                    .entry(class)
                    .add(1.0, act.day, act.known, &self.fade);
            }
            self.world_of
                .entry(class)
                .add(1.0, act.day, act.known, &self.fade);
        }
        self.world.add(1.0, act.day, act.known, &self.fade);
    }

    fn place_or_new(&mut self, actor: u32, recipient: u32) -> usize {
        if let Some(place) = self.place(actor, recipient) {
            return place;
        }
        let place = self.dyads.len();
        for (offset, (one, other)) in [(actor, recipient), (recipient, actor)]
            .into_iter()
            .enumerate()
        {
            self.places.insert(
                (one, other),
                u32::try_from(place + offset).unwrap_or(u32::MAX),
            );
            self.dyads.push(Dyad {
                actor: one,
                recipient: other,
                last: Day::MIN,
                ..Dyad::default()
            });
        }
        place
    }

    /// Returns the place of a dyad of which anything is known.
    pub(crate) fn place(&self, actor: u32, recipient: u32) -> Option<usize> {
        self.places
            .get(&(actor, recipient))
            .map(|place| *place as usize)
    }

    /// Returns the dyad the other way round.
    pub(crate) fn reverse(&self, place: usize) -> &Dyad {
        &self.dyads[place ^ 1]
    }

    /// Says whether the record tells of an act of an actor's, or of one towards it.
    pub(crate) fn has_acted(&self, actor: u32) -> bool {
        self.parties
            .get(actor as usize)
            .is_some_and(|party| !party.done.is_empty() || !party.suffered.is_empty())
    }

    /// Returns the fading sums of an actor's acts of a class.
    pub(crate) fn party(&self, actor: u32, class: Class, suffered: bool) -> [f32; 5] {
        self.parties
            .get(actor as usize)
            .and_then(|party| {
                let of = if suffered {
                    &party.suffered
                } else {
                    &party.done
                };
                of.get(class)
            })
            .map_or([0.0; 5], |fading| fading.at(self.today, &self.fade))
    }

    /// Returns the fading sums of a class in a dyad.
    pub(crate) fn sums(&self, dyad: &Dyad, class: Class) -> [f32; 5] {
        dyad.done
            .get(class)
            .map_or([0.0; 5], |tally| tally.fading.at(self.today, &self.fade))
    }

    /// Says whether a dyad is one to be asked about: the two have done at least three things to
    /// each other, one of them in the last two years.
    pub(crate) fn is_active(&self, place: usize) -> bool {
        let (one, other) = (&self.dyads[place], self.reverse(place));
        one.count + other.count >= LEAST_ACTS
            && i64::from(one.last.max(other.last)) + 730 >= i64::from(self.today)
    }

    /// Returns the dyads to be asked about on a class: for a mutual one each pair once.
    pub(crate) fn active(&self, class: Class) -> impl Iterator<Item = usize> + use<'_> {
        let sides = if class.is_mutual() { 1 } else { 2 };
        self.seasoned
            .iter()
            .map(|pair| *pair as usize)
            .filter(|pair| self.is_active(*pair))
            .flat_map(move |pair| pair..pair + sides)
    }
}

/// The acts that a pair must have on record before its dyads are asked about.
pub(crate) const LEAST_ACTS: u32 = 3;

/// Returns the dyads that an act of a type counts for.
fn sides(own: usize, class: Class) -> impl Iterator<Item = usize> {
    let reverse = class.is_mutual().then_some(own ^ 1);
    std::iter::once(own).chain(reverse)
}

/// The quad classes in their order.
pub(crate) fn quads() -> impl Iterator<Item = Class> {
    Quad::ALL.iter().copied().map(Class::Quad)
}
