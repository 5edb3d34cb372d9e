// Everything in the picture: light, air, state and the width of wires.

#import bevy_pbr::{
    forward_io::{Vertex, VertexOutput},
    mesh_functions,
    mesh_view_bindings::{view, lights},
    shadows::fetch_directional_shadow,
    view_transformations::position_world_to_clip,
}

struct Paint {
    colour: vec4<f32>,
    nature: vec4<f32>,
}

struct Air {
    sun: vec4<f32>,
    above: vec4<f32>,
    below: vec4<f32>,
    zenith: vec4<f32>,
    horizon: vec4<f32>,
    glow: vec4<f32>,
    towards_sun: vec4<f32>,
    wind: vec4<f32>,
    weather: vec4<f32>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> slots: array<vec2<u32>>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var<storage, read> paints: array<Paint>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var<storage, read> air: Air;

const SOLID: u32 = 0u;
const GROUND: u32 = 1u;
const ROWS: u32 = 2u;
const WATER: u32 = 3u;
const WINDOW: u32 = 4u;
const LEAF: u32 = 5u;
const SKY: u32 = 6u;
const WIRE: u32 = 7u;
const TRACE: u32 = 8u;
const CAGE: u32 = 9u;
const CONTACT: u32 = 10u;
const GLASS: u32 = 11u;
const LAMP: u32 = 12u;
const POOL: u32 = 13u;
const BRICK: u32 = 14u;
const BARK: u32 = 15u;
const RAIN: u32 = 16u;

const DEAD: u32 = 1u;
const SELECTED: u32 = 2u;
const HOVERED: u32 = 4u;
const LIT: u32 = 8u;
const ALARM: u32 = 16u;
const OUT: u32 = 32u;
const GONE: u32 = 64u;
const DOWN: u32 = 128u;

const ANEW: u32 = 0x80000000u;
const RAIN_BOX: vec3<f32> = vec3(36.0, 20.0, 36.0);

// The wind at a place as gusts pass over it, m/s.
fn gust(at: vec2<f32>) -> vec2<f32> {
    let passes = 0.025 * (at - air.wind.xy * air.wind.z);
    return air.wind.xy * (0.72 + 0.4 * noise(passes) + 0.22 * noise(passes * 4.0 + 3.0));
}

// How much of the rain the wind tears into spray and drives along.
fn driven() -> f32 {
    return sqrt(air.weather.y) * air.weather.z * smoothstep(9.0, 26.0, length(air.wind.xy));
}

// What grows bends with the square of the wind and of the height.
fn bent(position: vec3<f32>, height: f32, leafy: bool) -> vec3<f32> {
    let blows = gust(position.xz) * air.weather.z;
    let speed = length(blows);
    if speed < 1.0 || height <= 0.0 { return position; }
    let off = min(1.7e-5 * speed * speed * height * height, 0.4 * height);
    var moved = position + vec3(blows.x, 0.0, blows.y) / speed * off;
    moved.y -= 0.5 * off * off / height;
    if leafy {
        let own = 6.2832 * hash(floor(position.xz * 2.0));
        moved.y += 0.004 * speed * sin(7.0 * air.wind.z + own);
    }
    return moved;
}

// A wire swings about the line between its ends until its weight holds the wind.
fn swung(position: vec3<f32>, along: vec3<f32>, sag: f32) -> vec3<f32> {
    let across = normalize(vec3(along.z, 0.0, -along.x) + vec3(1e-6, 0.0, 0.0));
    let blows = dot(gust(position.xz), across.xz) * air.weather.z;
    let turned = atan(0.006 * blows * abs(blows));
    return position + sag * (across * sin(turned) + vec3(0.0, 1.0 - cos(turned), 0.0));
}

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    let tag = mesh_functions::get_tag(vertex.instance_index);
    let paint = paints[u32(vertex.uv.y + 0.5)];
    let kind = u32(paint.nature.x + 0.5);
    let slot = u32(vertex.uv.x + 0.5);
    let is_anew = (tag & ANEW) != 0u;
    let flags = slots[slot].y;
    var position = (world_from_local * vec4(vertex.position, 1.0)).xyz;
    var normal = mesh_functions::mesh_normal_local_to_world(vertex.normal, vertex.instance_index);

