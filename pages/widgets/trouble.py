"""What went wrong in words for the page, where it is somebody's to mend."""

from collections.abc import Callable


def trouble_in(act: Callable[[], object]) -> str:
    """Does it; what it says where it can't, "" where all went well. Bugs rise.

    By name, not by class: after a hot reload the engine room raises classes that aren't the ones imported here.
    """
    try:
        act()
    except Exception as trouble:
        if not any(kind.__name__ == "ShortlistError" for kind in type(trouble).__mro__):
            raise
        return str(trouble)
    return ""
