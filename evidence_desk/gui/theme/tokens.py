"""Design tokens read from a theme file; imports nothing of Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from evidence_desk.support.resources import resource


@dataclass(frozen=True, slots=True)
class Tokens:
    """The values of one theme.

    Attributes:
        name: file name without its ending.
        scheme: "light" or "dark".
        colors: token name to ``#rrggbb``.
        sizes: ``size``, ``small``, ``tiny``, ``title``, ``large``: font sizes in pixels.
        families: ``preferred``, ``cjk``, ``serif``, ``mono``: font families, best first.
        radius: ``small``, ``medium``, ``large``: corner radii in pixels.
    """

    name: str
    scheme: str
    colors: dict[str, str]
    sizes: dict[str, int]
    families: dict[str, tuple[str, ...]]
    radius: dict[str, int]

    def __getitem__(self, name: str) -> str:
        """Return a colour as ``#rrggbb``; KeyError for a name no theme has."""
        return self.colors[name]


def load_tokens(name: str) -> Tokens:
    """Read ``resources/themes/NAME.json``."""
    data = json.loads(resource("themes", f"{name}.json").read_text(encoding="utf-8"))
    font = data["font"]
    return Tokens(
        name=data["name"],
        scheme=data["scheme"],
        colors=data["colors"],
        sizes={key: value for key, value in font.items() if isinstance(value, int)},
        families={key: tuple(value) for key, value in font.items() if isinstance(value, list)},
        radius=data["radius"],
    )


def style_sheet(tokens: Tokens, pictures: Mapping[str, str]) -> str:
    """Return the Qt style sheet of a theme; ``pictures`` are the paths of its small pictures by their names."""
    template = Template(resource("themes", "style.qss").read_text(encoding="utf-8"))
    values: dict[str, object] = {**tokens.colors, **tokens.sizes, **pictures}
    values.update({f"radius_{key}": value for key, value in tokens.radius.items()})
    for key in ("serif", "mono"):
        values[key] = ", ".join(f'"{family}"' for family in tokens.families[key])
    return template.substitute(values)
