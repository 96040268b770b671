//! Bargaining models: compromise, the spatial model of politics, expected utility and exchange with externalities.
