"""Draws an SVG as points, in a process of its own with little memory and time. Knows resvg; no logo, no form.

Run as a program it reads the SVG from its input and writes a PNG.
"""

import subprocess
import sys
from contextlib import suppress

_MEMORY = 1 << 30
"""Bytes of address space; drawing the largest logo takes about a tenth."""

_SECONDS = 5
"""Of processor time. The slowest of thirty real logos takes half a second."""

_TIMEOUT = 20
"""Seconds by the clock, on a machine that is busy with other things."""

_ANSWER_MOST = 8_000_000


def render_svg(source: str, width: int) -> bytes | None:
    """A PNG of so many pixels' width; None where it cannot be drawn within memory and time.

    The process has no environment and no fonts, and resolves no address: `source` has none but its own parts.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(width)]
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            command, input=source.encode(), capture_output=True, timeout=_TIMEOUT, check=False, cwd="/", env={}
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    drawn = done.returncode == 0 and done.stdout.startswith(b"\x89PNG") and len(done.stdout) <= _ANSWER_MOST
    return done.stdout if drawn else None


def limit_and_draw(width: int) -> None:
    """Draw what comes in on what goes out, with limits on this process."""
    import resource  # Windows has none: there editors run the commands that check and compare

    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # less is allowed already
            resource.setrlimit(what, (most, most))
    from resvg_py import svg_to_bytes  # within the limits

    source = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(svg_to_bytes(svg_string=source, width=width, skip_system_fonts=True))


_PROGRAM = "import sys; from widget.partners.svg_renderer import limit_and_draw; limit_and_draw(int(sys.argv[1]))"
