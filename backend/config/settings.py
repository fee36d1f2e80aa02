"""All settings, read from the environment. `docs/reference/settings.md` is generated from what is read here."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from backend.config.compartment import of_compartment
from backend.config.constants import API_DESCRIPTION, APPS, CONTENT_POLICY, PASSWORD_RULES, SIGN_IN_LIMITS
from backend.config.environment import flag, hidden, number, secret, text, words
from backend.config.reporters import of_reporters

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(text("EVENHAND_VAR", str(BASE_DIR / "var"), "Where the SQLite database and exported files lie."))

ENVIRONMENT = text(
    "EVENHAND_ENV",
    "development",
    "“production” refuses every insecure default; “development” is for a trial on one machine.",
)
if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured(f"EVENHAND_ENV must be development or production, not “{ENVIRONMENT}”.")
PRODUCTION = ENVIRONMENT == "production"

DEBUG = flag("DEBUG", "Show tracebacks in the browser; refused in production.", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG is on: switch it off, or leave EVENHAND_ENV=production.")
SECRET_KEY = secret(
    "SECRET_KEY",
    "Signs sessions and links.",
    production=PRODUCTION,
    stand_in="development-only-" + "0123456789abcdef" * 3,
)
ALLOWED_HOSTS = words(
    "ALLOWED_HOSTS",
    "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver",
    "Host names that the site answers to, separated by commas.",
)
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names of this site; “*” is not accepted in production.")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", "", "Origins with scheme, when a proxy changes the host name.")

ORGANISATION = text("EVENHAND_ORGANISATION", "Larkfield Instruments", "The organisation's name on pages and letters.")
INDEPENDENT_UNITS = words(
    "EVENHAND_INDEPENDENT_UNITS",
    "",
    "Codes of the units, such as HR, legal and compliance, whose people's own matters go to the independent channel.",
)
ORGANISATION_ADDRESS = text(
    "EVENHAND_ORGANISATION_ADDRESS",
    "Larkfield Instruments\n12 Foundry Yard\nLeeds LS11 5QN",
    "The letterhead's lines, separated by line breaks.",
)
CONTACT = text(
    "EVENHAND_CONTACT", "people-office@larkfield.example", "Where people turn with a question; stands on every letter."
)
SUPPORT_LINE = text(
    "EVENHAND_SUPPORT_LINE",
    "0800 000 000 (employee assistance, day and night)",
    "The support line that stands on every letter and employee page.",
)

ADDRESS = text(
    "EVENHAND_ADDRESS",
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000",
    "The site's own address as letters and mails print it, without a slash at the end.",
).rstrip("/")
LETTER_NOTICES = flag(
    "EVENHAND_LETTER_NOTICES",
    "Write to people by mail that a letter waits for them; the mail says nothing about it.",
    default=True,
)
PRINTERS = number(
    "EVENHAND_PRINTERS",
    2,
    "Processes that print the letters of a batch, one for each core that may be spared; 1 prints in the worker itself.",
)
LETTER_FONTS = text(
    "EVENHAND_LETTER_FONTS",
    "",
    "Font files for more writing systems in letters, with blanks between; Latin, Greek, Cyrillic, Arabic and Hebrew are built in.",
).split()

INSTALLED_APPS = APPS
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.config.middleware.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backend.config.middleware.ZoneMiddleware",
]

ROOT_URLCONF = "backend.config.urls"
WSGI_APPLICATION = "backend.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "backend" / "web" / "templates"],  # before the pages and form fields of the packages
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backend.web.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database -------------------------------------------------------------------------------------------------------------------------
DATABASE_URL = text(
    "DATABASE_URL",
    f"sqlite:///{VAR_DIR}/evenhand.sqlite3",
    "The database; PostgreSQL in production (postgres://user:password@host/name).",
    private=True,
)
DB_POOL = number("DB_POOL", 8, "Connections a web process keeps to PostgreSQL.")
DATABASES = {"default": dict(dj_database_url.parse(DATABASE_URL))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if PRODUCTION and not flag(
        "EVENHAND_SQLITE_IN_PRODUCTION", "Accept SQLite in production (one machine, one office).", default=False
    ):
        raise ImproperlyConfigured(
            "Production runs on PostgreSQL: set DATABASE_URL, or say EVENHAND_SQLITE_IN_PRODUCTION=yes."
        )
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY"
        ),
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None  # to open the file for each request costs a fifth of the request
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": DB_POOL},
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
ANONYMOUS_USER_NAME = None  # guardian: nobody is everybody
GUARDIAN_RENDER_403 = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "backend.web.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "backend.web.forms.account.SignInForm",
    "change_password": "backend.web.forms.account.NewPasswordForm",
    "reset_password": "backend.web.forms.account.ForgottenPasswordForm",
    "reset_password_from_key": "backend.web.forms.account.ChosenPasswordForm",
    "reauthenticate": "backend.web.forms.account.AgainForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = SIGN_IN_LIMITS
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to an address that has no account
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the employee records, nobody enters their own
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "backend.web.second_step.SecondStepAdapter"  # secrets lie closed
SESSION_COOKIE_AGE = number("SESSION_SECONDS", 8 * 3600, "Seconds after which somebody must sign in again.")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "How mail is sent.")
EMAIL_HOST = text("EMAIL_HOST", "localhost", "The mail server.")
EMAIL_PORT = number("EMAIL_PORT", 25, "The mail server's port.")
DEFAULT_FROM_EMAIL = text("EMAIL_FROM", CONTACT, "The sender of mail.")

# Transport and content security ---------------------------------------------------------------------------------------------------
BEHIND_PROXY = flag("BEHIND_PROXY", "A proxy ends TLS, and sets X-Forwarded-Proto and X-Forwarded-For.", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = PRODUCTION and flag(
    "SSL_REDIRECT", "Send plain HTTP requests to HTTPS (production).", default=True
)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^healthz/history$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31536000 if PRODUCTION else 0, "How long browsers insist on HTTPS.")
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = CONTENT_POLICY
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Language, time, files -------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "backend" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = text("EVENHAND_ZONE", "Europe/London", "The organisation's time zone (IANA name).")
STATIC_URL = "static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(VAR_DIR / "static"), "Where collectstatic puts the files of pages."))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION  # a trial needs no collectstatic
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
EXPORT_DIR = Path(
    text("EVENHAND_EXPORTS", str(VAR_DIR / "exports"), "Where history exports are kept until they expire.")
)

# Files that people hand in ---------------------------------------------------------------------------------------------------------
FILES_DIR = Path(
    text(
        "EVENHAND_FILES",
        str(VAR_DIR / "files"),
        "Where files lie that people hand in: attachments and evidence. Back it up together with the database.",
    )
)
FILE_LIMIT = number("EVENHAND_FILE_LIMIT", 25, "Megabytes that one file may have.") * 2**20
FILE_UPLOAD_HANDLERS = ["backend.files.uploads.BoundedUpload"]
CLAMD = text(
    "EVENHAND_CLAMD",
    "",
    "The malware scanner that is asked about every file: unix:/run/clamav/clamd.ctl or host:port of a clamd; empty, none is scanned.",
)

# The sealed history ---------------------------------------------------------------------------------------------------------------
AUDIT_NAME = text(
    "EVENHAND_AUDIT_NAME",
    f"{ALLOWED_HOSTS[0]}/audit",
    "What the sealed history and its key are called; it stands in every checkpoint and must never change.",
)
AUDIT_DIR = Path(
    text(
        "EVENHAND_AUDIT_DIR",
        str(VAR_DIR / "audit"),
        "What the sealer remembers outside the database: its last checkpoint and the list of public keys. Keep it on another volume.",
    )
)
AUDIT_KEY = text(
    "EVENHAND_AUDIT_KEY",
    "",
    "The file with the signing key, readable by the process that seals alone; unset, it lies in EVENHAND_AUDIT_DIR.",
)
AUDIT_SEAL_IN_WORKER = flag(
    "EVENHAND_SEAL_IN_WORKER",
    "Seal the history beside every worker; switch it off where “manage.py seal --follow” runs under a database role of its own.",
    default=True,
)
AUDIT_ALARM_MAIL = words(
    "EVENHAND_ALARM_MAIL",
    "",
    "Who is told by mail when the history does not hold or is not sealed: addresses, separated by commas.",
)

ANCHORS = text(
    "EVENHAND_ANCHORS",
    "",
    "Who keeps checkpoints outside, with blanks between: directory:/mnt/worm mail:auditor@example.org timestamp:https://tsa.example/tsr",
).split()
ANCHOR_MINUTES = number("EVENHAND_ANCHOR_MINUTES", 10, "Minutes between two checkpoints that are kept outside.")

# The seal of documents ------------------------------------------------------------------------------------------------------------
SEAL_DIR = Path(
    text(
        "EVENHAND_SEAL_DIR",
        str(VAR_DIR / "seal"),
        "Where a seal lies that was made here, and the list of every certificate that documents were sealed with.",
    )
)
SEAL_KEY = text(
    "EVENHAND_SEAL_KEY",
    "",
    "The key that seals documents: a PEM file, or a key on a token as pkcs11:token=…;object=…?module-path=/… (RFC 7512);"
    " unset, what “manage.py seal_key make” made.",
)
if "pin-value" in SEAL_KEY or "pin-source" in SEAL_KEY:
    raise ImproperlyConfigured(
        "EVENHAND_SEAL_KEY must not hold a PIN: set EVENHAND_SEAL_PIN or EVENHAND_SEAL_PIN_FILE."
    )
SEAL_CERTIFICATES = text(
    "EVENHAND_SEAL_CERTIFICATES",
    "",
    "The seal’s certificates in one PEM file, its own first; unset, they stand in the key’s file.",
)
SEAL_PASSPHRASE = hidden("EVENHAND_SEAL_PASSPHRASE", "Opens the file with the seal’s key, where it is encrypted.")
SEAL_PIN = hidden("EVENHAND_SEAL_PIN", "Opens the token with the seal’s key.")
SEAL_TIMESTAMP = text(
    "EVENHAND_SEAL_TIMESTAMP",
    "",
    "A time-stamping authority (RFC 3161) for seals: https://tsa.example/tsr; #ca=/path/root.pem behind it has its signature checked.",
)
CHECKS_PER_MINUTE = number("EVENHAND_CHECKS_PER_MINUTE", 30, "Checks of documents a minute, for one network.")

# Reporters without a name ---------------------------------------------------------------------------------------------------------
CODE_PEPPER, VAULT_KEYS, EXIT_ADDRESS = of_reporters(production=PRODUCTION)

# The medical-confidential compartment ------------------------------------------------------------------------------------------------
COMPARTMENT_KEYS, COMPARTMENT_KEY_SERVICE = of_compartment(production=PRODUCTION)

# History, jobs, API -----------------------------------------------------------------------------------------------------------------
SIMPLE_HISTORY_DATE_INDEX = False
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.api.authentication.TokenAuthentication",
        "backend.api.authentication.SignedInSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["backend.api.renderers.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["backend.api.renderers.JsonParser"],
    "DEFAULT_PAGINATION_CLASS": "backend.api.pagination.Keyset",
    "DEFAULT_SCHEMA_CLASS": "backend.api.schema.ProblemSchema",
    "EXCEPTION_HANDLER": "backend.api.errors.problem_response",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.AnonRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"user": text("API_RATE", "600/min", "API calls a user may make."), "anon": "30/min"},
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
KNOX_TOKEN_MODEL = "api.ApiToken"  # noqa: S105 - a model, not a secret
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer"}
SPECTACULAR_SETTINGS = API_DESCRIPTION

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "INFO", "How much is logged.")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
        "pyhanko": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.template": {"level": "WARNING"},  # more would write down what a page shows, private words too
    },
}

SMALLEST_GROUP = number(
    "EVENHAND_SMALLEST_GROUP", 5, "Figures across matters keep back every group that has fewer cases than this."
)
