from __future__ import annotations

import gc

import pytest

from detector.collector import search_put_off


def test_the_search_is_put_off_inside_and_goes_on_afterwards() -> None:
    assert gc.isenabled()
    with search_put_off():
        assert not gc.isenabled()
        with search_put_off():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_inside_lets_it_go_on() -> None:
    with pytest.raises(KeyError), search_put_off():
        raise KeyError
    assert gc.isenabled()


def test_who_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with search_put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
