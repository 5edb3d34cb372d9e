//! Panels, view commands, alarms, search, languages
