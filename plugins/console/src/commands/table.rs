//! The one table of commands. Menus, buttons, palette, help and key handling read
//! it; names and tooltips are the texts `command.<word>` and `command.<word>.tip`.

use egui::{Key, KeyboardShortcut, Modifiers};
use taiqu_scene::Overlay;

use super::{FieldCommand, ViewCommand};

/// One thing a user can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Something of the view.
    View(ViewCommand),
    /// Something of the field, done to what is selected, after confirmation.
    Field(FieldCommand),
}

/// Where a command is listed in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Camera and picture.
    Picture,
    /// Overlays.
    Overlays,
    /// Finding and selecting.
    Finding,
    /// Time.
    Time,
    /// Panels and language.
    Panels,
    /// Orders to the field.
    Field,
    /// What an instructor makes happen.
    Instructor,
}

impl Group {
    /// All groups, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Finding,
        Self::Time,
        Self::Picture,
        Self::Overlays,
        Self::Panels,
        Self::Field,
        Self::Instructor,
    ];

    /// Key of its text.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Picture => "group.picture",
            Self::Overlays => "group.overlays",
            Self::Finding => "group.finding",
            Self::Time => "group.time",
            Self::Panels => "group.panels",
            Self::Field => "group.field",
            Self::Instructor => "group.instructor",
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What is asked for.
    pub action: Action,
    /// Key of its name.
    pub name: &'static str,
    /// Key of what it does.
    pub tip: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// The key that asks for it.
    pub shortcut: Option<KeyboardShortcut>,
}

/// The row of `action`.
///
/// Every action has one; a test sees to that.
pub fn entry(action: Action) -> &'static Entry {
    TABLE
        .iter()
        .find(|entry| entry.action == action)
        .unwrap_or(&TABLE[0])
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn first(shortcuts: &[KeyboardShortcut]) -> Option<KeyboardShortcut> {
    match shortcuts {
        [shortcut, ..] => Some(*shortcut),
        [] => None,
    }
}

macro_rules! table {
    ($($action:expr, $word:literal, $group:ident $(, $shortcut:expr)?;)*) => {
        /// All commands, in the order in which they are listed.
        pub const TABLE: &[Entry] = &[$(Entry {
            action: $action,
            name: concat!("command.", $word),
            tip: concat!("command.", $word, ".tip"),
            group: Group::$group,
            shortcut: first(&[$($shortcut)?]),
        }),*];
    };
}

use Action::{Field, View};
use ViewCommand as V;

