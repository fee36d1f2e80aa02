#!/bin/sh
# web, worker and migrate are the three ways to start the image; anything else is run as it is.
set -eu
case "${1:-web}" in
  web)
    exec gunicorn --worker-class gthread --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" \
      --bind 0.0.0.0:8000 --no-control-socket --worker-tmp-dir /tmp --access-logfile - backend.config.wsgi ;;
  worker)
    exec python manage.py worker --heartbeat /tmp/worker-heartbeat ;;
  migrate)
    exec python manage.py migrate --noinput ;;
  *)
    exec "$@" ;;
esac
