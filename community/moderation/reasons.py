"""Why a moderator refuses or hides something, in words that its author reads."""

from community.moderation.refusals import ReasonMissing

# In characters.
LONGEST_REASON = 500


def stated(reason: str) -> str:
    """The reason without the space around it. Raises ``ReasonMissing`` where nothing is left."""
    if text := reason.strip():
        return text
    raise ReasonMissing([{"loc": ["reason"], "type": "required", "msg": str(ReasonMissing.detail)}])
