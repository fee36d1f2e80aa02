"""What WeasyPrint may load while it prints a letter: the product's own assets, and nothing from disk or network."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from backend.documents.assets import SCHEME, read_asset

CONTENT_TYPES = {"css": "text/css", "ttf": "font/ttf"}


class AssetFetcher(URLFetcher):
    """Serve `asset:` addresses; any other address ends the rendering at once."""

    def __init__(self) -> None:
        """Switch off redirects and tolerance, should a request ever get past `fetch`."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.pictures: Mapping[str, bytes] = {}  # of the letter that is being printed, by name
        self.fonts: Mapping[str, bytes] = {}  # that the organisation added, by name

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Read an asset; WeasyPrint would print a hole for a common error, so every refusal is a fatal one."""
        if not url.startswith(SCHEME):
            raise FatalURLFetchingError(f"A letter may not load {url[:200]}.")
        name = url.removeprefix(SCHEME)
        if name in self.pictures:
            return URLFetcherResponse(url, self.pictures[name], {"Content-Type": "image/png"})
        if name in self.fonts:
            return URLFetcherResponse(url, self.fonts[name], {"Content-Type": "font/ttf"})
        try:
            content = read_asset(name)
        except LookupError as absent:
            raise FatalURLFetchingError(str(absent)) from absent
        return URLFetcherResponse(url, content, {"Content-Type": CONTENT_TYPES[name.rpartition(".")[2]]})
