//! What is remembered from one start to the next: language and size of the panels,
//! and whether things may move.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use bevy::prelude::Resource;
use serde::{Deserialize, Serialize};
use taiqu_grid::Lang;

/// What is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The language.
    pub lang: Lang,
    /// Size of the panels.
    pub scale: f32,
    /// Whether the picture must not move or flash by itself.
    #[serde(default)]
    pub reduced_motion: bool,
}

/// Where it is remembered; nowhere, where pictures must not depend on it.
#[derive(Resource, Clone, Debug, Default)]
pub struct SettingsFile(pub Option<PathBuf>);

impl SettingsFile {
    /// The user's own file.
    pub fn of_user() -> Self {
        let set = |name| env::var_os(name).filter(|value| !value.is_empty());
        let folder = set("XDG_CONFIG_HOME")
            .or_else(|| set("APPDATA"))
            .map(PathBuf::from)
            .or_else(|| Some(Path::new(&set("HOME")?).join(".config")));
        Self(folder.map(|folder| folder.join("taiqu").join("console.ron")))
    }

    /// What is remembered; nothing where the file is absent or spoilt.
    pub fn read(&self) -> Option<Settings> {
        let text = fs::read_to_string(self.0.as_ref()?).ok()?;
        ron::from_str(&text).ok()
    }

    /// Remembers `settings`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, settings: Settings) -> io::Result<()> {
        let Some(path) = &self.0 else { return Ok(()) };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, ron::to_string(&settings).map_err(io::Error::other)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back() {
        let folder = env::temp_dir().join(format!("taiqu-settings-{}", std::process::id()));
        let file = SettingsFile(Some(folder.join("console.ron")));
        assert_eq!(file.read(), None);
        let settings = Settings {
            lang: Lang::En,
            scale: 1.3,
            reduced_motion: true,
        };
        file.write(settings).expect("a writable folder");
        assert_eq!(file.read(), Some(settings));
        // One that was written before there was a choice.
        fs::write(folder.join("console.ron"), "(lang:zh,scale:1.0)").expect("our own file");
        assert_eq!(
            file.read().map(|settings| settings.reduced_motion),
            Some(false)
        );
        fs::remove_dir_all(folder).expect("our own folder");
    }
}
