//! The arguments of `chancery bargain`.

use chancery_bargaining::{
    exchange, expected_utility,
    smp::{
        BargainModel, Interpolation, Options, PceType, RiskAdjust, RiskRange, StateTransition,
        ThirdParty, VictoryModel, VotingRule,
    },
    uncertainty::Spread,
};
use clap::{Args, ValueEnum, builder::PossibleValuesParser};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct BargainArguments {
    /// The table: KTAB's layout, one issue, exchange records, the DEU table, or TOML.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The model.
    #[arg(long, value_enum, default_value_t = ModelName::Compromise)]
    pub(crate) model: ModelName,
    /// Only this issue.
    #[arg(long, value_name = "NAME")]
    pub(crate) issue: Option<String>,
    /// The proposal, in a file of several.
    #[arg(long, value_name = "NAME")]
    pub(crate) proposal: Option<String>,
    /// Who is whose partner (to 1) and adversary (to -1): a CSV matrix with names in the first
    /// row and column.
    #[arg(long, value_name = "FILE")]
    pub(crate) attitudes: Option<PathBuf>,
    /// How many rounds at most (exchange: 1; expected utility: 10; smp: 100).
    #[arg(long, value_name = "N")]
    pub(crate) rounds: Option<usize>,
    /// The seed of everything that is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Exchange: both parties gain alike, or rates are drawn.
    #[arg(long, value_enum, default_value_t = RateName::EqualGain)]
    pub(crate) rate: RateName,
    /// Expected utility: follow the published text where the published program differs.
    #[arg(long)]
    pub(crate) as_in_text: bool,
    #[command(flatten)]
    pub(crate) smp: SmpArguments,
    #[command(flatten)]
    pub(crate) uncertainty: UncertaintyArguments,
    /// What a picture shows.
    #[arg(long, value_enum, default_value_t = PlotName::Positions)]
    pub(crate) plot: PlotName,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = BargainFormat::Text)]
    pub(crate) format: BargainFormat,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// Which model.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ModelName {
    /// The mean weighted by salience and capability, with the other simple rules.
    Compromise,
    /// The spatial model of politics.
    Smp,
    /// Bueno de Mesquita's expected utility model, issue by issue.
    ExpectedUtility,
    /// Exchange of votes between pairs of actors over pairs of issues.
    Exchange,
}

/// At which rate is exchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum RateName {
    /// Both parties gain alike.
    EqualGain,
    /// Anywhere between the rates at which one party gains nothing.
    Random,
}

/// What is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum PlotName {
    /// Positions by issue, with salience as size.
    Positions,
    /// Positions round by round (smp and expected utility; of several issues, name one).
    Rounds,
    /// Exchanges and what they give to whom.
    Exchanges,
}

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum BargainFormat {
    /// Plain text.
    Text,
    /// Data.
    Json,
    /// A picture.
    Svg,
}

/// The options of the spatial model.
#[derive(Debug, Args)]
#[command(next_help_heading = "The spatial model of politics")]
pub(crate) struct SmpArguments {
    /// How strengths become chances.
    #[arg(long, value_parser = names(VictoryModel::ALL, VictoryModel::name), default_value = "linear")]
    victory: String,
    /// How differences of utility become votes.
    #[arg(long, value_parser = names(VotingRule::ALL, VotingRule::name), default_value = "prop")]
    voting: String,
    /// How pairwise chances become the chance of an option.
    #[arg(long, value_parser = names(PceType::ALL, PceType::name), default_value = "conditional")]
    pce: String,
    /// How an actor's bargain is picked.
    #[arg(long, value_parser = names(StateTransition::ALL, StateTransition::name), default_value = "deterministic")]
    transition: String,
    /// The range of attitudes to risk.
    #[arg(long, value_parser = names(RiskRange::ALL, RiskRange::name), default_value = "mid")]
    risk_range: String,
    /// How much is known of others' attitudes.
    #[arg(long, value_parser = names(RiskAdjust::ALL, RiskAdjust::name), default_value = "one-third")]
    risk_adjust: String,
    /// What third parties stake.
    #[arg(long, value_parser = names(ThirdParty::ALL, ThirdParty::name), default_value = "semi")]
    third_party: String,
    /// How salience and chance weigh in a bargain.
    #[arg(long, value_parser = names(Interpolation::ALL, Interpolation::name), default_value = "s2p2")]
    interpolation: String,
    /// Which bargains a challenge yields.
    #[arg(long, value_parser = names(BargainModel::ALL, BargainModel::name), default_value = "init-only")]
    bargains: String,
    /// Stop when a step is smaller than this share of the first.
    #[arg(long, value_name = "SHARE", default_value_t = 0.02)]
    target: f64,
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|&value| name(value)))
}

/// How sure the inputs are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Uncertainty")]
pub(crate) struct UncertaintyArguments {
    /// Draw uncertain inputs this often and give 80 % intervals.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) draws: usize,
    /// Show which input moves the outcome most.
    #[arg(long)]
    pub(crate) sensitivity: bool,
    /// Positions without a stated range may be off by this share of the scale.
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    spread_position: f64,
    /// Saliences may be off by this much of 1.
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    spread_salience: f64,
    /// Capabilities may be off by this share of themselves.
    #[arg(long, value_name = "SHARE", default_value_t = 0.2)]
    spread_capability: f64,
}

impl UncertaintyArguments {
    pub(crate) fn spread(&self) -> Spread {
        Spread {
            position: self.spread_position,
            salience: self.spread_salience,
            capability: self.spread_capability,
        }
    }
}

impl BargainArguments {
    /// Returns the options of the spatial model. Names were checked when they were read.
    pub(crate) fn smp_options(&self) -> Options {
        let usual = Options::default();
        let smp = &self.smp;
        Options {
            victory: VictoryModel::named(&smp.victory).unwrap_or(usual.victory),
            voting: VotingRule::named(&smp.voting).unwrap_or(usual.voting),
            pce: PceType::named(&smp.pce).unwrap_or(usual.pce),
            transition: StateTransition::named(&smp.transition).unwrap_or(usual.transition),
            risk_range: RiskRange::named(&smp.risk_range).unwrap_or(usual.risk_range),
            risk_adjust: RiskAdjust::named(&smp.risk_adjust).unwrap_or(usual.risk_adjust),
            third_party: ThirdParty::named(&smp.third_party).unwrap_or(usual.third_party),
            interpolation: Interpolation::named(&smp.interpolation).unwrap_or(usual.interpolation),
            bargains: BargainModel::named(&smp.bargains).unwrap_or(usual.bargains),
            target: smp.target,
            steps: self.rounds.unwrap_or(usual.steps),
            seed: self.seed,
        }
    }

    /// Returns the options of the exchange model.
    pub(crate) fn exchange_options(&self) -> exchange::Options {
        let usual = exchange::Options::default();
        exchange::Options {
            rate: match self.rate {
                RateName::EqualGain => exchange::Rate::EqualGain,
                RateName::Random => exchange::Rate::Random(self.seed),
            },
            rounds: self.rounds.unwrap_or(usual.rounds),
        }
    }

    /// Returns the options of the expected utility model.
    pub(crate) fn expected_utility_options(&self) -> expected_utility::Options {
        let usual = expected_utility::Options::default();
        let rounds = self.rounds.unwrap_or(usual.rounds);
        if self.as_in_text {
            expected_utility::Options {
                rounds,
                denominator: expected_utility::Denominator::Pair,
                choice: expected_utility::Choice::LeastMovement,
            }
        } else {
            expected_utility::Options { rounds, ..usual }
        }
    }
}
