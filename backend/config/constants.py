"""Settings of libraries that no environment changes: how the API is described, what a page may load, and how people sign in."""

from typing import Any, Final

API_DESCRIPTION: Final[dict[str, Any]] = {
    "TITLE": "Evenhand",
    "DESCRIPTION": "Reports of conduct, fair cases, and agreements people can keep. What you may not see answers 404.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["backend.api.schema.add_problems"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "docExpansion": "none"},
}

CONTENT_POLICY: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

PASSWORD_RULES: Final[list[dict[str, Any]]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SIGN_IN_LIMITS: Final[dict[str, str]] = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}

APPS: Final = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "backend.audit",  # before simple_history, some of whose commands it refuses
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "django_htmx",
    "heroicons",
    "template_partials",
    "csp",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "backend.jobs",
    "backend.people",
    "backend.access",
    "backend.workflow",
    "backend.files",
    "backend.deadlines",
    "backend.documents",
    "backend.intake",
    "backend.cases",
    "backend.investigation",
    "backend.decisions",
    "backend.referrals",
    "backend.clauses",
    "backend.agreements",
    "backend.amends",
    "backend.monitoring",
    "backend.safeguards",
    "backend.returns",
    "backend.workspace",
    "backend.records",
    "backend.insights",
    "backend.api",
    "backend.web",
    "backend.demo",
    "backend.config",
]
