"""Keeps the garbage collector off what was loaded to stay, and gives back what isn't needed any more."""

import ctypes
import gc


def settle() -> None:
    """Call it after loading much that stays.

    Why: Streamlit collects all garbage after every script run and holds the interpreter meanwhile. With five
    thousand candidates in memory that took 0.1–0.3 s a click [measured]; frozen objects cost nothing. What was
    frozen earlier and is garbage by now goes first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Call it after letting go of much, such as uploaded files.

    Why: the C library keeps freed blocks of their size for later, and 1 GB of uploads stayed with the process until
    long after [measured]. Only glibc has a call for it.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
