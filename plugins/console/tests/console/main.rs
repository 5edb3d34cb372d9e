//! The console from outside: texts, colours and panels, in both languages.

mod colours;
mod fixture;
mod panels;
mod search;
mod texts;
mod work;
