//! Four-wire unbalanced power flow of radial low-voltage networks
