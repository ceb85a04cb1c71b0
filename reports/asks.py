"""What is a board asked to decide? One short phrase for each kind of reason for which something is put before it.

Plain Python. A phrase follows from the kind of the reason alone, so it tells nobody more than the reason does.
"""

from collections.abc import Iterable

from reports.agenda import Reason, ReasonKind

K = ReasonKind
TO_AGREE = {
    K.NEW: "Agree the new risk and its score",
    K.REOPENED: "Agree that it is open again",
    K.UP: "Agree the new score",
    K.DOWN: "Agree the new score",
    K.SHIFTED: "Agree the new score",
    K.RESCALED: "Agree its score on the new scale",
    K.CORRECTED: "Agree the corrected score",
    K.REFRESHED: "Agree the risk as it was refreshed",
    K.CLOSED: "Agree that it is closed",
}
ASKS = {
    K.NEW: "Take a view on the new risk",
    K.REOPENED: "Take a view on its being open again",
    K.UP: "Take a view on the new score",
    K.DOWN: "Take a view on the new score",
    K.SHIFTED: "Take a view on the new score",
    K.RESCALED: "Take a view on its score on the new scale",
    K.CORRECTED: "Take a view on the corrected score",
    K.REFRESHED: "Take a view on the risk as it was refreshed",
    K.CLOSED: "Take a view on its closing",
    K.ABOVE_APPETITE: "Agree how it comes back within appetite, or tolerate it until a date",
    K.TOLERANCE_PASSED: "Tolerate it until a new date, or agree how it comes back within appetite",
    K.RESPONSE_DUE: "Hear the owner's answer, or set a new date for it",
    K.PROGRESS_FELL: "Agree how progress recovers, or accept the risk",
    K.PROGRESS_AGAIN: "Agree how progress recovers, or accept the risk",
    K.CONTROL_OVERDUE: "Set a new date for the control, or another control",
    K.CONTROL_SLIPPED: "Agree the control's new date, or another control",
    K.CONTROL_FELL: "Agree recovery of its controls, or accept the risk",
    K.TARGET_PASSED: "Set a new target date, or another target",
    K.REVIEW_OVERDUE: "Review it, and set its next review",
    K.OWNER_VACANT: "Name an owner",
    K.REQUEST_DUE: "Agree the answer to the Panel",
    K.ACTION_DUE: "Hear what was done, or set a new date",
    K.DEPENDS: "Say whether its own score changes with it",
    K.DIVERGED: "Explain the difference, or bring the two closer",
    K.STREAM_SLIPPED: "Agree the work-stream's new date",
    K.STREAM_DUE: "Hear how the work-stream stands, or set a new date",
}


def asks_of(reasons: Iterable[Reason], is_to_be_agreed: bool = False) -> tuple[str, ...]:
    """What is to be decided for these reasons, each once, in their order.

    `is_to_be_agreed`: it is known that the board has not agreed the risk as it stands now; else a view is asked for.
    """
    phrases = ASKS | TO_AGREE if is_to_be_agreed else ASKS
    return tuple(dict.fromkeys(phrases[reason.kind] for reason in reasons))
