//! A member of the team: who they are, what they may do, whom they report to.

use crate::import::ImportId;

crate::choice! {
    /// What somebody does in the team, which decides what they may see and change.
    pub enum Role {
        /// 高层: above the managers.
        Executive = "executive",
        /// 销售经理: leads the team, gives out work.
        Manager = "manager",
        /// 销售主任: leads part of the team.
        Supervisor = "supervisor",
        /// 助理: works for a manager.
        Assistant = "assistant",
        /// 销售人员: owns customers.
        Salesperson = "salesperson",
        /// Reads what everybody reads, writes nothing.
        Viewer = "viewer",
    }
}

impl Role {
    /// Executives, managers and supervisors: who write the team's official records.
    pub fn is_manager(self) -> bool {
        matches!(self, Self::Executive | Self::Manager | Self::Supervisor)
    }
}

crate::record! {
    /// A person in the team. Exists before (and without) a device: somebody joins *as* a member.
    pub struct Member(MemberId) = "member" in Official, ByCount {
        /// The name colleagues use.
        name: String [Title Required List Search],
        /// What they do.
        role: Option<Role> [Required List],
        /// The person they report to.
        line: Option<MemberId> [List],
        /// Work phone.
        phone: String [Phone List Search],
        /// WeChat id.
        wechat: String [Search],
        /// The day they left; empty while they are here.
        left_on: Option<chrono::NaiveDate> [],
        /// The office they work from.
        office: String [List Search],
        /// The import that brought it and still may take it back.
        import: Option<ImportId> [Automatic],
    }
}
