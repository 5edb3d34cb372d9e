//! The twin's picture of the network, from records and messages alone
