"""Runs the application under Granian: workers, reload, limits; a made-up host site for a demo. Knows no page."""

import fcntl
import gc
import logging
import logging.config
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import WorkerProcess

from widget.database.sqlite_file import ensure_sqlite_file
from widget.server.addresses import web_origin
from widget.server.editions import EditionFollower
from widget.server.logs import log_config
from widget.server.request_bodies import BodyLimits, RequestBodyReader
from widget.server.snapshots import Snapshots
from widget.server.supervision import SupervisedServer, end_with_parent
from widget.server.trial import trial_fault
from widget.settings import DATABASE, read_settings
from widget.web.caching.release import release_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_CONNECTIONS = 8192
"""Connections of a worker; a further one waits until one of them is closed."""
_BACKLOG = 4096
"""Connections that wait to be taken, for all workers together. The kernel may have a lower limit: somaxconn."""
_MAX_HEADER_SIZE = 32 * 1024
"""Bytes: an address of 8 KB, and what browsers say of themselves."""
_HEADER_TIMEOUT = 10_000
"""Milliseconds for the whole head of a request, and before it begins on a connection that is kept."""
_DRAIN_SIGNAL = signal.SIGUSR1
"""Tells a worker to let go of its connections."""
_DRAIN_TIMEOUT = _HEADER_TIMEOUT / 1000 + 1
"""Seconds until no connection is left: one that was silent for longer is not waited for at any time."""
_SHUTDOWN_TIMEOUT = 2.0
"""Seconds for the same at the end, when there is no other worker on this machine to go to."""
_KILL_TIMEOUT = 10
"""Seconds that a worker may take to end: idle connections would keep it waiting."""
_STARTUP_TIME = 3.0
"""Seconds that a worker takes to start, generously."""
_OVERLAP = _STARTUP_TIME + _DRAIN_TIMEOUT
"""Seconds that a new worker runs beside the old one before that is told to end."""
_THREADS = 8
"""Threads of a worker that run Python."""
_BODY_LIMITS = BodyLimits(max_reading=_THREADS // 2, max_waiting=_THREADS // 4)
"""Some of the threads are always left for those who only read."""
_THREAD_IDLE_TIMEOUT = 600
"""Seconds after which a thread that waits for requests ends; the longest that the server knows."""

_CODE = Path(__file__).parents[1]

_log = logging.getLogger(__name__)


def serve(host: str, port: int, workers: int, *, demo_port: int | None) -> None:
    """Serve until told to stop. With `demo_port`, a host site that frames the guides listens there.

    A hangup signal to this process puts new content and new code in place, if they are found to work.
    """
    logging.config.dictConfig(log_config())
    if demo_port is not None:
        _serve_demo(demo_port, web_origin(host, port))
    settings = read_settings(os.environ)
    ensure_sqlite_file(settings.database_url, settings.data_folder)
    with TemporaryDirectory(prefix="guide-widget-") as folder, _kept_from_cleaning(folder):
        server = granian("widget.server.serving:application", host, port, workers)
        editions = EditionFollower() if settings.content_source == DATABASE else None
        content = (editions.start() if editions else None) or settings.content_folder
        reloading = Reloader(Snapshots(_made(folder, "content")), content, server)
        os.environ["CONTENT_SOURCE"] = (
            settings.content_source
        )  # which CONTENT_DIR, a copy from here on, does not tell
        reloading.begin()
        server.on_startup(reloading.listen)
        if editions:
            server.on_startup(partial(editions.follow, reloading.show))
        signal.signal(_DRAIN_SIGNAL, signal.SIG_IGN)  # which a worker inherits that has just been started
        _serve_metrics(settings.metrics_port, _made(folder, "figures"))
        gc.freeze()  # or the first collection in a worker would copy what it shares with this process
        server.serve()
        if editions:
            editions.stop()


def application() -> "WSGIApplication":
    """What a worker runs, from the environment. A hangup signal to the worker puts new content in place."""
    from widget.app import create_served_app
    from widget.server.reload import ReloadableApplication

    # Ctrl+C in a terminal is for the main process, which tells the workers in their turn. Threads inherit this.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    end_with_parent()
    current = ReloadableApplication(create_served_app)
    current.start()
    # A process that was forked ends without `atexit`, and must not do what its parent has registered there.
    Finalize(None, current.end, exitpriority=0)
    signal.signal(signal.SIGHUP, lambda *_: threading.Thread(target=current.replace, daemon=True).start())
    signal.signal(_DRAIN_SIGNAL, lambda *_: current.drain())
    return RequestBodyReader(current, _BODY_LIMITS, explained="/admin/")


class Reloader:
    """New content and new code for the workers of a running `server`, or none at all.

    New content is read by the workers where they are: nothing is closed. For new code they are replaced, one after
    another.
    """

    def __init__(self, snapshots: Snapshots, content: Path, server: "_Server") -> None:
        self._snapshots = snapshots
        self._content = content
        self._server = server
        self._one_at_a_time = threading.Lock()
        self._code = release_of([_CODE])

    def begin(self) -> None:
        """Let the workers read a copy of the content as it is now; it has been found to be good."""
        try:
            os.environ["CONTENT_DIR"] = str(self._snapshots.activate(self._snapshots.take(self._content)))
        except OSError as error:
            sys.exit(f"The content cannot be served: {error}")

    def listen(self) -> None:
        """From now on, a hangup means: reload."""
        signal.signal(signal.SIGHUP, lambda *_: threading.Thread(target=self.reload, daemon=True).start())

    def show(self, edition: Path) -> None:
        """Put a published edition in place. It was checked before it was published."""
        with self._one_at_a_time:
            if edition == self._content:
                return
            try:
                self._snapshots.activate(self._snapshots.take(edition))
            except OSError:
                _log.exception("The published edition cannot be put in place; the one before is still served.")
                return
            self._content = edition
            self._replace_content()

    def reload(self) -> None:
        """Try the content and code that are there now; put them in place, or say in the log why not."""
        with self._one_at_a_time:
            try:
                copy = self._snapshots.take(self._content)
                fault = trial_fault(copy)
            except (OSError, subprocess.SubprocessError) as error:
                copy, fault = None, str(error)
            if copy is None or fault:
                _log.error("Reload refused; what was served before is still served.", extra={"why": fault})
                return
            self._snapshots.activate(copy)
            code, self._code = self._code, release_of([_CODE])
            if code == self._code:
                self._replace_content()
            else:
                self._replace_workers()

    def _replace_content(self) -> None:
        _log.info("Reload: the new content works and is put in place.")
        # The longest running first: one that has just been started may not listen to signals yet, and would end. No
        # other worker waits for it.
        for worker in sorted(self._server.wrks, key=lambda one: one.birth):
            time.sleep(max(worker.birth + _STARTUP_TIME - time.monotonic(), 0))
            if worker.inner.is_alive():  # one that rests reads the new content when it starts
                with suppress(ProcessLookupError):
                    os.kill(worker.inner.pid, signal.SIGHUP)

    def _replace_workers(self) -> None:
        _log.info("Reload: the new release works and is put in place.")
        # A worker that is forked would have the code of this process, which is as old as the process.
        multiprocessing.set_start_method("spawn", force=True)
        self._server.signal_handler_reload()  # type: ignore[no-untyped-call]  # the library has no types here


class _Server(SupervisedServer):
    """Granian whose workers take connections from one socket, and let go of them before they end.

    Granian gives each worker a socket of its own on Linux, and with it a queue: the connections in it are cut when
    the worker ends. So this process keeps one open for all, as Granian itself does on other systems.
    """

    def _init_shared_socket(self) -> None:
        shared = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd = shared  # type: ignore[assignment]  # which Granian declares as nothing
        self._sfd = shared.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    def _respawn_workers(
        self, workers: Iterable[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        for index in workers:
            if self.interrupt_signal:
                return
            threading.Timer(delay - _DRAIN_TIMEOUT, _signal_drain, [self.wrks[index]]).start()
            super()._respawn_workers([index], spawn_target, target_loader, delay)

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            _signal_drain(worker)
        latest = time.monotonic() + _SHUTDOWN_TIMEOUT
        for worker in self.wrks:
            worker.inner.join(max(latest - time.monotonic(), 0))
        super()._stop_workers()  # type: ignore[no-untyped-call]  # the library has no types here


def _signal_drain(worker: WorkerProcess) -> None:
    if worker.inner.is_alive():
        with suppress(ProcessLookupError):
            os.kill(worker.inner.pid, _DRAIN_SIGNAL)


def granian(target: str, host: str, port: int, workers: int, threads: int = _THREADS) -> "_Server":
    """The server for an application, named by its module and the function that makes it, with all our settings."""
    return _Server(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_TIMEOUT, max_buffer_size=_MAX_HEADER_SIZE),
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=_THREAD_IDLE_TIMEOUT,
        backlog=_BACKLOG,
        backpressure=_CONNECTIONS,
        websockets=False,
        log_access=False,
        log_dictconfig=log_config(),
        respawn_failed_workers=True,
        respawn_interval=_OVERLAP,
        workers_kill_timeout=_KILL_TIMEOUT,
        working_dir=Path.cwd(),
    )


@contextmanager
def _kept_from_cleaning(folder: str) -> Iterator[None]:
    """Lock a temporary folder: systems delete what is old, and leave out what is locked (tmpfiles.d(5), “Age”)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _made(folder: str, name: str) -> Path:
    path = Path(folder, name)
    path.mkdir()
    return path


def _serve_metrics(port: int, folder: Path) -> None:
    """Add up in this process what the workers write into the folder, for who asks at the port."""
    if not port:
        return
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # read by the library when it is imported
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    start_http_server(port, "127.0.0.1", registry)


def _serve_demo(port: int, guides: str) -> None:
    from werkzeug.serving import make_server  # these, with the database behind them, only the demo needs

    from widget.demo.host_sites import create_demo_site

    server = make_server("127.0.0.1", port, create_demo_site(guides), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
