"""Templates as data: an organisation's own words for the letters of the catalogue, and its stationery."""
