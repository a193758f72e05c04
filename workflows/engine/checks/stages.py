"""Where the steps say that a case stands: one stage for a block, and none after a final one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..problems import Problem, listed
from ..wording import Words
from .context import Checking, error
from .shape import Shape, reached


def check_stages(checking: Checking, shape: Shape) -> Iterator[Problem]:
    yield from _in_blocks(checking.words, shape)
    yield from _after_final(checking, shape)


def _in_blocks(words: Words, shape: Shape) -> Iterator[Problem]:
    for parallel in shape.blocks.joins:
        stages = {
            step.stage
            for step in shape.definition.steps
            if step.stage and (step.id == parallel or parallel in shape.blocks.of(step.id))
        }
        if len(stages) > 1:
            yield error(
                parallel,
                "stage_in_block",
                _("the steps of this block have the stages %(stages)s; give all of them one.")
                % {"stages": listed(words.stage(stage) for stage in sorted(stages))},
            )


def _after_final(checking: Checking, shape: Shape) -> Iterator[Problem]:
    """The engine refuses to leave a final stage: the case would stand still before the step."""
    stages = {step.id: step.stage for step in shape.definition.steps}
    for step in shape.definition.steps:
        final = checking.vocabulary.stage(step.stage) if step.stage else None
        if final is None or not final.final:
            continue
        onward = reached(shape.ahead[step.id], shape.ahead.__getitem__)
        others = sorted({stages[one] or "" for one in onward} - {"", step.stage or ""})
        if others:
            yield error(
                step.id,
                "stage_after_final",
                _(
                    "the stage “%(stage)s” is final, but steps after this one have the stages "
                    "%(others)s; set the final stage where the case ends."
                )
                % {
                    "stage": checking.words.stage(final.key),
                    "others": listed(checking.words.stage(stage) for stage in others),
                },
            )
