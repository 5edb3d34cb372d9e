//! The console in a Bevy app: its camera, its pass, and what comes of requests.

use std::path::PathBuf;

use bevy::camera::RenderTarget;
use bevy::camera::visibility::RenderLayers;
use bevy::input::InputSystems;
use bevy::prelude::*;
use bevy_egui::{
    EguiContexts, EguiGlobalSettings, EguiPlugin, EguiPreUpdateSet, EguiPrimaryContextPass,
    EguiTextureHandle, PrimaryEguiContext,
};
use taiqu_grid::components::Records;
use taiqu_grid::topology::Topology;
use taiqu_grid::{Lang, Problem, Text};
use taiqu_link::{ClockRequest, Command, SimClock};
use taiqu_scene::{PointerOverPanels, ReducedMotion, ScenePicture, SceneSystems, SceneViewport};

use crate::commands::{keep_chords, pressed};
use crate::desk::{Desk, Effect, Knowledge, Request};
use crate::execute::Hands;
use crate::gather::{self, Twin, Wiring};
use crate::model::{Level, Mode, View};
use crate::panels::{Sheet, show};
use crate::search::Index;
use crate::settings::{Settings, SettingsFile};
use crate::texts::Texts;
use crate::theme::{Colours, UNTINTED};
use crate::wall::Wall;

/// An order to the field that the user confirmed; the root carries it out.
#[derive(Message, Clone, Copy, Debug, PartialEq)]
pub struct CommandRequest(pub Command);

/// Something the user should know now; the console shows it for some seconds.
#[derive(Message, Clone, Debug)]
pub struct Notice {
    /// What.
    pub text: Text,
    /// How bad it is.
    pub level: Level,
}

/// Puts the panels over the picture. It wants `grid`'s records, `link`'s clock,
/// `estimate`'s picture and `scene`'s plugin in the app.
pub struct ConsolePlugin {
    texts: Texts,
    colours: Colours,
    fonts: egui::FontDefinitions,
    /// What kind of world is looked at.
    pub mode: Mode,
    /// Name of the scenario.
    pub scenario: Text,
    /// The language to begin with.
    pub lang: Lang,
    /// Whether this is an interactive session: the wall clock is shown, and language
    /// and size are remembered.
    pub interactive: bool,
    /// What the panels are drawn on, with the scene's picture between them.
    pub target: RenderTarget,
}

impl ConsolePlugin {
    /// Reads texts, colours and font from the folder of the assets.
    ///
    /// # Errors
    /// One of the files cannot be read or is wrong.
    pub fn open(assets: PathBuf) -> Result<Self, Problem> {
        Ok(Self {
            texts: Texts::open(&assets.join("i18n"))?,
            colours: Colours::open(&assets.join("theme.ron"))?,
            fonts: crate::fonts(&assets.join("fonts"))?,
            mode: Mode::default(),
            scenario: Text::default(),
            lang: Lang::default(),
            interactive: true,
            target: RenderTarget::default(),
        })
    }
}

/// What the panels are drawn on.
#[derive(Resource)]
struct Canvas(RenderTarget);

/// What the contexts are dressed with.
#[derive(Resource)]
struct Wardrobe {
    fonts: egui::FontDefinitions,
}

/// What the panels asked for in this frame.
#[derive(Resource, Default)]
pub(crate) struct Requests(pub Vec<Request>);

/// The order of the console's systems.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsoleSystems {
    /// The view models are filled.
    Gather,
    /// Requests of the last frame are carried out.
    Execute,
}

