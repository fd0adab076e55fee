"""A reader of pages: some connections that are kept open, one request after another on each."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

CONNECTIONS = 4
TIMEOUT = 60


@dataclass(frozen=True)
class Request:
    """What is sent, and the status that must come back."""

    path: str
    cookie: str = ""
    body: str | None = None
    status: int = 200

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"

    @property
    def headers(self) -> dict[str, str]:
        found = {"Accept": "text/html", "Accept-Encoding": "identity"}
        if self.cookie:
            found["Cookie"] = self.cookie
        if self.body is not None:
            found["Content-Type"] = "application/x-www-form-urlencoded"
        return found


@dataclass
class Burst:
    """What came back: seconds of each request, and the mean size of a body."""

    seconds: list[float] = field(default_factory=list)
    bytes: float = 0.0


class WrongAnswer(RuntimeError):
    """A page answered with another status than it must."""


def burst(port: int, requests: Sequence[Request], connections: int = CONNECTIONS) -> Burst:
    """Send all of them, shared out over the connections. Raises WrongAnswer at the first wrong status."""
    done, errors, sizes = Burst(), [], []

    def read(share: Sequence[Request]) -> None:
        try:
            with _Connection(port) as connection:
                for request in share:
                    took, size = connection.send(request)
                    done.seconds.append(took)
                    sizes.append(size)
        except Exception as error:  # told in the thread that waits
            errors.append(error)

    threads = [threading.Thread(target=read, args=(requests[start::connections],)) for start in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    done.bytes = sum(sizes) / len(sizes)
    return done


def fetch(port: int, request: Request) -> tuple[http.client.HTTPResponse, str]:
    """One answer with its body, for what is read and not measured."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    connection.request(request.method, request.path, request.body, request.headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    _check(request, response.status)
    return response, body


class _Connection:
    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.close()

    def send(self, request: Request) -> tuple[float, int]:
        """(seconds, bytes). A connection that the server has closed meanwhile is opened again."""
        for _attempt in range(2):
            started = time.perf_counter()
            try:
                self._http.request(request.method, request.path, request.body, request.headers)
                response = self._http.getresponse()
                size = len(response.read())
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._http.close()
                continue
            _check(request, response.status)
            return time.perf_counter() - started, size
        raise WrongAnswer(f"{request.method} {request.path}: the server closes the connection")


def _check(request: Request, status: int) -> None:
    if status != request.status:
        raise WrongAnswer(f"{request.method} {request.path}: status {status} instead of {request.status}")
