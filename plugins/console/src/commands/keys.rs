//! From keys to actions.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::{Action, TABLE};

/// The actions whose keys were pressed in this pass, each taken from the input so
/// that nothing else sees it.
///
/// While text is typed, or is about to be, only keys with Ctrl or Alt, function keys
/// and Escape count; while a button has the focus, Space is the button's.
pub fn pressed(ctx: &Context, is_about_to_type: bool) -> Vec<Action> {
    let typing = is_about_to_type || ctx.text_edit_focused();
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let mut order: Vec<_> = TABLE.iter().collect();
    // Shift+N must be tried before N, which ignores Shift.
    order.sort_by_key(|entry| entry.shortcut.is_none_or(|s| s.modifiers.is_none()));
    ctx.input_mut(|input| {
        order
            .iter()
            .filter_map(|entry| Some((entry.action, entry.shortcut?)))
            .filter(|(_, shortcut)| !typing || works_while_typing(*shortcut))
            .filter(|(_, shortcut)| !focused || shortcut.logical_key != Key::Space)
            .filter(|(_, shortcut)| {
                alternatives(*shortcut).any(|key| input.consume_key(shortcut.modifiers, key))
            })
            .map(|(action, _)| action)
            .collect()
    })
}

fn works_while_typing(shortcut: KeyboardShortcut) -> bool {
    let function = matches!(shortcut.logical_key, Key::Escape | Key::F11 | Key::F12);
    function || shortcut.modifiers.command || shortcut.modifiers.alt
}

/// The key, and the one that has the same sign on its face without Shift.
fn alternatives(shortcut: KeyboardShortcut) -> impl Iterator<Item = Key> {
    let other = (shortcut.logical_key == Key::Plus).then_some(Key::Equals);
    std::iter::once(shortcut.logical_key).chain(other)
}

/// A shortcut as people write it.
pub fn describe(shortcut: KeyboardShortcut) -> String {
    let KeyboardShortcut {
        modifiers,
        logical_key,
    } = shortcut;
    let mut text = String::new();
    for (held, name) in [
        (modifiers.command || modifiers.ctrl, "Ctrl+"),
        (modifiers.contains(Modifiers::ALT), "Alt+"),
        (modifiers.shift, "Shift+"),
    ] {
        if held {
            text.push_str(name);
        }
    }
    text.push_str(match logical_key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::Escape => "Esc",
        key => key.symbol_or_name(),
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcuts_read_as_on_a_keyboard() {
        let of = |modifiers, key| describe(KeyboardShortcut::new(modifiers, key));
        assert_eq!(of(Modifiers::COMMAND, Key::F), "Ctrl+F");
        assert_eq!(of(Modifiers::ALT, Key::ArrowLeft), "Alt+←");
        assert_eq!(of(Modifiers::NONE, Key::Escape), "Esc");
        assert_eq!(of(Modifiers::NONE, Key::Period), ".");
        assert_eq!(of(Modifiers::SHIFT, Key::N), "Shift+N");
    }
}