    var is_hidden = !is_anew && ((flags & GONE) != 0u || ((flags & DOWN) != 0u && kind == WIRE));
    if !is_anew && air.weather.z > 0.0 {
        if kind == LEAF || kind == BARK { position = bent(position, vertex.uv_b.x, kind == LEAF); }
        if kind == WIRE { position = swung(position, normal, vertex.color.r); }
    }
    if kind == RAIN {
        // Streaks in a box about the eye, which what leaves it below enters again above.
        // Spray hardly falls.
        let spray = vertex.color.b;
        let falls = vec3(air.wind.x, mix(-8.0, -1.2, spray), air.wind.y);
        let place = fract(vertex.position + (falls * air.wind.z - view.world_position) / RAIN_BOX);
        normal = normalize(falls);
        let lasts = mix(0.03, 0.14, spray);
        position = view.world_position + (place - 0.5) * RAIN_BOX + normal * vertex.color.r * lasts * length(falls);
        is_hidden = vertex.color.g > mix(air.weather.y, driven(), spray);
    }
    if vertex.uv_b.y != 0.0 {
        // A ribbon: the normal holds its direction, the sign of uv_b.y its edge.
        let to_eye = view.world_position - position;
        let distance = length(to_eye);
        let side = normalize(cross(normal, to_eye / distance)) * sign(vertex.uv_b.y);
        let pixel = 2.0 * distance / (view.clip_from_view[1][1] * view.viewport.w);
        // Far wires thin out, unless they have something to say.
        let says = (slots[slot].x >> 24u) > 0u;
        var pixels = paint.nature.z * select(mix(1.0, 0.5, smoothstep(60.0, 320.0, distance)), 1.5, says);
        if (flags & (SELECTED | HOVERED)) != 0u { pixels = max(pixels * 2.0, 3.0); }
        var radius = abs(vertex.uv_b.y);
        if kind == WIRE {
            radius += air.wind.w;
            pixels *= 1.0 + min(60.0 * air.wind.w, 1.0);
        }
        position += side * max(radius, 0.5 * pixels * pixel);
        normal = normalize(side + 0.7 * to_eye / distance + vec3(0.0, 0.4, 0.0));
    }

    out.world_position = vec4(position, 1.0);
    out.world_normal = normal;
    out.position = position_world_to_clip(position);
    // Layers on the ground win by a small share of their distance.
    out.position.z *= 1.0 + 3e-4 * paint.nature.y;
    // All corners in one point: nothing to draw.
    if is_hidden { out.position = vec4(0.0, 0.0, 0.0, 1.0); }
    out.uv = vec2(f32(slot), vertex.uv.y);
    out.uv_b = vertex.uv_b;
    // From one edge of a streak of rain to the other it runs from 1 to -1.
    if kind == RAIN { out.uv_b.y = sign(vertex.uv_b.y); }
    out.color = vertex.color;
    return out;
}

