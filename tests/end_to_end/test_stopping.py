"""The last test of the run: it stops the stack that the others use."""

import psutil
import pytest

from tests.end_to_end.stack import Stack

pytestmark = pytest.mark.end_to_end


def test_ctrl_c_stops_everything(stack: Stack) -> None:
    assert stack.process is not None
    children = psutil.Process(stack.process.pid).children(recursive=True)
    assert len(children) >= 4
    assert stack.stop() == 0
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
