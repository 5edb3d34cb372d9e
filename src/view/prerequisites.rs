//! What a window needs of the machine, and which package has it.

use bevy::tasks::block_on;
use taiqu_grid::Text;
use wgpu::{Backends, Instance, InstanceDescriptor};

/// Something the machine lacks.
#[derive(Debug, PartialEq, Eq)]
pub enum Missing {
    /// Neither an X11 nor a Wayland display.
    Display,
    /// A library the window system needs at run time, and its Debian package.
    Library(&'static str, &'static str),
    /// A Vulkan adapter, in hardware or software.
    Adapter,
}

impl Missing {
    /// What is missing and how to get it.
    pub fn explain(&self) -> Text {
        match self {
            Self::Display => Text::new(
                "没有显示器：DISPLAY 和 WAYLAND_DISPLAY 都没有设置；在桌面会话中启动，或安装 xvfb 后用 xvfb-run 启动",
                "no display: neither DISPLAY nor WAYLAND_DISPLAY is set; start it in a desktop session, or install the package xvfb and start it with xvfb-run",
            ),
            Self::Library(library, package) => Text::new(
                format!("缺少 {library}：安装软件包 {package}"),
                format!("{library} is missing: install the package {package}"),
            ),
            Self::Adapter => Text::new(
                "没有 Vulkan 适配器：安装显卡的 Vulkan 驱动；没有显卡时安装软件包 mesa-vulkan-drivers（软件渲染）",
                "no Vulkan adapter: install the graphics card's Vulkan driver; without a card, the package mesa-vulkan-drivers renders in software",
            ),
        }
    }
}

/// What rendering needs, window or not: the Vulkan loader and an adapter.
pub fn missing_for_rendering() -> Vec<Missing> {
    if !loads("libvulkan.so.1") {
        return vec![Missing::Library("libvulkan.so.1", "libvulkan1")];
    }
    if has_adapter() {
        Vec::new()
    } else {
        vec![Missing::Adapter]
    }
}

/// What a window needs: a display, its libraries, and all that rendering needs.
pub fn missing_for_window() -> Vec<Missing> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut missing = Vec::new();
    if set("WAYLAND_DISPLAY") {
        missing.extend(missing_libraries(WAYLAND));
    } else if set("DISPLAY") {
        missing.extend(missing_libraries(X11));
    } else {
        missing.push(Missing::Display);
    }
    missing.extend(missing_for_rendering());
    missing
}

/// Libraries that winit opens at run time on X11, with their Debian packages.
const X11: &[(&str, &str)] = &[
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
];

/// The same on Wayland.
const WAYLAND: &[(&str, &str)] = &[
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
];

fn missing_libraries(
    wanted: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = Missing> {
    wanted
        .iter()
        .filter(|(library, _)| !loads(library))
        .map(|&(library, package)| Missing::Library(library, package))
}

#[cfg(unix)]
fn loads(library: &str) -> bool {
    #[expect(
        unsafe_code,
        reason = "opening a library is the only way to learn whether it opens; these run no code of ours"
    )]
    // SAFETY: the window system would open the same libraries a moment later.
    unsafe { libloading::Library::new(library) }.is_ok()
}

#[cfg(not(unix))]
fn loads(_library: &str) -> bool {
    true
}

fn has_adapter() -> bool {
    let instance = Instance::new(InstanceDescriptor {
        backends: Backends::PRIMARY,
        ..InstanceDescriptor::new_without_display_handle()
    });
    !block_on(instance.enumerate_adapters(Backends::PRIMARY)).is_empty()
}
