"""Signs, each in a square of 16 pixels around the origin; strokes unless the class says fill."""

ICONS = {
    # A person: head and shoulders.
    "task": '<circle cx="0" cy="-3.5" r="3.2"/><path d="M-6.5,7C-6.5,-.5 6.5,-.5 6.5,7Z"/>',
    # A sheet with a check mark.
    "approval": '<path d="M-6,-7H6V7H-6Z"/><path d="M-3.2,.2L-.9,2.6L3.4,-2.6"/>',
    # A gear.
    "action": '<circle r="2.3"/><path d="{gear}"/>',
    # An envelope.
    "notice": '<path d="M-7,-5H7V5H-7Z"/><path d="M-7,-5L0,.8L7,-5"/>',
    "decision": '<path d="M-5,-5L5,5M5,-5L-5,5"/>',
    # A grid with its heading.
    "table": '<path d="M-7,-6.5H7V6.5H-7Z"/><path d="M-7,-2.5H7M-7,2H7M-1.5,-6.5V6.5"/>',
    "parallel": '<path d="M0,-7V7M-7,0H7"/>',
    "join": '<path d="M0,-7V7M-7,0H7"/>',
    # Waves that come in: something outside has to happen.
    "event": '<circle class="solid" r="1.3"/><path d="M-3.4,-3.9A5.2,5.2 0 0 0 -3.4,3.9'
    'M3.4,-3.9A5.2,5.2 0 0 1 3.4,3.9M-6,-6.6A9,9 0 0 0 -6,6.6M6,-6.6A9,9 0 0 1 6,6.6"/>',
    # A clock.
    "timer": '<circle r="7.5"/><path d="M0,-4.5V0L3.2,1.8"/>',
    "start": '<path class="solid" d="M-3.5,-5.5L6,0L-3.5,5.5Z"/>',
    "end": '<path class="solid" d="M-5,-5H5V5H-5Z"/>',
    # A box in a box: a process in this one.
    "subprocess": '<path d="M-7,-6.5H7V6.5H-7ZM0,-3V4M-3.5,.5H3.5"/>',
    # An arrow that leaves, and one that comes back.
    "webhook": '<path d="M-7,-3H6M2.5,-6.5L6.5,-3L2.5,.5M7,4H-6M-2.5,.5L-6.5,4L-2.5,7.5"/>',
    # Three sheets, one behind the other.
    "items": '<path d="M-7,-2H3V7H-7ZM-4.5,-2V-4.5H5.5V4.5H3M-2,-4.5V-7H8V2H5.5"/>',
    # A flash: somebody may do this at any time.
    "entry": '<path d="M1.5,-7.5L-5,1.5H0L-1.5,7.5L5,-1.5H0Z"/>',
}
CLOCK = '<circle r="8"/><path d="M0,-4.6V0L3,1.8"/>'
ALERT = '<circle r="8"/><path d="M0,-4.4V.9M0,3.7V4"/>'
MARKS = {"deadline": CLOCK, "error": ALERT}
CHECK = '<circle r="8.5"/><path d="M-3.8,.3L-1.2,3L4,-2.8"/>'


def _gear() -> str:
    """Eight teeth; the corners are on circles of 5.1 and 7.4 pixels."""
    inner, outer = 5.1, 7.4
    # (cosine, sine) of the corners of one tooth, turned eight times by 45 degrees.
    half = 0.7071
    corners = []
    tooth = [(inner, -0.28), (outer, -0.18), (outer, 0.18), (inner, 0.28)]
    x, y = 1.0, 0.0
    for _turn in range(8):
        for radius, lean in tooth:
            across = radius * lean
            along = (radius**2 - across**2) ** 0.5
            corners.append(f"{along * x - across * y:.1f},{along * y + across * x:.1f}")
        x, y = (x - y) * half, (x + y) * half
    return "M" + "L".join(corners) + "Z"


ICONS["action"] = ICONS["action"].format(gear=_gear())
