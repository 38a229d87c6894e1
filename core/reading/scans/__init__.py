"""Pictures of pages: words made out of them, by an optional part."""