impl Plugin for ConsolePlugin {
    fn build(&self, app: &mut App) {
        if !app.is_plugin_added::<EguiPlugin>() {
            app.add_plugins(EguiPlugin::default());
        }
        let file = if self.interactive {
            SettingsFile::of_user()
        } else {
            SettingsFile::default()
        };
        let remembered = file.read();
        let desk = Desk {
            lang: remembered.map_or(self.lang, |settings| settings.lang),
            scale: remembered.map_or(1.0, |settings| settings.scale),
            reduced_motion: remembered.is_some_and(|settings| settings.reduced_motion),
            ..Desk::default()
        };
        let mut view = View::default();
        view.header.mode = self.mode;
        view.header.scenario = self.scenario.clone();
        app.insert_resource(Canvas(self.target.clone()))
            .insert_resource(self.texts.clone())
            .insert_resource(self.colours.clone())
            .insert_resource(Wardrobe {
                fonts: self.fonts.clone(),
            })
            .insert_resource(file)
            .insert_resource(if self.interactive {
                Wall::local()
            } else {
                Wall::default()
            })
            .insert_resource(desk)
            .insert_resource(view)
            .init_resource::<Requests>()
            .add_message::<CommandRequest>()
            .add_message::<Notice>()
            .add_systems(PreStartup, (spawn_camera, survey))
            .configure_sets(
                Update,
                (
                    ConsoleSystems::Execute.before(SceneSystems::Build),
                    ConsoleSystems::Gather.after(SceneSystems::Show),
                ),
            )
            .add_systems(
                Update,
                (
                    (hear, execute, keep_jumping, remember)
                        .chain()
                        .in_set(ConsoleSystems::Execute),
                    (
                        gather::gather_now,
                        gather::gather_wall,
                        gather::gather_findings,
                        gather::gather_log,
                        gather::gather_work,
                        gather::gather_risk,
                        gather::gather_picture,
                    )
                        .chain()
                        .in_set(ConsoleSystems::Gather),
                ),
            )
            .add_systems(
                PreUpdate,
                (
                    keep_chords
                        .after(InputSystems)
                        .before(EguiPreUpdateSet::ProcessInput),
                    feel.after(EguiPreUpdateSet::BeginPass),
                ),
            )
            .add_systems(EguiPrimaryContextPass, draw);
        let mut settings = app.world_mut().resource_mut::<EguiGlobalSettings>();
        settings.auto_create_primary_context = false;
    }
}

/// The panels have a camera of their own, that sees no world.
fn spawn_camera(mut commands: Commands, canvas: Res<Canvas>) {
    commands.spawn((
        Name::new("Console"),
        PrimaryEguiContext,
        Camera2d,
        RenderLayers::none(),
        Msaa::Off,
        canvas.0.clone(),
        Camera {
            clear_color: ClearColorConfig::Custom(Color::BLACK),
            ..default()
        },
    ));
}

/// What follows from the records alone.
fn survey(
    mut commands: Commands,
    records: Res<Records>,
    mut desk: ResMut<Desk>,
    mut view: ResMut<View>,
) {
    let topology = Topology::of(&records.0);
    let (tree, branches) = gather::tree(&records.0, &topology);
    let shallow = (0..tree.branches.len()).filter(|&k| tree.branches[k].depth < 2);
    desk.unfolded = shallow.collect();
    view.burdens = tree.burdens([]);
    view.tree = tree;
    commands.insert_resource(Index::of(&records.0));
    commands.insert_resource(Wiring(topology));
    commands.insert_resource(branches);
}

fn hear(mut notices: MessageReader<Notice>, time: Res<Time<Real>>, mut desk: ResMut<Desk>) {
    desk.pass(time.elapsed_secs_f64());
    for notice in notices.read() {
        desk.tell(notice.text.clone(), notice.level);
    }
}

/// Draws the panels, takes keys, and tells the scene what room is left.
#[expect(clippy::too_many_arguments, reason = "the panels read all of this")]
fn draw(
    mut contexts: EguiContexts,
    mut dressed: Local<bool>,
    wardrobe: Res<Wardrobe>,
    view: Res<View>,
    desk: Res<Desk>,
    texts: Res<Texts>,
    colours: Res<Colours>,
    picture: Res<ScenePicture>,
    mut requests: ResMut<Requests>,
    mut viewport: ResMut<SceneViewport>,
) -> Result {
    let picture = contexts.add_image(EguiTextureHandle::Strong(picture.0.clone()));
    let ctx = contexts.ctx_mut()?;
    if !*dressed {
        ctx.set_fonts(wardrobe.fonts.clone());
        colours.dress(ctx);
        *dressed = true;
    }
    if (ctx.zoom_factor() - desk.scale).abs() > 0.01 {
        ctx.set_zoom_factor(desk.scale);
    }
    let actions = pressed(ctx, desk.is_about_to_type());
    requests.0.extend(actions.into_iter().map(Request::Do));
    let builder = egui::UiBuilder::new()
        .layer_id(egui::LayerId::background())
        .max_rect(ctx.viewport_rect());
    let mut ui = egui::Ui::new(ctx.clone(), egui::Id::new("console"), builder);
    let sheet = Sheet {
        view: &view,
        desk: &desk,
        texts: &texts,
        colours: &colours,
    };
    let beneath = ui.painter().add(egui::Shape::Noop);
    let left = show(&mut ui, &sheet, &mut requests.0);
    let whole = egui::Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
    let room = egui::emath::GuiRounding::round_to_pixels(left, ctx.pixels_per_point());
    let picture = egui::Shape::image(picture, room, whole, UNTINTED);
    ui.painter().set(beneath, picture);
    let point = |at: egui::Pos2| Vec2::new(at.x, at.y) * desk.scale;
    let left_over = Rect::from_corners(point(left.min), point(left.max));
    viewport.set_if_neq(SceneViewport(Some(left_over)));
    Ok(())
}

