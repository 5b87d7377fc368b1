"""Words and phrases of a query in the language of the index: joined at hyphens, beginnings with their stems."""

from __future__ import annotations

from collections.abc import Iterable

from evidence_desk.domain.folding import is_unspaced
from evidence_desk.domain.search_language import Term
from evidence_desk.store.folding_table import folding
from evidence_desk.store.index_file import ITEM_COLUMNS
from evidence_desk.store.word_tables import stems

# Where the words of an item stand that ``in:`` names; its pages are the place ``text``.
_COLUMNS = {
    "title": ("title",),
    "notes": ("notes", "quotes"),
    "people": ("people",),  # of the field party:
    "": ITEM_COLUMNS,
}
# What stemming takes off the end of English words. A beginning such as "terminat" runs into what it takes off
# ("termination" is held as "termin"), so the stems of all its likely words are looked for as well.
_ENDINGS = """
s es ed ing ings e y ies ied ly er ers est or ors al als ally ial ially able ably ible ibly ability ibility
abilities ance ances ancy ant ants antly ence ences ency ent ents ently ic ics ical ically icate icates icated
icating ication ications icity ion ions ional ionally ioned ioning ism isms ist ists ition itions ity ities ive
ives ively iveness ivity ize izes ized izing izer izers ization izations ise ises ised ising ment ments mental
ement ements ness nesses ous ously ousness ful fully fulness ate ates ated ating ation ations ational ationally
ative atively ator ators alism ality alities alize alized alization ology logical enci anci eli ousli aliti iviti
"""
_TAILS = sorted({ending[at:] for ending in _ENDINGS.split() for at in range(len(ending))})


def term_match(term: Term) -> str:
    """Return the match of one word or phrase."""
    found: list[str] = []
    for variant in folding().variants(term.text):
        plain = variant.replace('"', " ")
        if not term.is_prefix or is_unspaced(plain[-1:] or " "):
            found.append(f'"{plain}"')
        else:
            found += _beginnings(plain)
    return " OR ".join(dict.fromkeys(found))


def _beginnings(plain: str) -> list[str]:
    before, _blank, last = plain.rpartition(" ")
    found = [f'"{plain}" *']
    if last.isascii() and last.isalpha():
        likely = [last, *(last + tail for tail in _TAILS)]
        stem, *others = stems(likely)
        # One word for each stem, since the index stems what it is asked for.
        shorter = {
            other: word for other, word in zip(others, likely[1:], strict=True) if not other.startswith(stem)
        }
        found += ['"' + f"{before} {word}".strip() + '"' for word in shorter.values()]
    return found


def pages_match(terms: Iterable[Term]) -> str:
    """Return the match that finds a page with one of the terms or more; empty when none may stand on a page."""
    return " OR ".join(term_match(term) for term in terms if term.place in ("", "text"))


def items_match(terms: Iterable[Term]) -> str:
    """Return the match that finds an item's own words: title, people, labels, notes, quotes."""
    found = []
    for term in terms:
        columns = _COLUMNS.get(term.place)
        if columns:
            found.append(f"{{{' '.join(columns)}}} : ({term_match(term)})")
    return " OR ".join(found)


def any_match(terms: Iterable[Term]) -> str:
    """Return the match that finds the terms in any text."""
    return " OR ".join(map(term_match, terms))
