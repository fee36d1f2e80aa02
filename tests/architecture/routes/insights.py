"""What insights answer."""

from backend.insights.actions import ask_for_pattern
from tests.architecture.world import Matrix, World, both

# ines, tomas, erin, martin, noor, lena, sam, nobody
FIGURES = (404, 404, 404, 404, 404, 200, 404)
HEARS_OF_NONE = (404, 404, 404, 404, 404, 404, 404)
ASKS = (403, 404, 404, 404, 404, 403, 404)  # intake and counsel of the case ask

API: Matrix = {
    ("get", "insights/"): (*FIGURES, 401),
    ("get", "pattern-reviews/"): (200, 200, 200, 200, 200, 200, 200, 401),
    ("post", "pattern-reviews/"): (400, 400, 400, 400, 400, 400, 400, 401),
    ("get", "pattern-reviews/{reference}/"): (*HEARS_OF_NONE, 401),
    ("post", "pattern-reviews/{reference}/conclude/"): (*HEARS_OF_NONE, 401),
}
WEB: Matrix = {
    ("get", "insights/"): (*FIGURES, 302),
    ("get", "insights/patterns/"): (*HEARS_OF_NONE, 302),
    ("get", "insights/patterns/{reference}/"): (*HEARS_OF_NONE, 302),
    **both((*HEARS_OF_NONE, 302), "insights/patterns/{reference}/conclude/"),
    **both((*ASKS, 302), "insights/patterns/new/{reference}/"),
}


def names(world: World) -> dict[str, dict[str, str]]:
    case = world.a_case("investigating")
    review = ask_for_pattern(case, actor=world.cast.omar, reason="Matrix.")
    return {
        "pattern-reviews/": {"reference": review.reference},
        "insights/patterns/": {"reference": review.reference},
        "insights/patterns/new/": {"reference": world.case.reference},
    }
