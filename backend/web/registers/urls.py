"""The addresses of the registers: providers, evidence, and examinations of fitness for duty."""

from django.urls import path

from backend.web.registers import evidence, evidence_acts, fitness, own, provider_acts, providers

PROVIDER = "registers/providers/<str:reference>/"
EVIDENCE = "registers/evidence/<slug:reference>/"

urlpatterns = [
    path("registers/providers/", providers.providers, name="providers"),
    path("registers/providers/new/", provider_acts.new, name="provider-new"),
    path(PROVIDER, providers.provider, name="provider"),
    path(f"{PROVIDER}edit/", provider_acts.edit, name="provider-edit"),
    path(f"{PROVIDER}alternative/", provider_acts.alternative, name="provider-alternative"),
    path(f"{PROVIDER}licences/new/", provider_acts.licence_new, name="licence-new"),
    path(f"{PROVIDER}ties/new/", provider_acts.tie_new, name="provider-tie-new"),
    path(f"{PROVIDER}moves/<slug:verb>/", provider_acts.move, name="provider-move"),
    path("registers/licences/<uuid:reference>/verify/", provider_acts.licence_verify, name="licence-verify"),
    path("registers/licences/<uuid:reference>/end/", provider_acts.licence_end, name="licence-end"),
    path("registers/ties/<uuid:reference>/end/", provider_acts.tie_end, name="provider-tie-end"),
    path("registers/evidence/", evidence.evidence_register, name="evidence-register"),
    path("registers/evidence/new/", evidence_acts.new, name="evidence-new"),
    path(EVIDENCE, evidence.evidence, name="evidence"),
    path(f"{EVIDENCE}edit/", evidence_acts.edit, name="evidence-edit"),
    path(f"{EVIDENCE}retire/", evidence_acts.retire, name="evidence-retire"),
    path(f"{EVIDENCE}grade/<slug:track>/", evidence_acts.grade, name="evidence-grade"),
    path("examinations/", fitness.fitness_requests, name="fitness-requests"),
    path("examinations/new/", fitness.ask, name="fitness-ask"),
    path("examinations/<str:reference>/", fitness.fitness_request, name="fitness-request"),
    path("examinations/<str:reference>/moves/<slug:verb>/", fitness.move, name="fitness-move"),
    path("support/new/", own.point_out, name="support-new"),
]
