"""The pages of the catalogue of letters: their words, versions of them, and the stationery."""
