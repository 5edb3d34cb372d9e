//! Keys held together, however slow the frames are.

use std::collections::VecDeque;

use bevy::input::keyboard::{Key, KeyboardInput};
use bevy::prelude::*;

/// Gives the panels, frame by frame, only keys that were pressed under one state of
/// Shift, Ctrl and Alt; the rest waits for the next frame.
///
/// The panels take these three as they are at the end of a frame, so that a chord
/// pressed and released within one long frame would be a bare letter.
pub(crate) fn keep_chords(
    mut messages: ResMut<Messages<KeyboardInput>>,
    mut read: Local<bevy::ecs::message::MessageCursor<KeyboardInput>>,
    mut waiting: Local<VecDeque<KeyboardInput>>,
) {
    waiting.extend(read.read(&messages).cloned());
    // What is older was read in its own frame.
    messages.clear();
    messages.write_batch(first_of(&mut waiting));
    *read = messages.get_cursor_current();
}

/// Takes the keys up to the first change of a modifier that follows another key.
fn first_of(waiting: &mut VecDeque<KeyboardInput>) -> Vec<KeyboardInput> {
    let mut has_key = false;
    let end = waiting.iter().position(|input| {
        let modifier = matches!(
            input.logical_key,
            Key::Shift | Key::Control | Key::Alt | Key::Super | Key::Meta
        );
        has_key |= !modifier;
        modifier && has_key
    });
    waiting.drain(..end.unwrap_or(waiting.len())).collect()
}

#[cfg(test)]
mod tests {
    use bevy::input::ButtonState;

    use super::*;

    fn input(key: &Key, state: ButtonState) -> KeyboardInput {
        KeyboardInput {
            key_code: KeyCode::KeyF,
            logical_key: key.clone(),
            state,
            text: None,
            repeat: false,
            window: Entity::PLACEHOLDER,
        }
    }

    #[test]
    fn a_chord_within_one_frame_keeps_its_modifier() {
        let (ctrl, f) = (Key::Control, Key::Character("f".into()));
        let mut app = App::new();
        app.add_message::<KeyboardInput>()
            .add_systems(Update, keep_chords);
        app.world_mut().write_message_batch([
            input(&ctrl, ButtonState::Pressed),
            input(&f, ButtonState::Pressed),
            input(&f, ButtonState::Released),
            input(&ctrl, ButtonState::Released),
        ]);
        let mut cursor = app
            .world()
            .resource::<Messages<KeyboardInput>>()
            .get_cursor();
        let mut frames = Vec::new();
        for _ in 0..3 {
            app.update();
            let messages = app.world().resource::<Messages<KeyboardInput>>();
            frames.push(cursor.read(messages).cloned().collect::<Vec<_>>());
        }
        let count: Vec<usize> = frames.iter().map(Vec::len).collect();
        assert_eq!(count, [3, 1, 0]);
        assert_eq!(frames[0][0].logical_key, ctrl);
        assert_eq!(frames[1][0].state, ButtonState::Released);
    }
}
