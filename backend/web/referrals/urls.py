"""The addresses of referrals, for those who prepare, approve and coordinate them."""

from django.urls import path

from backend.web.referrals import listing, pages

urlpatterns = [
    path("", listing.referrals, name="referrals"),
    path("<str:reference>/", pages.referral, name="referral"),
    path("<str:reference>/preview/", pages.preview, name="referral-preview"),
    path("<str:reference>/memo/", pages.memo, name="referral-memo"),
    path("<str:reference>/do/<slug:verb>/", pages.act, name="referral-act"),
]