table! {
    View(V::Search), "search", Finding, ctrl(Key::F);
    View(V::Palette), "palette", Finding, ctrl(Key::P);
    View(V::NextAbnormal), "next-abnormal", Finding, plain(Key::N);
    View(V::PreviousAbnormal), "previous-abnormal", Finding, shift(Key::N);
    View(V::Back), "back", Finding, alt(Key::ArrowLeft);
    View(V::Forward), "forward", Finding, alt(Key::ArrowRight);
    View(V::Clear), "clear", Finding, plain(Key::Escape);

    View(V::PlayPause), "play-pause", Time, plain(Key::Space);
    View(V::Step), "step", Time, plain(Key::Period);
    View(V::Slower), "slower", Time, plain(Key::OpenBracket);
    View(V::Faster), "faster", Time, plain(Key::CloseBracket);

    View(V::Home), "home", Picture, plain(Key::Home);
    View(V::Top), "top", Picture, plain(Key::T);
    View(V::Frame), "frame", Picture, plain(Key::F);
    View(V::Look), "look", Picture, plain(Key::K);
    View(V::Screenshot), "screenshot", Picture, plain(Key::F12);
    View(V::FullScreen), "full-screen", Picture, plain(Key::F11);

    View(V::Overlay(Overlay::Normal)), "overlay-normal", Overlays, plain(Key::Num0);
    View(V::Overlay(Overlay::Voltage)), "overlay-voltage", Overlays, plain(Key::Num1);
    View(V::Overlay(Overlay::VoltageA)), "overlay-voltage-a", Overlays, plain(Key::Num2);
    View(V::Overlay(Overlay::VoltageB)), "overlay-voltage-b", Overlays, plain(Key::Num3);
    View(V::Overlay(Overlay::VoltageC)), "overlay-voltage-c", Overlays, plain(Key::Num4);
    View(V::Overlay(Overlay::Loading)), "overlay-loading", Overlays, plain(Key::Num5);
    View(V::Overlay(Overlay::Energised)), "overlay-energised", Overlays, plain(Key::Num6);
    View(V::Overlay(Overlay::Phase)), "overlay-phase", Overlays, plain(Key::Num7);
    View(V::Overlay(Overlay::Unbalance)), "overlay-unbalance", Overlays, plain(Key::Num8);
    View(V::Overlay(Overlay::Neutral)), "overlay-neutral", Overlays, plain(Key::Num9);

    View(V::Overlay(Overlay::Failed)), "overlay-failed", Overlays, plain(Key::P);
    View(V::Overlay(Overlay::Risk)), "overlay-risk", Overlays, plain(Key::W);
    View(V::Overlay(Overlay::Damage)), "overlay-damage", Overlays, plain(Key::B);

    View(V::TreePanel), "tree-panel", Panels, ctrl(Key::Num1);
    View(V::SelectionPanel), "selection-panel", Panels, ctrl(Key::Num2);
    View(V::ListPanel), "list-panel", Panels, ctrl(Key::Num3);
    View(V::Language), "language", Panels, ctrl(Key::L);
    View(V::ReducedMotion), "reduced-motion", Panels;
    View(V::ScaleUp), "scale-up", Panels, ctrl(Key::Plus);
    View(V::ScaleDown), "scale-down", Panels, ctrl(Key::Minus);
    View(V::ScaleReset), "scale-reset", Panels, ctrl(Key::Num0);
    View(V::Help), "help", Panels, plain(Key::Questionmark);

    Field(FieldCommand::OpenSwitch), "open-switch", Field, plain(Key::O);
    Field(FieldCommand::CloseSwitch), "close-switch", Field, plain(Key::C);
    Field(FieldCommand::SetTap), "set-tap", Field;
    Field(FieldCommand::OpenRelay), "open-relay", Field;
    Field(FieldCommand::CloseRelay), "close-relay", Field;
    Field(FieldCommand::ConnectLoad), "connect-load", Field;
    Field(FieldCommand::DisconnectLoad), "disconnect-load", Field;

    View(V::Instructor), "instructor", Instructor, ctrl(Key::I);
    Field(FieldCommand::Break), "break", Instructor;
    Field(FieldCommand::Short), "short", Instructor;
    Field(FieldCommand::Leak), "leak", Instructor;
    Field(FieldCommand::BlowFuse), "blow-fuse", Instructor;
    Field(FieldCommand::FailTransformer), "fail-transformer", Instructor;
    Field(FieldCommand::BurnBox), "burn-box", Instructor;
    Field(FieldCommand::FellPole), "fell-pole", Instructor;
    Field(FieldCommand::ForceLock), "force-lock", Instructor;
    Field(FieldCommand::CutMeter), "cut-meter", Instructor;
    Field(FieldCommand::TripCustomer), "trip-customer", Instructor;
    Field(FieldCommand::Arrears), "arrears", Instructor;
    Field(FieldCommand::Unplug), "unplug", Instructor;
    Field(FieldCommand::Silence), "silence", Instructor;
    Field(FieldCommand::Tamper), "tamper", Instructor;
    Field(FieldCommand::KillTerminal), "kill-terminal", Instructor;
    Field(FieldCommand::Mend), "mend", Instructor;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_and_shortcuts_stand_once() {
        for (k, one) in TABLE.iter().enumerate() {
            for other in &TABLE[k + 1..] {
                assert_ne!(one.action, other.action);
                assert!(
                    one.shortcut.is_none() || one.shortcut != other.shortcut,
                    "{} and {}",
                    one.name,
                    other.name
                );
            }
        }
    }

    #[test]
    fn every_overlay_and_order_has_its_row() {
        for overlay in Overlay::ALL {
            let action = View(V::Overlay(overlay));
            assert_eq!(entry(action).action, action);
            assert_eq!(
                entry(action).name,
                format!("command.overlay-{}", overlay.word())
            );
        }
        for order in [
            FieldCommand::OpenSwitch,
            FieldCommand::CloseSwitch,
            FieldCommand::SetTap,
            FieldCommand::OpenRelay,
            FieldCommand::CloseRelay,
            FieldCommand::Arrears,
            FieldCommand::ForceLock,
            FieldCommand::ConnectLoad,
            FieldCommand::DisconnectLoad,
        ] {
            assert_eq!(entry(Field(order)).action, Field(order));
        }
    }
}
