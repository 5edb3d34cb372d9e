//! What a window needs of the machine, and which package has it.

use std::ffi::{c_char, c_void};

use bevy::tasks::block_on;
use taiqu_grid::Text;
use wgpu::{Backends, Instance, InstanceDescriptor};

/// Something the machine lacks.
#[derive(Debug, PartialEq, Eq)]
pub enum Missing {
    /// Neither an X11 nor a Wayland display.
    Display,
    /// A display that does not answer: the variable that names it, and its value.
    Answer(&'static str, String),
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
            Self::Answer(variable, value) => Text::new(
                format!(
                    "{variable} 是 {value}，但那里没有显示服务应答，或拒绝当前用户；在桌面会话中启动，或改正 {variable}"
                ),
                format!(
                    "{variable} is {value}, but no display server answers there, or it refuses this user; start it in a desktop session, or correct {variable}"
                ),
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
    let mut missing = missing_of_display();
    missing.extend(missing_for_rendering());
    missing
}

/// What the window system named by the environment lacks; winit asks the same
/// variables in the same order.
fn missing_of_display() -> Vec<Missing> {
    if cfg!(not(target_os = "linux")) {
        return Vec::new();
    }
    let named = [&WAYLAND, &X11].into_iter().find_map(|system| {
        let value = std::env::var(system.variable).ok()?;
        (!value.is_empty()).then_some((system, value))
    });
    let Some((system, value)) = named else {
        return vec![Missing::Display];
    };
    let missing: Vec<Missing> = missing_libraries(system.libraries).collect();
    if missing.is_empty() && !answers(system) {
        return vec![Missing::Answer(system.variable, value)];
    }
    missing
}

/// A window system.
struct System {
    /// The environment variable that names the display.
    variable: &'static str,
    /// Libraries that winit opens at run time, with their Debian packages; the first
    /// one connects.
    libraries: &'static [(&'static str, &'static str)],
    /// Its functions that connect to the display of the environment, and disconnect.
    connection: [&'static [u8]; 2],
}

const X11: System = System {
    variable: "DISPLAY",
    libraries: &[
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libXcursor.so.1", "libxcursor1"),
        ("libXi.so.6", "libxi6"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
    connection: [b"XOpenDisplay\0", b"XCloseDisplay\0"],
};

const WAYLAND: System = System {
    variable: "WAYLAND_DISPLAY",
    libraries: &[
        ("libwayland-client.so.0", "libwayland-client0"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
    ],
    connection: [b"wl_display_connect\0", b"wl_display_disconnect\0"],
};

fn missing_libraries(
    wanted: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = Missing> {
    wanted
        .iter()
        .filter(|(library, _)| !loads(library))
        .map(|&(library, package)| Missing::Library(library, package))
}

#[cfg(target_os = "linux")]
fn loads(library: &str) -> bool {
    #[expect(
        unsafe_code,
        reason = "opening a library is the only way to learn whether it opens; these run no code of ours"
    )]
    // SAFETY: the window system would open the same libraries a moment later.
    unsafe { libloading::Library::new(library) }.is_ok()
}

#[cfg(not(target_os = "linux"))]
fn loads(_library: &str) -> bool {
    true
}

/// Whether a connection to the display can be had; the event loop would panic.
#[cfg(target_os = "linux")]
fn answers(system: &System) -> bool {
    type Connect = unsafe extern "C" fn(*const c_char) -> *mut c_void;
    type Disconnect = unsafe extern "C" fn(*mut c_void);
    let [connect, disconnect] = system.connection;
    #[expect(
        unsafe_code,
        reason = "both libraries tell only through their C functions whether a display answers"
    )]
    // SAFETY: the two functions have these signatures since their first release, take
    // null for the display of the environment, and get back what they gave.
    unsafe {
        let Ok(library) = libloading::Library::new(system.libraries[0].0) else {
            return false;
        };
        let connect = library.get::<Connect>(connect);
        let disconnect = library.get::<Disconnect>(disconnect);
        let (Ok(connect), Ok(disconnect)) = (connect, disconnect) else {
            return false;
        };
        let display = connect(std::ptr::null());
        if display.is_null() {
            return false;
        }
        disconnect(display);
    }
    true
}

#[cfg(not(target_os = "linux"))]
fn answers(_system: &System) -> bool {
    true
}

fn has_adapter() -> bool {
    let instance = Instance::new(InstanceDescriptor {
        backends: Backends::PRIMARY,
        ..InstanceDescriptor::new_without_display_handle()
    });
    !block_on(instance.enumerate_adapters(Backends::PRIMARY)).is_empty()
}
