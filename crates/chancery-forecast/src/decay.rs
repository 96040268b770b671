//! Counts that fade: how often something happened, recent times weighing more.
//!
//! A decayed count with half-life h is `Σ 2^(−(t − tᵢ)/h)` over the times tᵢ at which the thing
//! happened. It is kept up in constant time: age the sum to now, add one.

/// The half-lives at which counts fade, with the powers of two that age them.
#[derive(Clone, Debug)]
pub struct HalfLives<const N: usize> {
    /// For each age in ticks below [`HalfLives::KEPT`], what is left of each sum.
    powers: Vec<[f32; N]>,
    half_lives: [f64; N],
}

impl<const N: usize> HalfLives<N> {
    /// Ages whose powers are kept; older ones are computed.
    const KEPT: usize = 1024;

    /// Returns the powers of some half-lives, in ticks.
    #[must_use]
    pub fn new(half_lives: [f64; N]) -> Self {
        let mut this = Self {
            powers: Vec::new(),
            half_lives,
        };
        this.powers = (0..Self::KEPT)
            .map(|age| this.power(u32::try_from(age).unwrap_or(u32::MAX)))
            .collect();
        this
    }

    fn power(&self, age: u32) -> [f32; N] {
        self.half_lives
            .map(|half_life| libm::exp2(-f64::from(age) / half_life) as f32)
    }

    /// Returns what an age in ticks leaves of each sum.
    #[must_use]
    pub fn left(&self, age: u32) -> [f32; N] {
        match self.powers.get(age as usize) {
            Some(left) => *left,
            None => self.power(age),
        }
    }
}

/// How often, when last, and fading sums at N half-lives.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Decayed<const N: usize> {
    /// How often.
    pub count: u32,
    /// The tick of the last time.
    pub last: u32,
    /// The sums as they stood at that tick.
    pub sums: [f32; N],
}

impl<const N: usize> Default for Decayed<N> {
    fn default() -> Self {
        Self {
            count: 0,
            last: 0,
            sums: [0.0; N],
        }
    }
}

impl<const N: usize> Decayed<N> {
    /// Counts one more, at a tick not before the last.
    pub fn add(&mut self, tick: u32, half_lives: &HalfLives<N>) {
        self.sums = self.at(tick, half_lives).map(|sum| sum + 1.0);
        self.count += 1;
        self.last = tick;
    }

    /// Returns the sums as they stand at a tick not before the last.
    #[must_use]
    pub fn at(&self, tick: u32, half_lives: &HalfLives<N>) -> [f32; N] {
        if self.count == 0 {
            return [0.0; N];
        }
        let left = half_lives.left(tick.saturating_sub(self.last));
        std::array::from_fn(|at| self.sums[at] * left[at])
    }

    /// Returns the ticks since the last time, where there was one.
    #[must_use]
    pub fn age(&self, tick: u32) -> Option<u32> {
        (self.count > 0).then(|| tick.saturating_sub(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_halves_in_its_half_life() {
        let half_lives = HalfLives::new([2.0, 2000.0]);
        let mut count = Decayed::default();
        count.add(3, &half_lives);
        count.add(5, &half_lives);
        assert_eq!(count.sums[0], 1.5);
        assert_eq!(count.at(7, &half_lives)[0], 0.75);
        assert_eq!(count.age(7), Some(2));
        assert!((count.at(2005, &half_lives)[1] - 1.0).abs() < 1e-3);
        assert_eq!(count.count, 2);
    }
}
