//! Depots, closed roads and neighbours: what crews work with, true and believed.

use taiqu::simulation::{Simulation, Snapshot};
use taiqu_dispatch::components::Dispatch;
use taiqu_dispatch::{Desk, Lent, OrderState, WorkOrder};
use taiqu_link::{CrewReport, Material, Uplink};

use crate::run::Run;

const FUSE: &str = "(at: \"10m\", do: BlowFuse(switch: \"switch:FU-willow\"))";
/// The village road west of Willow Lane, by which crews come; Back Lane leads round it.
const CLOSED: &str = "from: (-95.2, 3.0), to: (-71.4, 5.0)";
/// One crew that carries nothing.
const EMPTY: &str = "staff: [(id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), \
    skills: (low_voltage: true, medium_voltage: true), base: (-2500, 1800), stock: {})]";

fn village(body: &str) -> Run {
    let body = format!(
        "start: \"2026-07-15T17:00:00\", length: \"8h\", channel: Real(()), seed: 4, \
         operations: CommandCentre, {body}"
    );
    Run::at("areas: [\"areas/village.ron\"]", &body)
}

fn depot(id: &str, at: &str, stock: &str) -> String {
    format!("(id: \"{id}\", name: (zh: \"仓库\", en: \"Depot\"), at: {at}, stock: {stock})")
}

fn desk(run: &Run) -> &Desk {
    &run.app.world().resource::<Dispatch>().0
}

fn restored(run: &Run) -> Option<&WorkOrder> {
    let mut orders = desk(run).orders().iter();
    orders.find(|order| order.when(OrderState::Restored).is_some())
}

/// Lives on until an order is done, and notes what crews tell meanwhile.
fn until_restored(run: &mut Run) -> Vec<CrewReport> {
    let mut told = Vec::new();
    for tick in 1..7 * 3600 {
        run.to(tick);
        let arrived = run
            .app
            .world()
            .resource::<taiqu_estimate::components::Arrivals>();
        told.extend(arrived.0.iter().filter_map(|message| match message.body {
            Uplink::CrewReported { report, .. } => Some(report),
            _ => None,
        }));
        if restored(run).is_some() {
            return told;
        }
    }
    panic!("{:#?}", desk(run).orders());
}

fn loaded(told: &[CrewReport]) -> Vec<(u16, u16)> {
    let loads = told.iter().filter_map(|report| match report {
        CrewReport::Loaded { depot, stock } => Some((*depot, stock.count(Material::FuseLink))),
        _ => None,
    });
    loads.collect()
}

#[test]
fn a_crew_without_fuses_gets_them_on_its_way() {
    let far = depot("far", "(9000, 0)", "{FuseLink: 9}");
    let near = depot("near", "(-2500, 2300)", "{FuseLink: 3, Wire: 2}");
    let mut run = village(&format!(
        "{EMPTY}, depots: [{far}, {near}], events: [{FUSE}]"
    ));
    let told = until_restored(&mut run);
    assert_eq!(loaded(&told), [(1, 1)]);
    let shelves: Vec<u16> = desk(&run)
        .shelves()
        .map(|(_, s)| s.count(Material::FuseLink))
        .collect();
    assert_eq!(shelves, [9, 2]);
    let order = restored(&run).expect("an order");
    let [assigned, arrived] = [OrderState::Assigned, OrderState::Arrived].map(|s| order.when(s));
    let took = arrived.zip(assigned).map(|(to, from)| to.since(from));
    // Setting out, loading, and both legs.
    assert!(took > Some(180 + 600 + 350), "{took:?}");
    let simulation = run.app.world().resource::<Simulation>();
    let truly = simulation.crews().expect("crews").stock(0);
    assert_eq!(truly.count(Material::FuseLink), 0);
}

#[test]
fn where_the_books_are_wrong_the_crew_is_sent_to_another_depot() {
    let near = depot("near", "(-2500, 2300)", "{FuseLink: 3}");
    let far = depot("far", "(-4000, 1800)", "{FuseLink: 9}");
    let mut run = village(&format!(
        "{EMPTY}, depots: [{near}, {far}], events: [{FUSE}], \
         differences: [Stock(depot: \"near\", stock: {{}})]"
    ));
    let told = until_restored(&mut run);
    assert_eq!(loaded(&told), [(0, 0), (1, 1)]);
    assert!(
        told.iter()
            .any(|report| matches!(report, CrewReport::Lacks { .. }))
    );
    let shelves: Vec<u16> = desk(&run)
        .shelves()
        .map(|(_, s)| s.count(Material::FuseLink))
        .collect();
    assert_eq!(shelves, [0, 8]);
}

#[test]
fn a_crew_back_with_material_is_told_again_what_to_switch_off() {
    let near = depot("near", "(-2500, 2300)", "{Wire: 3, Connector: 9}");
    let far = depot("far", "(-4000, 1800)", "{Wire: 9, Connector: 9}");
    let mut run = village(&format!(
        "{EMPTY}, depots: [{near}, {far}], \
         events: [(at: \"5m\", do: Break(section: \"section:S-east-03\", conductors: \"abc\"))], \
         differences: [Stock(depot: \"near\", stock: {{}})]"
    ));
    let told = until_restored(&mut run);
    let lacked = told
        .iter()
        .position(|r| matches!(r, CrewReport::Lacks { .. }));
    let isolated = told
        .iter()
        .position(|r| matches!(r, CrewReport::Isolated { .. }));
    assert!(lacked.is_some() && lacked < isolated, "{told:?}");
    assert!(restored(&run).is_some_and(|order| order.ticket.is_some()));
}

