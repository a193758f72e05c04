"""Our small subclasses of Viewflow's nodes and activations."""

from .automatic import ActionNode, DecisionCase, DecisionNode, NoticeNode
from .base import StepActivation, StepNode, Way, WayActivation
from .boundaries import DeadlineBoundary, ErrorWay
from .ends import EntryNode, FinishNode
from .flow import BaseFlow
from .gateways import JoinNode, ParallelBranch, ParallelNode
from .items import ItemNode, ItemsNode
from .outside import OutsideNode, SubprocessNode, WebhookNode
from .people import ApprovalNode, PersonNode, StartNode
from .tables import TableNode
from .waits import DelayNode, EventNode

__all__ = [
    "ActionNode",
    "ApprovalNode",
    "BaseFlow",
    "DeadlineBoundary",
    "DecisionCase",
    "DecisionNode",
    "DelayNode",
    "EntryNode",
    "ErrorWay",
    "EventNode",
    "FinishNode",
    "ItemNode",
    "ItemsNode",
    "JoinNode",
    "NoticeNode",
    "OutsideNode",
    "ParallelBranch",
    "ParallelNode",
    "PersonNode",
    "StartNode",
    "StepActivation",
    "StepNode",
    "SubprocessNode",
    "TableNode",
    "Way",
    "WayActivation",
    "WebhookNode",
]
