"""The stage on which the story is played: a calendar, a clock that moves on, and several matters at the same time.

A scene is a generator. It yields the moment of its next step; the stage puts all steps into the order of time, lets the night's sweep
run between the days, holds the clock at the moment and lets the scene go on.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from backend.audit.origin import coming_from
from backend.cases.actions.appointments import end_lapsed_grants
from backend.deadlines.calendars import working_calendar
from backend.deadlines.clockwork import sweep
from backend.demo.cast import Cast
from backend.kernel import clock

ZONE: Final = ZoneInfo("Europe/London")
CALENDAR: Final = working_calendar("GB-ENG")
BREATH: Final = timedelta(minutes=7)

Scene: TypeAlias = Iterator[datetime]


@dataclass
class Days:
    """The calendar of one matter: days count from the report, and every step falls on a working day.

    A matter that still goes on today moves its steps back to a working day, so that none of them lies after the present.
    """

    first: date
    is_open: bool = False
    _last: datetime | None = None

    def day(self, number: int) -> date:
        """Give a day of the matter, or the working day next to it."""
        day = self.exact(number)
        return CALENDAR.last_working(day) if self.is_open else CALENDAR.next_working(day)

    def exact(self, number: int) -> date:
        """Give a day of the matter as the calendar has it."""
        return self.first + timedelta(days=number)

    def at(self, number: int, hour: str = "10:00") -> datetime:
        """Give a moment on a day, after every earlier step of the matter."""
        moment = datetime.combine(self.day(number), time.fromisoformat(hour), tzinfo=ZONE)
        if self._last and moment <= self._last:
            moment = self._last + BREATH
        self._last = moment
        return moment


@dataclass(frozen=True)
class Line:
    """One sentence of the story: when, in which scene, what."""

    at: datetime
    scene: int
    what: str


@dataclass
class Stage:
    """Everything a scene needs: the cast, the present, and somewhere to tell what happens."""

    cast: Cast
    now: datetime
    tell: Callable[[Line], object] = id
    told: list[Line] = field(default_factory=list)
    _scene: int = 0

    @property
    def today(self) -> date:
        """Give the present day."""
        return self.now.astimezone(ZONE).date()

    def say(self, what: str) -> None:
        """Tell something of the story, at the moment that the clock shows."""
        line = Line(clock.now().astimezone(ZONE), self._scene, what)
        self.told.append(line)
        self.tell(line)

    def play(self, *scenes: Scene) -> None:
        """Play scenes side by side, in the order of time, up to the present."""
        queue = [(next(scene), number, scene) for number, scene in enumerate(scenes)]
        heapq.heapify(queue)
        night: date | None = None
        with coming_from("shell"):
            while queue:
                moment, number, scene = heapq.heappop(queue)
                self._scene = number
                with clock.at(moment):
                    if moment.date() != night:
                        night = self._night(moment)
                    following = next(scene, None)
                if following is not None:
                    heapq.heappush(queue, (following, number, scene))

    def _night(self, moment: datetime) -> date:
        sweep(as_of=moment)
        end_lapsed_grants(as_of=moment)
        return moment.date()
