// What casts shadows: all of the picture but what its slot says is gone.

#import bevy_pbr::{
    mesh_functions,
    prepass_io::{Vertex, VertexOutput},
    view_transformations::position_world_to_clip,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> slots: array<vec2<u32>>;

const GONE: u32 = 64u;
const ANEW: u32 = 0x80000000u;

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    let is_anew = (mesh_functions::get_tag(vertex.instance_index) & ANEW) != 0u;
    out.world_position = world_from_local * vec4(vertex.position, 1.0);
    out.position = position_world_to_clip(out.world_position.xyz);
#ifdef UNCLIPPED_DEPTH_ORTHO_EMULATION
    out.unclipped_depth = out.position.z;
    out.position.z = min(out.position.z, 1.0);
#endif
    if !is_anew && (slots[u32(vertex.uv.x + 0.5)].y & GONE) != 0u {
        out.position = vec4(0.0, 0.0, 0.0, 1.0);
    }
    out.uv = vertex.uv;
    out.uv_b = vertex.uv_b;
    out.color = vertex.color;
#ifdef VERTEX_OUTPUT_INSTANCE_INDEX
    out.instance_index = vertex.instance_index;
#endif
#ifdef VISIBILITY_RANGE_DITHER
    out.visibility_range_dither = mesh_functions::get_visibility_range_dither_level(
        vertex.instance_index, world_from_local[3]);
#endif
    return out;
}
