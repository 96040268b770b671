//! The nine families of options.

/// Defines an enumeration whose values have names in arguments and output.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $name { $($(#[$doc])* $value,)* }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$value,)*];

            /// Returns the name in arguments and output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $text,)* }
            }

            /// Returns the value with this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

named! {
    /// How the strengths of two coalitions become a chance of victory.
    VictoryModel {
        /// In proportion to strength.
        Linear = "linear",
        /// In proportion to its square.
        Square = "square",
        /// To its fourth power.
        Quartic = "quartic",
        /// To its eighth power.
        Octic = "octic",
        /// The stronger wins.
        Binary = "binary",
    }
}

named! {
    /// How a difference `d` of utilities becomes a vote of an actor with strength `w`.
    VotingRule {
        /// The whole strength for the better option.
        Binary = "binary",
        /// Half by the sign, half in proportion: `w (sign d + d) / 2`.
        PropBin = "propbin",
        /// In proportion: `w d`.
        Prop = "prop",
        /// Half in proportion, half by the cube: `w (d + d³) / 2`.
        PropCubic = "propcubic",
        /// By the cube: `w d³`.
        Cubic = "cubic",
        /// Losses count 2.25 times what gains count (Tversky and Kahneman 1992): `w d` for a gain,
        /// `2.25 w d` for a loss.
        AsymProsp = "asymprosp",
    }
}

named! {
    /// How pairwise chances become the chance of each option.
    PceType {
        /// The chance of beating all others, given that one option does.
        Conditional = "conditional",
        /// The long run of challenges by options drawn in proportion to the coalition behind them.
        MarkovIncentive = "markov-incentive",
        /// The long run of challenges by options drawn alike.
        MarkovUniform = "markov-uniform",
    }
}

named! {
    /// How an actor's bargain is picked.
    StateTransition {
        /// The likeliest.
        Deterministic = "deterministic",
        /// Drawn by its chance, from the seed.
        Stochastic = "stochastic",
    }
}

named! {
    /// Between which ends risk attitudes lie.
    RiskRange {
        /// From 0, neutral, to 1, averse.
        Min = "min",
        /// From −½ to 1.
        Mid = "mid",
        /// From −1, seeking, to 1.
        Max = "max",
    }
}

named! {
    /// How much of another's own risk attitude an actor knows.
    RiskAdjust {
        /// Nothing: it takes its own.
        None = "none",
        /// A third: `(2 own + other's) / 3`.
        OneThird = "one-third",
        /// Half.
        Half = "half",
        /// Two thirds.
        TwoThirds = "two-thirds",
        /// All.
        Full = "full",
    }
}

named! {
    /// What third parties stake in a contest of two others.
    ThirdParty {
        /// Nothing: they vote by what they prefer.
        None = "none",
        /// Their own position, if their side loses.
        Semi = "semi",
        /// Their weight: each side is worth what joining it adds to its chance.
        Full = "full",
    }
}

named! {
    /// How salience `s` and probability `p` weigh in the interpolation of a bargain.
    Interpolation {
        /// `s p`.
        S1P1 = "s1p1",
        /// `s² p²`.
        S2P2 = "s2p2",
        /// `s² p`, relative to the greater of the two probabilities.
        S2PMax = "s2pmax",
    }
}

named! {
    /// Which bargains a contest yields.
    BargainModel {
        /// The one that its initiator proposes.
        InitOnly = "init-only",
        /// That and the one that the receiver proposes.
        InitRcvr = "init-rcvr",
        /// The mean of the two, weighted by the total saliences of the parties.
        PwComp = "pw-comp",
    }
}

impl VictoryModel {
    /// Returns the chance of the one strength against the other.
    pub(super) fn chance(self, one: f64, other: f64) -> f64 {
        let power = |base: f64| match self {
            Self::Linear | Self::Binary => base,
            Self::Square => base * base,
            Self::Quartic => base.powi(4),
            Self::Octic => base.powi(8),
        };
        // Scaled by their sum, no power overflows or vanishes.
        let sum = one + other;
        if sum <= 0.0 {
            return 0.5;
        }
        match self {
            Self::Linear => one / sum,
            Self::Binary if one == other => 0.5,
            Self::Binary => f64::from(u8::from(one > other)),
            _ => power(one / sum) / (power(one / sum) + power(other / sum)),
        }
    }
}

impl VotingRule {
    /// Returns the vote of a strength for a difference of utilities; negative for the other side.
    pub(super) fn vote(self, strength: f64, difference: f64) -> f64 {
        let sign = if difference > 0.0 {
            1.0
        } else if difference < 0.0 {
            -1.0
        } else {
            0.0
        };
        let cube = difference * difference * difference;
        match self {
            Self::Binary => strength * sign,
            Self::PropBin => strength * (sign + difference) / 2.0,
            Self::Prop => strength * difference,
            Self::PropCubic => strength * (difference + cube) / 2.0,
            Self::Cubic => strength * cube,
            Self::AsymProsp if difference < 0.0 => 2.25 * strength * difference,
            Self::AsymProsp => strength * difference,
        }
    }
}

impl RiskRange {
    /// Returns the ends.
    pub(super) fn ends(self) -> (f64, f64) {
        match self {
            Self::Min => (0.0, 1.0),
            Self::Mid => (-0.5, 1.0),
            Self::Max => (-1.0, 1.0),
        }
    }
}

impl RiskAdjust {
    /// Returns the attitude that somebody with one of its own supposes in somebody with another.
    pub(super) fn supposed(self, own: f64, others: f64) -> f64 {
        match self {
            Self::None => own,
            Self::OneThird => (2.0 * own + others) / 3.0,
            Self::Half => (own + others) / 2.0,
            Self::TwoThirds => (own + 2.0 * others) / 3.0,
            Self::Full => others,
        }
    }
}

/// How the model is run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Options {
    /// How strengths become chances.
    pub victory: VictoryModel,
    /// How differences become votes.
    pub voting: VotingRule,
    /// How pairwise chances become chances.
    pub pce: PceType,
    /// How bargains are picked.
    pub transition: StateTransition,
    /// The range of risk attitudes.
    pub risk_range: RiskRange,
    /// What is known of others' attitudes.
    pub risk_adjust: RiskAdjust,
    /// What third parties stake.
    pub third_party: ThirdParty,
    /// How bargains are interpolated.
    pub interpolation: Interpolation,
    /// Which bargains there are.
    pub bargains: BargainModel,
    /// The run stops when a step is smaller than this share of the first.
    pub target: f64,
    /// How many steps at most.
    pub steps: usize,
    /// The seed of stochastic transitions.
    pub seed: u64,
}

impl Default for Options {
    /// Returns KTAB's defaults.
    fn default() -> Self {
        Self {
            victory: VictoryModel::Linear,
            voting: VotingRule::Prop,
            pce: PceType::Conditional,
            transition: StateTransition::Deterministic,
            risk_range: RiskRange::Mid,
            risk_adjust: RiskAdjust::OneThird,
            third_party: ThirdParty::Semi,
            interpolation: Interpolation::S2P2,
            bargains: BargainModel::InitOnly,
            target: 0.02,
            steps: 100,
            seed: 0,
        }
    }
}