#[test]
fn who_does_not_hear_an_order_may_hear_it_the_next_time() {
    // One in eleven is heard in time.
    let mut run = village(&format!(
        "staff: [(id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), \
         skills: (low_voltage: true), base: (-2500, 1800))], work: (take_s: 400), events: [{FUSE}]"
    ));
    until_restored(&mut run);
    let order = restored(&run).expect("an order");
    let told = order.history.iter();
    let told = told.filter(|(_, state)| *state == OrderState::Assigned);
    assert!(told.count() > 1, "{:?}", order.history);
}

#[test]
fn an_order_says_that_it_waits_for_what_nobody_has() {
    let bare = depot("bare", "(-2500, 2300)", "{Wire: 2}");
    let mut run = village(&format!("{EMPTY}, depots: [{bare}], events: [{FUSE}]"));
    run.to(3 * 3600);
    let order = &desk(&run).orders()[0];
    assert_eq!(order.state, OrderState::Accepted);
    assert_eq!(order.missing.count(Material::FuseLink), 1);
    // A neighbour who carries it is asked.
    let neighbour = EMPTY.replace(
        ")]",
        "), (id: \"w1\", name: (zh: \"邻区一班\", en: \"Neighbour 1\"), skills: (low_voltage: true), \
         base: (-9000, 4000), support: (district: (zh: \"邻区\", en: \"West\"), ready_after_s: 1200))]",
    );
    let mut run = village(&format!("{neighbour}, depots: [{bare}], events: [{FUSE}]"));
    until_restored(&mut run);
    assert_eq!(restored(&run).and_then(|order| order.crew), Some(1));
}

#[test]
fn a_crew_turns_round_at_a_closed_road_and_the_map_learns_it() {
    let arrivals = ["", "announced: true"].map(|announced| {
        let close = format!("(at: \"5m\", do: CloseRoad({CLOSED}, {announced}))");
        let mut run = village(&format!(
            "staff: [(id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), \
             skills: (low_voltage: true), base: (-2500, 1800))], events: [{close}, {FUSE}]"
        ));
        run.to(400);
        assert_eq!(desk(&run).closed_roads().is_empty(), announced.is_empty());
        let told = until_restored(&mut run);
        let met = told
            .iter()
            .filter(|report| matches!(report, CrewReport::RoadClosed { .. }));
        assert_eq!(met.count(), usize::from(announced.is_empty()));
        assert!(!desk(&run).closed_roads().is_empty());
        let order = restored(&run).expect("an order");
        let set_out = order.when(OrderState::UnderWay).expect("a drive");
        order
            .when(OrderState::Arrived)
            .expect("an arrival")
            .since(set_out)
    });
    // It went to the barrier and back.
    assert!(arrivals[0] > arrivals[1], "{arrivals:?}");
}

#[test]
fn a_neighbour_helps_while_promises_cannot_be_kept() {
    let staff = "staff: [\
        (id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), skills: (low_voltage: true), base: (-2500, 1800)), \
        (id: \"w1\", name: (zh: \"邻区一班\", en: \"Neighbour 1\"), skills: (low_voltage: true), base: (-9000, 4000), \
         support: (district: (zh: \"邻区\", en: \"West\"), ready_after_s: 1200))]";
    let fuses = ["willow", "lotus", "oilpress", "well"]
        .map(|lane| format!("(at: \"10m\", do: BlowFuse(switch: \"switch:FU-{lane}\"))"));
    let one = format!("{staff}, events: [{}]", fuses[0]);
    let mut run = village(&one);
    until_restored(&mut run);
    assert!(
        desk(&run)
            .orders()
            .iter()
            .all(|order| order.crew != Some(1))
    );
    let mut run = village(&format!("{staff}, events: [{}]", fuses.join(", ")));
    let lent = |run: &Run| desk(run).crews().nth(1).expect("the neighbour").1.lent;
    assert_eq!(lent(&run), Lent::Away);
    run.to(1500);
    assert!(matches!(lent(&run), Lent::Asked(_)), "{:?}", lent(&run));
    run.to(7 * 3600);
    let helped = desk(&run)
        .orders()
        .iter()
        .find(|order| order.crew == Some(1));
    let helped = helped.expect("an order of the neighbour's");
    assert!(helped.when(OrderState::Arrived).is_some());
    assert_eq!(lent(&run), Lent::Away);
    assert!(run.truly_out().is_empty());
}

#[test]
fn a_snapshot_holds_vehicles_depots_roads_and_queues() {
    let near = depot("near", "(-2500, 2300)", "{FuseLink: 3}");
    let body = format!(
        "{EMPTY}, depots: [{near}], events: [{FUSE}, (at: \"5m\", do: CloseRoad({CLOSED})), \
         (at: \"12m\", do: BlowFuse(switch: \"switch:FU-lotus\"))]"
    );
    let mut run = village(&body);
    let mut kept = Vec::new();
    for tick in [1300, 2000, 3000, 6000] {
        run.to(tick);
        kept.push(Snapshot::of(run.app.world_mut()));
    }
    let last = kept.last().expect("the last");
    for from in &kept {
        let mut other = village(&body);
        from.restore(other.app.world_mut())
            .expect("the same scenario");
        other.to(6000);
        assert!(
            Snapshot::of(other.app.world_mut()) == *last,
            "from {:?}",
            from.tick
        );
    }
}
