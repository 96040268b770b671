//! Seeded chance: SplitMix64 (Steele, Lea and Flood 2014).

/// A stream of pseudorandom numbers that depends on its seed alone.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Returns the stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Returns a number from 0, included, to 1, excluded.
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits fill the mantissa: the conversion is exact.
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
