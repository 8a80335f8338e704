"""Whose turn it is: few at a time, one after the other, and none while the host wants a pause."""

import threading

import pytest

from flows.hosts import StoppedError, TooLongError, Turns
from tests.loopback import wait_until


class Time:
    """A clock that goes on only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def turns_in(time: Time, *, per_host: int = 2, max_wait: float = 60.0) -> Turns:
    return Turns(per_host=per_host, max_wait=max_wait, clock=time.clock, pause=time.pause)


def take(turns: Turns, host: str = "a", *, interval: float = 0.0) -> None:
    with turns.turn(host, interval=interval):
        pass


def test_requests_to_one_host_keep_their_distance_and_others_do_not_wait() -> None:
    time = Time()
    turns = turns_in(time)
    for _ in range(3):
        take(turns, "a", interval=5)
    take(turns, "b", interval=5)
    assert time.slept == [5, 5]


def test_time_that_went_by_anyway_is_not_waited_again() -> None:
    time = Time()
    turns = turns_in(time)
    take(turns, interval=5)
    time.now += 4
    take(turns, interval=5)
    time.now += 7
    take(turns, interval=5)
    assert time.slept == [1]


def test_a_host_on_hold_is_waited_for_up_to_the_limit_and_then_left() -> None:
    time = Time()
    turns = turns_in(time, max_wait=60)
    turns.hold("a", 60)
    turns.hold("a", 10)
    assert turns.wait_for("a") == 60
    take(turns)
    assert time.slept == [60]
    turns.hold("a", 61)
    with pytest.raises(TooLongError) as caught:
        take(turns)
    assert caught.value.seconds == 61
    assert time.slept == [60]
    take(turns, "b")


def test_who_waits_already_heeds_a_hold_that_comes_meanwhile() -> None:
    time = Time()
    turns: Turns

    def pause(seconds: float) -> None:
        time.pause(seconds)
        if len(time.slept) == 1:
            turns.hold("a", 20)

    turns = Turns(per_host=2, max_wait=60, clock=time.clock, pause=pause)
    take(turns, interval=5)
    take(turns, interval=5)
    assert time.slept == [5, 20]


def test_a_turn_that_was_left_by_an_error_is_free_again() -> None:
    turns = turns_in(Time(), per_host=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), turns.turn("a", interval=0):
            raise ValueError("x")
    take(turns)


def test_no_more_than_per_host_at_the_same_time() -> None:
    turns = Turns(per_host=2, max_wait=60)
    inside, most, go = [0], [0], threading.Event()
    lock = threading.Lock()

    def ask(host: str) -> None:
        with turns.turn(host, interval=0):
            with lock:
                inside[0] += host == "a"
                most[0] = max(most[0], inside[0])
            go.wait(10)
            with lock:
                inside[0] -= host == "a"

    threads = [threading.Thread(target=ask, args=(host,)) for host in "aaaaaab"]
    for thread in threads:
        thread.start()
    assert wait_until(lambda: inside[0] == 2)
    threads[-1].join(0.01)
    go.set()
    for thread in threads:
        thread.join(10)
    assert most == [2]


def test_the_end_of_a_run_ends_all_waiting() -> None:
    turns = Turns(per_host=1, max_wait=3600)
    turns.hold("a", 3000)
    outcome: list[BaseException] = []

    def wait() -> None:
        try:
            take(turns)
        except StoppedError as error:
            outcome.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    turns.close()
    thread.join(10)
    assert len(outcome) == 1
