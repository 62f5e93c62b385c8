"""Who may do what, and who did what: people, roles, the lists they stand on, and the record."""

from core.access.audit import Audit, AuditEntry
from core.access.policy import Policy
from core.access.roles import LOCAL, Permission, Person, Role
from core.access.sign_ins import SignIns
from core.access.workspaces import Workspaces

__all__ = [
    "LOCAL",
    "Audit",
    "AuditEntry",
    "Permission",
    "Person",
    "Policy",
    "Role",
    "SignIns",
    "Workspaces",
]
