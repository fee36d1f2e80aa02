"""The route matrix, a file for each area: `test_routes.py` joins every module of this package, so a new area needs one new file only.

A module names any of these; what it leaves out is empty:

- `API: Matrix`: routes below `/api/v1/`, as `(method, route): expected`. The placeholders stand without their converters:
  `("post", "appeals/{reference}/lodge/")`.
- `WEB: Matrix`: pages, in the same form; `both(expected, *routes)` names a page that is read and sent. A method that is left out must
  answer 405.
- `WITHIN_OTHERS: set[str]`: moves of a lifecycle that no door offers alone, because they happen within another act.
- `names(world) -> dict[str, dict[str, str]]`: plays the records that the routes need and says what their placeholders stand for, by
  the start of the route: `{"appeals/": {"reference": appeal.reference}}`. A key counts for both doors, one that starts with `api/v1/`
  for the API alone. Where several keys fit a route, the longest one that names the placeholder wins, so
  `{"appeals/{reference}/part/": {"verb": "hold"}}` adds to the one above; `""` fits every route. No two modules may name the same
  placeholder under the same key.

`expected` holds a status for each of PEOPLE, in their order: ines, tomas, erin, martin, noor, lena, sam, nobody. Ines investigates
`world.case`, Tomás investigates other cases, Erin reported it, Martin is its respondent and the party of `world.agreement`, Noor has
nothing to do with it, Lena audits, Sam keeps the catalogue of letters, and nobody is not signed in. An API route is sent `{}`.

The world is played once for all tests of the matrix, every area's part after the other, then sealed. Leave the state of `world.case`
and `world.agreement` as it is; `world.a_case("investigating")` gives a case of one's own in another state. Each test rolls back what
its requests did.
"""
