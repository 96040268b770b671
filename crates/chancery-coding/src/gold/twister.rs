//! The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded and read as Python's
//! `random.Random` does, so that the bootstrap intervals of the referee script are reproduced to
//! the last digit.

const N: usize = 624;
const M: usize = 397;

/// A generator of the same numbers as Python's `random.Random(seed)`.
pub(super) struct Twister {
    state: Vec<u32>,
    next: usize,
}

impl Twister {
    /// Returns the generator that Python makes of a small non-negative seed.
    pub(super) fn seeded(seed: u32) -> Self {
        let mut state = vec![0_u32; N];
        state[0] = 19_650_218;
        for i in 1..N {
            state[i] = 1_812_433_253_u32
                .wrapping_mul(state[i - 1] ^ (state[i - 1] >> 30))
                .wrapping_add(i as u32);
        }
        let mut i = 1;
        for _ in 0..N {
            state[i] = (state[i] ^ (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(seed);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        for _ in 0..N - 1 {
            state[i] = (state[i]
                ^ (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(1_566_083_941))
            .wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        Self { state, next: N }
    }

    fn word(&mut self) -> u32 {
        if self.next >= N {
            for i in 0..N {
                let mixed = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % N] & 0x7fff_ffff);
                let mut value = self.state[(i + M) % N] ^ (mixed >> 1);
                if mixed & 1 == 1 {
                    value ^= 0x9908_b0df;
                }
                self.state[i] = value;
            }
            self.next = 0;
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    /// Returns the next number in [0, 1), as Python's `random()`.
    pub(super) fn unit(&mut self) -> f64 {
        let high = f64::from(self.word() >> 5);
        let low = f64::from(self.word() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// Returns an index below `length`, as Python's `int(random() * length)`.
    pub(super) fn below(&mut self, length: usize) -> usize {
        (self.unit() * length as f64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_python() {
        let mut twister = Twister::seeded(0);
        let drawn: Vec<f64> = (0..3).map(|_| twister.unit()).collect();
        assert_eq!(
            drawn,
            [
                0.844_421_851_525_048_1,
                0.757_954_402_940_302_5,
                0.420_571_580_830_845
            ]
        );
    }
}
