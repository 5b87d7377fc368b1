"""Cuts a run of Han characters into words by how they keep together in a set of texts; no dictionary is needed.

Each word is two to four characters that occur somewhere. It is worth the more, the more rarely its parts stand apart
(its cohesion), and less for each character that mostly binds words to one another. The cut with the greatest worth is
taken, so of 合同有效成立 the words 合同, 有效 and 成立 are left, and 同有 is not among them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

MAX_WORD = 4
# Two characters are the usual word; a longer one must keep together better than the words it is made of.
_WORTH = {2: 1.0, 3: 1.6, 4: 1.9}
_BINDING_COST = 0.5
_LEAST = 0.15


def han_words(run: str, count: Callable[[str], int], binding: frozenset[str] = frozenset()) -> list[str]:
    """Return the words of a run of Han characters, in order; characters that are part of none are left out.

    Args:
        run: the characters, without blanks.
        count: says in how many texts some characters stand one after another.
        binding: characters that mostly bind words, e.g. 的 and 与.
    """
    counted = cache(count)
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        choices = [best[end - 1]]
        for size in range(2, min(MAX_WORD, end) + 1):
            word = run[end - size : end]
            worth = _worth(word, counted, binding)
            if worth > 0:
                before, words = best[end - size]
                choices.append((before + worth, [*words, word]))
        best.append(max(choices, key=lambda choice: choice[0]))
    return best[-1][1]


def _worth(word: str, count: Callable[[str], int], binding: frozenset[str]) -> float:
    cohesion = _cohesion(word, count)
    if cohesion < _LEAST:
        return 0.0
    if len(word) > 2:  # what was copied from page to page keeps together whatever it is; its pairs need not
        cohesion *= min(1.0, 2 * min(_cohesion(word[at : at + 2], count) for at in range(len(word) - 1)))
    bound = sum(one in binding for one in word)
    return _WORTH[len(word)] * cohesion - _BINDING_COST * bound * (len(word) - 1)


def _cohesion(word: str, count: Callable[[str], int]) -> float:
    """Return how often the parts of a word stand together where they could, 0 to 1."""
    whole = count(word)
    if not whole:
        return 0.0
    apart = max(min(count(word[:at]), count(word[at:])) for at in range(1, len(word)))
    return whole / max(apart, whole)
