//! The simulated field: what is true
