//! The one material of the picture. Every vertex names a paint and a slot; the
//! paint's colour and the slot's state come from two small buffers, so that
//! changing the look, or recolouring a whole district, is one buffer write.

mod paint;

use bevy::asset::embedded_asset;
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::render::storage::ShaderBuffer;
use bevy::shader::ShaderRef;

pub use paint::{Nature, Paint};

use crate::theme::LookColours;

/// The material of everything in the picture.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub struct SurfaceMaterial {
    #[storage(0, read_only)]
    slots: Handle<ShaderBuffer>,
    #[storage(1, read_only)]
    paints: Handle<ShaderBuffer>,
    #[storage(2, read_only)]
    air: Handle<ShaderBuffer>,
    see_through: bool,
}

impl Material for SurfaceMaterial {
    fn vertex_shader() -> ShaderRef {
        SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn prepass_vertex_shader() -> ShaderRef {
        SHADOW.into()
    }

    fn alpha_mode(&self) -> AlphaMode {
        if self.see_through {
            AlphaMode::Blend
        } else {
            AlphaMode::Opaque
        }
    }
}

const SHADER: &str = "embedded://taiqu_scene/surface/surface.wgsl";
/// Where shadows fall from.
const SHADOW: &str = "embedded://taiqu_scene/surface/shadow.wgsl";

/// Tag of meshes that are drawn though their slots are [`SlotFlags::GONE`].
pub const ANEW: u32 = 1 << 31;

/// State of one slot as the shader reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ShaderType)]
pub struct SlotState {
    /// Colour of the overlay, sRGB bytes r, g, b and the share it covers.
    pub colour: u32,
    /// Bits of [`SlotFlags`].
    pub flags: u32,
}

/// Bits of a slot's flags.
#[derive(Clone, Copy, Debug)]
pub struct SlotFlags;

impl SlotFlags {
    /// Without voltage: dark, and dashed where it is a wire.
    pub const DEAD: u32 = 1;
    /// Selected.
    pub const SELECTED: u32 = 2;
    /// Under the pointer.
    pub const HOVERED: u32 = 4;
    /// Windows and lamps are lit after dark.
    pub const LIT: u32 = 8;
    /// Abnormal: kept out of the shade so that its colour is read everywhere.
    pub const ALARM: u32 = 16;
    /// A building none of whose customers has supply.
    pub const OUT: u32 = 32;
    /// Not there any more: drawn anew elsewhere.
    pub const GONE: u32 = 64;
    /// The same for its wires alone.
    pub const DOWN: u32 = 128;
}

/// One paint as the shader reads it.
#[derive(Clone, Copy, Debug, ShaderType)]
struct PaintEntry {
    /// Linear colour; gloss.
    colour: Vec4,
    /// Nature, layer, least pixels, share of the overlay's colour.
    nature: Vec4,
}

/// Light and air as the shader reads them.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct Air {
    /// Light of the sun or moon.
    pub sun: Vec4,
    /// Light from above; how far lamps are on, 0 by day and 1 from dusk.
    pub above: Vec4,
    /// Light from below; 1 where an overlay is shown and the rest steps back.
    pub below: Vec4,
    /// Colour overhead; 1 where the sky has clouds and a sun.
    pub zenith: Vec4,
    /// Colour at the horizon; thickness of the haze, 1/m.
    pub horizon: Vec4,
    /// Colour around the sun.
    pub glow: Vec4,
    /// Direction to the sun (also when the light is the moon's).
    pub towards_sun: Vec4,
    /// Where the wind blows to along x and z, m/s; how long it has blown, s; ice around
    /// wires, m.
    pub wind: Vec4,
    /// Share of the sky under clouds; rain, as a share of a downpour; how far what the
    /// weather moves is seen to move.
    pub weather: Vec4,
}

/// Handles of the material and its buffers.
#[derive(Resource, Debug)]
pub struct Surfaces {
    /// For all that is opaque.
    pub solid: Handle<SurfaceMaterial>,
    /// For what is drawn over it.
    pub see_through: Handle<SurfaceMaterial>,
    /// One [`SlotState`] a slot.
    pub slots: Handle<ShaderBuffer>,
    /// One entry a paint.
    pub paints: Handle<ShaderBuffer>,
    /// The [`Air`].
    pub air: Handle<ShaderBuffer>,
}

impl Surfaces {
    /// Makes the material with room for `slots` slots.
    pub fn new(
        slots: usize,
        materials: &mut Assets<SurfaceMaterial>,
        buffers: &mut Assets<ShaderBuffer>,
    ) -> Self {
        let slots = buffers.add(ShaderBuffer::from(vec![SlotState::default(); slots.max(1)]));
        let blank = PaintEntry {
            colour: Vec4::ZERO,
            nature: Vec4::ZERO,
        };
        let paints = buffers.add(ShaderBuffer::from(vec![blank; Paint::ALL.len()]));
        let air = buffers.add(ShaderBuffer::from(Air::default()));
        let mut material = |see_through| {
            materials.add(SurfaceMaterial {
                slots: slots.clone(),
                paints: paints.clone(),
                air: air.clone(),
                see_through,
            })
        };
        Self {
            solid: material(false),
            see_through: material(true),
            slots,
            paints,
            air,
        }
    }
}

/// The shader's table of paints for one look.
pub fn paint_table(colours: &LookColours) -> ShaderBuffer {
    let entry = |&paint: &Paint| {
        let properties = paint.properties();
        let [r, g, b] = colours
            .paints
            .get(&paint)
            .copied()
            .unwrap_or_default()
            .linear();
        PaintEntry {
            colour: Vec4::new(r, g, b, properties.gloss),
            nature: Vec4::new(
                f32::from(properties.nature as u8),
                properties.pull,
                properties.pixels,
                properties.takes,
            ),
        }
    };
    ShaderBuffer::from(Paint::ALL.iter().map(entry).collect::<Vec<_>>())
}

pub(crate) fn plugin(app: &mut App) {
    embedded_asset!(app, "surface.wgsl");
    embedded_asset!(app, "shadow.wgsl");
    app.add_plugins(MaterialPlugin::<SurfaceMaterial>::default());
}
