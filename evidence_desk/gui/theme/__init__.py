"""Design tokens to palettes, style sheets and icons."""