fn hash(p: vec2<f32>) -> f32 {
    var q = fract(vec3(p.xyx) * 0.1031);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

fn noise(p: vec2<f32>) -> f32 {
    let cell = floor(p);
    let f = fract(p);
    let u = f * f * (3.0 - 2.0 * f);
    let low = mix(hash(cell), hash(cell + vec2(1.0, 0.0)), u.x);
    let high = mix(hash(cell + vec2(0.0, 1.0)), hash(cell + vec2(1.0, 1.0)), u.x);
    return mix(low, high, u.y);
}

fn grey(colour: vec3<f32>) -> f32 {
    return dot(colour, vec3(0.2126, 0.7152, 0.0722));
}

fn linear_from_bytes(colour: u32) -> vec4<f32> {
    let c = unpack4x8unorm(colour);
    return vec4(pow(c.rgb, vec3(2.2)), c.a);
}

// Land beyond the surveyed one: fields of a hundred paces with grass between.
fn patchwork(at: vec2<f32>, grass: vec3<f32>) -> vec3<f32> {
    let turned = vec2(0.94 * at.x + 0.34 * at.y, 0.94 * at.y - 0.34 * at.x);
    let row = floor(turned.y / 74.0);
    let width = 90.0 + 80.0 * hash(vec2(row, 7.0));
    let across = turned.x / width + hash(vec2(row, 3.0));
    let cell = vec2(floor(across), row);
    let kind = hash(cell + 11.0);
    let field = 1u + u32(kind * 3.99);
    let edge = min(min(fract(across), 1.0 - fract(across)) * width,
                   min(fract(turned.y / 74.0), 1.0 - fract(turned.y / 74.0)) * 74.0);
    let soft = max(1.5, fwidth(turned.x) + fwidth(turned.y));
    let colour = paints[field].colour.rgb * (0.86 + 0.28 * hash(cell + 5.0));
    return mix(grass, colour, 0.75 * smoothstep(1.0, 1.0 + soft, edge));
}

fn sky(direction: vec3<f32>) -> vec3<f32> {
    let up = clamp(direction.y, 0.0, 1.0);
    var colour = mix(air.horizon.rgb, air.zenith.rgb, pow(up, 0.55));
    let near_sun = max(dot(direction, air.towards_sun.xyz), 0.0);
    colour += air.glow.rgb * (0.35 * pow(near_sun, 6.0) * (1.0 - up) + 0.25 * pow(near_sun, 40.0));
    if air.zenith.w > 0.5 {
        if direction.y > 0.02 {
            let drift = 0.004 * air.wind.xy * air.wind.z * air.weather.z;
            let at = direction.xz / (direction.y + 0.12) * 1.6 - drift;
            let cloud = air.weather.x;
            let clouds = 0.55 * noise(at) + 0.28 * noise(at * 2.3 + 5.0) + 0.17 * noise(at * 5.1 + 9.0);
            let edges = vec2(0.52, 0.85) - vec2(0.5, 0.25) * cloud;
            let cover = smoothstep(edges.x, edges.y, clouds) * smoothstep(0.02, 0.25, direction.y);
            let lit = mix(air.horizon.rgb, air.sun.rgb * 0.3 + air.above.rgb * 0.9 + air.glow.rgb * 0.3, 0.7);
            // Where they close up their undersides are dark.
            let below = mix(lit, air.zenith.rgb * 0.75, cloud * smoothstep(0.3, 0.7, clouds));
            colour = mix(colour, below, 0.7 * cover);
        }
        let clear = 1.0 - air.weather.x;
        colour += air.glow.rgb * 6.0 * clear * smoothstep(0.99965, 0.9999, near_sun);
    }
    return colour;
}

// Courses of bricks with joints; far away their mean.
fn bricks(at: vec2<f32>) -> f32 {
    let course = floor(at.y / 0.07);
    let place = vec2(at.x / 0.25 + 0.5 * fract(course * 0.5) * 2.0, at.y / 0.07);
    let edge = min(fract(place), 1.0 - fract(place)) * vec2(0.25, 0.07);
    let soft = max(fwidth(at.x), fwidth(at.y));
    let joint = 1.0 - smoothstep(0.004, 0.004 + soft, min(edge.x, edge.y));
    let tone = 0.90 + 0.2 * hash(vec2(floor(place.x), course));
    return mix(mix(tone, 1.35, joint), 1.03, smoothstep(0.01, 0.05, soft));
}

// Linear up to where detail matters, then a soft shoulder.
fn expose(colour: vec3<f32>) -> vec3<f32> {
    let knee = vec3(0.68);
    let over = max(colour - knee, vec3(0.0));
    return min(colour, knee) + 0.32 * (1.0 - exp(-over / 0.32));
}

@fragment
fn fragment(in: VertexOutput, @builtin(front_facing) front: bool) -> @location(0) vec4<f32> {
    let paint_index = u32(in.uv.y + 0.5);
    let paint = paints[paint_index];
    let kind = u32(paint.nature.x + 0.5);
    let state = slots[u32(in.uv.x + 0.5)];
    let flags = state.y;
    let over = linear_from_bytes(state.x);
    let at = in.world_position.xyz;
    let to_eye = view.world_position - at;
    let distance = length(to_eye);
    // Close up an alarm tints the thing, and no longer hides what it looks like.
    let shown = select(1.0, mix(0.30, 1.0, smoothstep(10.0, 70.0, distance)), (flags & ALARM) != 0u);
    let covered = over.a * paint.nature.w * shown;
    let eye = to_eye / distance;

    if kind == SKY {
        return vec4(expose(sky(-eye)), 1.0);
    }
    if kind == RAIN {
        let seen = smoothstep(0.8, 3.0, distance) * (1.0 - smoothstep(9.0, 18.0, distance));
        // A veil of spray is soft at its edges and its ends.
        let edge = in.uv_b.y;
        let veil = 0.20 * (1.0 - edge * edge) * 4.0 * in.color.r * (1.0 - in.color.r);
        let alpha = mix(0.30, veil, in.color.b) * seen;
        return vec4(expose(paint.colour.rgb * (air.horizon.rgb + 0.4 * air.above.rgb)), alpha);
    }
    if kind == CONTACT {
        return vec4(paint.colour.rgb, in.color.a);
    }
    let lamps = select(0.0, air.above.w, (flags & LIT) != 0u);
    if kind == POOL {
        let reach = 1.0 - smoothstep(150.0, 900.0, distance);
        return vec4(expose(paint.colour.rgb), 0.62 * in.color.a * lamps * (0.5 + 0.5 * reach));
    }
    if (flags & DEAD) != 0u && (kind == WIRE || kind == TRACE) && fract(in.uv_b.x / 1.6) > 0.6 {
        discard;
    }

    // A wire's colour is taken by its sag.
    var albedo = paint.colour.rgb * select(in.color.rgb, vec3(1.0), kind == WIRE);
    var normal = normalize(in.world_normal);
    if !front && kind != WIRE { normal = -normal; }
    var occlusion = in.color.a;
    if kind == SOLID || kind == BARK || kind == WINDOW || kind == BRICK {
        occlusion *= mix(0.66, 1.0, smoothstep(-0.1, 1.1, in.uv_b.x));
    } else if kind == GROUND {
        // Dry and lush patches, so that no lawn looks like a carpet.
        let dry = noise(at.xz * 0.021) * 0.6 + noise(at.xz * 0.11) * 0.4;
        albedo *= mix(vec3(0.90, 0.97, 0.92), vec3(1.14, 1.03, 0.84), smoothstep(0.3, 0.75, dry));
        if in.uv_b.x > 0.0 {
            albedo = mix(albedo, patchwork(at.xz, albedo), in.uv_b.x);
        }
    }
    if kind == BRICK {
        albedo *= bricks(vec2(dot(at.xz, normalize(vec2(-normal.z, normal.x) + 1e-6)), at.y));
    } else if kind == ROWS {
        let rows = in.uv_b.x;
        let fine = 1.0 - smoothstep(0.15, 0.5, fwidth(rows));
        albedo *= 1.0 + 0.16 * fine * sin(6.2832 * rows);
    }
    if paint.nature.y > 0.5 || kind == GROUND {
        albedo *= 0.88 + 0.16 * noise(at.xz * 0.35) + 0.10 * noise(at.xz * 0.045);
        if kind != ROWS && distance < 60.0 { albedo *= 0.94 + 0.12 * noise(at.xz * 5.0); }
    }
    let is_ground = paint.nature.y > 0.5 || kind == GROUND;
    let wet = air.weather.y * air.weather.z;
    if is_ground { albedo *= 1.0 - 0.35 * wet; }
    // Ice is a white coat, on all sides of wires and on top of the rest.
    let iced = smoothstep(0.0005, 0.008, air.wind.w);
    let coat = select(0.55 * max(normal.y, 0.0), 0.85, kind == WIRE);
    albedo = mix(albedo, vec3(0.82, 0.86, 0.90), iced * coat);
    // Under an overlay the surroundings step back into grey.
    albedo = mix(albedo, vec3(grey(albedo)), 0.7 * air.below.w);
    albedo = mix(albedo, over.rgb, covered);

    let towards_light = lights.directional_lights[0].direction_to_light;
    let facing = dot(normal, towards_light);
    var sunlight = max(facing, 0.0);
    if kind == LEAF { sunlight = clamp(0.35 + 0.65 * facing, 0.0, 1.0); }
    if kind == WIRE { sunlight = 0.6; }
    var shadow = 1.0;
    if sunlight > 0.0 && kind != WIRE && kind != CAGE && kind != TRACE {
        let view_z = dot(vec4(view.view_from_world[0].z, view.view_from_world[1].z,
                              view.view_from_world[2].z, view.view_from_world[3].z), vec4(at, 1.0));
        shadow = fetch_directional_shadow(0u, vec4(at, 1.0), normal, view_z, in.position.xy);
    }
    // Light of the whole sky: most from above, warmer from where the sun is low.
    var ambient = mix(air.below.rgb, air.above.rgb, 0.5 + 0.5 * normal.y);
    ambient += 0.14 * air.glow.rgb * max(dot(normal, air.towards_sun.xyz) + 0.35, 0.0);
    // Whoever stands this near has a torch.
    ambient += vec3(0.42, 0.41, 0.39) * max(dot(normal, eye), 0.0) * (1.0 - smoothstep(2.0, 16.0, distance));
    let light = air.sun.rgb * (sunlight * shadow * mix(occlusion, 1.0, 0.5)) + ambient * occlusion;
    var colour = albedo * light;

    let gloss = paint.colour.a;
    if is_ground && wet > 0.0 && kind != WATER {
        let grazing = pow(1.0 - max(dot(normal, eye), 0.0), 4.0);
        let puddles = smoothstep(0.45, 0.75, noise(at.xz * 0.23));
        colour = mix(colour, air.horizon.rgb, wet * grazing * (0.35 + 0.45 * puddles) * (1.0 - covered));
    }
    if gloss > 0.0 && kind != WIRE {
        let halfway = normalize(towards_light + eye);
        let bright = pow(max(dot(normal, halfway), 0.0), mix(12.0, 90.0, gloss));
        let grazing = pow(1.0 - max(dot(normal, eye), 0.0), 4.0);
        var mirrored = reflect(-eye, normal);
        mirrored.y = abs(mirrored.y);
        let reflected = mix(air.horizon.rgb, air.zenith.rgb, sqrt(clamp(mirrored.y, 0.0, 1.0)));
        var share = gloss * (0.05 + 0.5 * grazing);
        if kind == WATER {
            let ripple = noise(at.xz * 0.8) - 0.5;
            share = 0.25 + 0.65 * grazing + 0.06 * ripple;
        }
        if kind == WINDOW { share = 0.22 + 0.5 * grazing; }
        colour = mix(colour, reflected * occlusion, share * (1.0 - covered));
        colour += air.sun.rgb * shadow * gloss * 0.35 * bright;
    }
    if kind == WINDOW {
        // Not every room has its light on.
        let room = hash(floor(at.xz * 0.7) + floor(at.y / 2.9) * 17.0);
        let lamp = vec3(1.0, 0.70, 0.34) * (0.7 + 0.6 * room) * smoothstep(0.22, 0.40, room);
        colour = mix(colour, colour * 0.4 + lamp, lamps);
    }
    // Light from windows and doors falls on the walls around them.
    if kind == SOLID && paint.nature.w == 0.0 { colour += albedo * vec3(0.20, 0.12, 0.05) * lamps; }
    if kind == LAMP { colour = mix(colour, paint.colour.rgb * 1.4, lamps); }
    // The quiet grey has no lamps: a house without supply is dark as a whole.
    if (flags & OUT) != 0u && air.zenith.w < 0.5 { colour *= vec3(0.26, 0.28, 0.32); }
    if (flags & DEAD) != 0u { colour *= mix(1.0, 0.55, paint.nature.w); }
    // An overlay's colour must be told in shade and at night.
    let plain = select(0.4, 0.75, (flags & ALARM) != 0u);
    colour = mix(colour, over.rgb, covered * plain);
    var alpha = 1.0;
    if kind == CAGE { colour = over.rgb; alpha = over.a; }
    if kind == GLASS { alpha = 0.16 + 0.5 * pow(1.0 - abs(dot(normal, eye)), 3.0); }
    if kind == TRACE { colour = mix(albedo, colour, 0.5); alpha = 0.8; }
    if (flags & (SELECTED | HOVERED)) != 0u && paint.nature.w > 0.0 {
        let rim = pow(1.0 - abs(dot(normal, eye)), 2.0);
        let strength = select(0.3, 0.6, (flags & SELECTED) != 0u);
        let whole = select(0.1, 1.0, kind == WIRE || kind == TRACE);
        colour = mix(colour, vec3(1.0), strength * max(whole, rim));
    }

    // Over what is wet the wind drives spray in streaks.
    let drives = driven();
    if is_ground && drives > 0.0 {
        let ahead = normalize(air.wind.xy);
        let along = dot(at.xz, ahead) - 1.1 * length(air.wind.xy) * air.wind.z;
        let beside = dot(at.xz, vec2(-ahead.y, ahead.x));
        let streaks = noise(vec2(0.045 * along, 0.55 * beside)) * noise(vec2(0.16 * along, 0.21 * beside) + 7.0);
        colour = mix(colour, air.horizon.rgb, 0.8 * drives * smoothstep(0.14, 0.5, streaks) * (1.0 - covered));
    }

    // Rain drifts past in sheets.
    let sheets = 0.9 * wet * (noise(0.010 * (at.xz - air.wind.xy * air.wind.z)) - 0.5);
    let thickness = max(distance - 80.0, 0.0) * air.horizon.w * (1.0 + sheets);
    let haze = 1.0 - exp(-thickness * sqrt(thickness));
    let near_sun = max(dot(-eye, air.towards_sun.xyz), 0.0);
    let far = air.horizon.rgb + air.glow.rgb * 0.35 * pow(near_sun, 6.0);
    let hazed = select(haze, haze * 0.5, covered > 0.5 || kind == CAGE);
    colour = mix(colour, far, hazed);
    return vec4(expose(colour), alpha);
}
