//! Names and the small numbers that stand for them.

use rustc_hash::FxHashMap;

/// Names numbered from zero in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Interner {
    /// Returns the number of a name, giving it the next one where it is new.
    ///
    /// # Panics
    ///
    /// Panics when more than `u32::MAX` different names are given.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).expect("fewer than 2³² names");
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Returns the number of a name that is known.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// Returns the name of a number.
    #[must_use]
    pub fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize).map(String::as_str)
    }

    /// Returns how many names are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Says whether no name is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns all names in the order of their numbers.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = Interner::default();
        assert_eq!(names.intern("Oman"), 0);
        assert_eq!(names.intern("Qatar"), 1);
        assert_eq!(names.intern("Oman"), 0);
        assert_eq!(names.name(1), Some("Qatar"));
        assert_eq!(names.get("Kuwait"), None);
        assert_eq!(names.len(), 2);
    }
}