/// Tells the scene whose the pointer is, where it is in this frame: a click may come in
/// the same frame as the movement that led to it.
fn feel(
    mut contexts: EguiContexts,
    desk: Res<Desk>,
    viewport: Res<SceneViewport>,
    mut over: ResMut<PointerOverPanels>,
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let room = viewport.0.unwrap_or_default();
    let point = |at: Vec2| egui::pos2(at.x, at.y) / desk.scale;
    let left = egui::Rect::from_min_max(point(room.min), point(room.max));
    over.set_if_neq(PointerOverPanels(is_over(ctx, left)));
    Ok(())
}

/// Whether the pointer or the keyboard belongs to the panels.
fn is_over(ctx: &egui::Context, left: egui::Rect) -> bool {
    let on_panel = ctx.pointer_latest_pos().is_some_and(|at| {
        let layer = ctx.layer_id_at(at);
        !left.contains(at) || layer.is_some_and(|layer| layer.order != egui::Order::Background)
    });
    on_panel || ctx.egui_is_using_pointer() || ctx.text_edit_focused() || ctx.any_popup_open()
}

/// Carries out what the panels asked for.
fn execute(
    twin: Twin,
    mut requests: ResMut<Requests>,
    mut desk: ResMut<Desk>,
    view: Res<View>,
    index: Res<Index>,
    texts: Res<Texts>,
    mut hands: Hands,
) {
    let window = hands.window_size(desk.scale);
    let preview = |command| twin.preview(command);
    let mut effects: Vec<Effect> = Vec::new();
    for request in std::mem::take(&mut requests.0) {
        let known = Knowledge {
            view: &view,
            index: &index,
            texts: &texts,
            preview: &preview,
            window,
        };
        effects.extend(desk.obey(request, &known));
    }
    for effect in effects {
        hands.carry_out(effect, &mut desk, &texts);
    }
}

/// Lives tick after tick until a jump has arrived; what a frame could not live is
/// asked for again in the next. A jump to an earlier time is asked for at once.
fn keep_jumping(
    mut desk: ResMut<Desk>,
    clock: Res<SimClock>,
    mut requests: MessageWriter<ClockRequest>,
) {
    const TICKS_A_FRAME: u64 = 600;
    let Some(goal) = desk.jump else { return };
    if goal < clock.tick {
        requests.write(ClockRequest::Back(goal));
        desk.jump = None;
        return;
    }
    let left = goal.since(clock.tick);
    if left == 0 || clock.is_over() {
        desk.jump = None;
    } else {
        requests.write(ClockRequest::Step(left.min(TICKS_A_FRAME) as u32));
    }
}

/// Remembers language, size and whether things may move when they change.
fn remember(
    file: Res<SettingsFile>,
    mut last: Local<Option<Settings>>,
    texts: Res<Texts>,
    mut desk: ResMut<Desk>,
    mut still: ResMut<ReducedMotion>,
) {
    still.set_if_neq(ReducedMotion(desk.reduced_motion));
    let settings = Settings {
        lang: desk.lang,
        scale: desk.scale,
        reduced_motion: desk.reduced_motion,
    };
    if *last == Some(settings) {
        return;
    }
    let first = last.replace(settings).is_none();
    if first {
        return;
    }
    if let Err(error) = file.write(settings) {
        let text = texts.both("toast.not-remembered", &[("error", &error)]);
        desk.tell(text, Level::High);
    }
}
