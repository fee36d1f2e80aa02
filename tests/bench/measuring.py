"""Measuring side by side: samples in turn, ratios within each round, the median of the ratios."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
