#!/bin/sh
# web, worker and migrate are the three ways to start the image; anything else is run as it is.
set -eu
case "${1:-web}" in
  web)
    # The log of requests names no address and no browser: a report without a name leaves none anywhere. Links that let somebody in
    # (an invitation, a calendar, a new password) are left out of it.
    exec gunicorn --worker-class gthread --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" \
      --bind 0.0.0.0:8000 --no-control-socket --worker-tmp-dir /tmp --access-logfile - \
      --logger-class backend.config.access_log.LogWithoutLinks \
      --access-logformat '%(t)s "%(r)s" %(s)s %(b)s %(D)s' backend.config.wsgi ;;
  worker)
    exec python manage.py worker --heartbeat /tmp/worker-heartbeat ;;
  migrate)
    exec python manage.py migrate --noinput ;;
  *)
    exec "$@" ;;
esac
