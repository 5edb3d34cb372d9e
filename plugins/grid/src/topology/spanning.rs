//! A spanning forest over any graph, loops and islands included.

use std::collections::VecDeque;

/// An undirected edge between two vertices.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub ends: [usize; 2],
    /// Whether it conducts as recorded; others are used only where nothing else leads.
    pub closed: bool,
}

/// The forest: every vertex is visited once, sources first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spanning {
    /// Vertices, each after its parent.
    pub order: Vec<usize>,
    /// Edge by which, and vertex from which, a vertex was reached; none for roots.
    pub parent: Vec<Option<(usize, usize)>>,
    /// Roots that are no source: one a part that no source reaches.
    pub islands: Vec<usize>,
    /// Closed edges that are not in the forest: each closes a loop, or joins two
    /// sources.
    pub loops: Vec<usize>,
}

impl Spanning {
    /// Breadth first from `sources`: over closed edges as far as they lead, only
    /// then over open ones.
    pub fn of(vertices: usize, edges: &[Edge], sources: &[usize]) -> Self {
        let (first, adjacent) = adjacency(vertices, edges);
        let mut forest = Self {
            order: Vec::with_capacity(vertices),
            parent: vec![None; vertices],
            ..Self::default()
        };
        let mut seen = vec![false; vertices];
        let mut closed: VecDeque<usize> = VecDeque::new();
        let mut open: VecDeque<(usize, usize)> = VecDeque::new();
        let mut next_island = 0;
        for &source in sources {
            if !std::mem::replace(&mut seen[source], true) {
                forest.order.push(source);
                closed.push_back(source);
            }
        }
        loop {
            while let Some(vertex) = closed.pop_front() {
                for &edge in &adjacent[first[vertex]..first[vertex + 1]] {
                    let other = other_end(edges[edge], vertex);
                    if seen[other] {
                        continue;
                    }
                    if edges[edge].closed {
                        seen[other] = true;
                        forest.parent[other] = Some((edge, vertex));
                        forest.order.push(other);
                        closed.push_back(other);
                    } else {
                        open.push_back((edge, vertex));
                    }
                }
            }
            if let Some((edge, vertex)) = open.pop_front() {
                let other = other_end(edges[edge], vertex);
                if !std::mem::replace(&mut seen[other], true) {
                    forest.parent[other] = Some((edge, vertex));
                    forest.order.push(other);
                    closed.push_back(other);
                }
                continue;
            }
            let Some(island) = (next_island..vertices).find(|&v| !seen[v]) else {
                break;
            };
            next_island = island + 1;
            seen[island] = true;
            forest.islands.push(island);
            forest.order.push(island);
            closed.push_back(island);
        }
        let mut used = vec![false; edges.len()];
        for &(edge, _) in forest.parent.iter().flatten() {
            used[edge] = true;
        }
        let unused = (0..edges.len()).filter(|&e| edges[e].closed && !used[e]);
        forest.loops = unused.collect();
        forest
    }
}

fn other_end(edge: Edge, vertex: usize) -> usize {
    let [a, b] = edge.ends;
    if a == vertex { b } else { a }
}

/// Edges at each vertex: those of vertex v are `list[first[v]..first[v + 1]]`.
pub(super) fn adjacency(vertices: usize, edges: &[Edge]) -> (Vec<usize>, Vec<usize>) {
    let mut first = vec![0; vertices + 1];
    for vertex in edges.iter().flat_map(|edge| edge.ends) {
        first[vertex + 1] += 1;
    }
    for v in 0..vertices {
        first[v + 1] += first[v];
    }
    let mut next = first.clone();
    let mut list = vec![0; 2 * edges.len()];
    for (k, edge) in edges.iter().enumerate() {
        for vertex in edge.ends {
            list[next[vertex]] = k;
            next[vertex] += 1;
        }
    }
    (first, list)
}
