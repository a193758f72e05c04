"""A version as BPMN 2.0, drawn by Viewflow, for reading in other tools."""

from viewflow.workflow.chart import calc_layout_data, grid_to_bpmn

from .nodes import BaseFlow


def bpmn(flow: type[BaseFlow]) -> str:
    """The BPMN document of a compiled version: a picture of it, not another way to run it."""
    return str(grid_to_bpmn(calc_layout_data(flow)))
