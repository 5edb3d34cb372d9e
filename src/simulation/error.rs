//! Why a simulation does not do what is wanted of it.

use taiqu_grid::Text;
use taiqu_link::Gone;
use taiqu_link::journal::JournalError;
use thiserror::Error;

/// Why a simulation cannot be built or cannot go on.
#[derive(Debug, Error)]
pub enum SimulationError {
    /// The scenario's loads cannot be drawn.
    #[error("the loads of the scenario cannot be drawn: {0}")]
    Loads(String),
    /// An order could not be journalled; it was not carried out.
    #[error("an order was not carried out, because the journal cannot be written: {0}")]
    Journal(#[from] JournalError),
    /// One of the two worlds is gone.
    #[error("{0}")]
    Link(#[from] Gone),
    /// A snapshot of another scenario.
    #[error("the state that was kept does not fit this scenario")]
    Snapshot,
}

impl SimulationError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Loads(error) => format!("无法生成场景的负荷：{error}"),
            Self::Journal(error) => format!("日志写不进去，命令没有执行：{error}"),
            Self::Link(_) => "现场与孪生之间的通道断开了".to_owned(),
            Self::Snapshot => "保存的状态与本场景不符".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}
