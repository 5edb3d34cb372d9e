//! The font of Chinese text.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};
use taiqu_grid::{Problem, Text};

/// File of the font inside the folder `fonts` of the assets.
pub const FONT_FILE: &str = "NotoSansSC-Regular-gbk.ttf";

/// egui's own fonts with the Chinese one behind them in both families, so that
/// Latin letters and digits keep egui's shapes.
///
/// # Errors
/// The file cannot be read.
pub fn fonts(folder: &Path) -> Result<FontDefinitions, Problem> {
    let path = folder.join(FONT_FILE);
    let bytes = fs::read(&path).map_err(|error| {
        let mut problem = Problem::error(
            "",
            Text::new(
                format!("无法读取字体：{error}"),
                format!("cannot read the font: {error}"),
            ),
            Text::new(
                "检查安装是否完整，或设置 TAIQU_HOME",
                "check the installation, or set TAIQU_HOME",
            ),
        );
        problem.file = path.display().to_string();
        problem
    })?;
    let mut fonts = FontDefinitions::default();
    let name = FONT_FILE.to_owned();
    fonts
        .font_data
        .insert(name.clone(), Arc::new(FontData::from_owned(bytes)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().push(name.clone());
    }
    Ok(fonts)
}
