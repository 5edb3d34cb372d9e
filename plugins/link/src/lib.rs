//! All messages between the field and the twin, the clock, commands and the journal
