"""A version as BPMN 2.0 XML, for other tools. Names and elements follow the OMG's specification,
formal/2013-12-09. Pure: made from the definition, placed as in the drawing.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from .chart import Place, layout
from .chart.graph import ENTRY
from .chart.layout import Point
from .definition import ProcessDefinition, Step
from .texts import localized

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
EDGES = "http://www.omg.org/spec/DD/20100524/DI"
for prefix, uri in (("bpmn", BPMN), ("bpmndi", DIAGRAM), ("dc", BOUNDS), ("di", EDGES)):
    register_namespace(prefix, uri)

ELEMENTS = {
    "start": "startEvent",
    "task": "userTask",
    "approval": "userTask",
    "action": "serviceTask",
    "decision": "exclusiveGateway",
    "table": "businessRuleTask",
    "parallel": "parallelGateway",
    "join": "parallelGateway",
    "event": "intermediateCatchEvent",
    "timer": "intermediateCatchEvent",
    "notice": "sendTask",
    "subprocess": "callActivity",
    "webhook": "serviceTask",
    "items": "userTask",
    "end": "endEvent",
}
CAUSES = {"event": "messageEventDefinition", "timer": "timerEventDefinition"}


def bpmn(definition: ProcessDefinition, *, language: str) -> str:
    """The definition as a BPMN document with its diagram."""
    root = Element(_tag(BPMN, "definitions"), targetNamespace="urn:doorstep:process")
    process = SubElement(
        root,
        _tag(BPMN, "process"),
        id=f"process_{definition.key}",
        name=localized(definition.title, language),
        isExecutable="false",
    )
    diagram = SubElement(root, _tag(DIAGRAM, "BPMNDiagram"))
    plane = SubElement(diagram, _tag(DIAGRAM, "BPMNPlane"), bpmnElement=process.attrib["id"])
    drawn = layout(definition, language=language)
    places = drawn.of_steps()
    for step in definition.steps:
        _add_step(process, plane, step, places[step.id], language)
    flows = set()
    for route in drawn.routes:
        start, end = (
            drawn.places[number].node for number in (route.link.source, route.link.target)
        )
        # Several ways to one step are one flow; a case action has no element of its own.
        if start.kind != ENTRY and (start.key, end.key) not in flows:
            flows.add((start.key, end.key))
            _add_flow(process, plane, start.key, end.key, route.points)
    return tostring(root, encoding="unicode", xml_declaration=True)


def _add_step(process: Element, plane: Element, step: Step, place: Place, language: str) -> None:
    element = SubElement(
        process,
        _tag(BPMN, ELEMENTS[step.kind]),
        id=_step_id(step.id),
        name=localized(step.title, language),
    )
    if step.kind in CAUSES:
        SubElement(element, _tag(BPMN, CAUSES[step.kind]))
    if step.kind == "items":
        SubElement(element, _tag(BPMN, "multiInstanceLoopCharacteristics"), isSequential="false")
    shape = SubElement(plane, _tag(DIAGRAM, "BPMNShape"), bpmnElement=_step_id(step.id))
    box = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    SubElement(shape, _tag(BOUNDS, "Bounds"), {name: f"{value:g}" for name, value in box.items()})


def _add_flow(
    process: Element, plane: Element, start: str, end: str, points: Iterable[Point]
) -> None:
    flow = f"flow_{start}__{end}"
    SubElement(
        process,
        _tag(BPMN, "sequenceFlow"),
        id=flow,
        sourceRef=_step_id(start),
        targetRef=_step_id(end),
    )
    edge = SubElement(plane, _tag(DIAGRAM, "BPMNEdge"), bpmnElement=flow)
    for x, y in points:
        SubElement(edge, _tag(EDGES, "waypoint"), x=f"{x:g}", y=f"{y:g}")


def _tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _step_id(step: str) -> str:
    return f"step_{step}"
