"""Measuring side by side: samples in turn, ratios within each round, the median of the ratios."""

import resource
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Sample = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """Seconds of each sample, round by round."""

    seconds: Mapping[str, list[float]]

    def typical(self, name: str) -> float:
        """Give the median time of a sample, in seconds."""
        return median(self.seconds[name])

    def ratio(self, name: str, other: str) -> float:
        """Tell how many times as long one sample takes as another: the median of the rounds' ratios."""
        pairs = zip(self.seconds[name], self.seconds[other], strict=True)
        return median(mine / theirs for mine, theirs in pairs)


def interleaved(samples: Mapping[str, Callable[[], float]], *, rounds: int, warm: int = 3) -> Measured:
    """Take every sample once a round, in turn, so that what else the machine does hits them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in samples}
    for number in range(warm + rounds):
        for name, sample in samples.items():
            took = sample()
            if number >= warm:
                seconds[name].append(took)
    return Measured(seconds)


def timed(body: Sample, *, times: int = 1) -> float:
    """Run something some times and give the mean of the seconds."""
    started = time.perf_counter()
    for _ in range(times):
        body()
    return (time.perf_counter() - started) / times


@contextmanager
def highest() -> Iterator[list[float]]:
    """Watch the process's own memory, in megabytes: before the block, and the highest value inside it."""
    memory = [own_memory(), own_memory()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            memory[1] = max(memory[1], own_memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        done.set()
        watcher.join()
        memory[1] = max(memory[1], own_memory())


def own_memory() -> float:
    """Tell how much is held; not the pages of the database file, which SQLite maps and the system can drop at any time."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return sum(int(told[name].split()[0]) for name in ("RssAnon", "RssShmem")) / 1024
