-- Who may do what in the database (PostgreSQL). Run it as the owner of the tables after every `manage.py migrate`:
--
--   psql --single-transaction --set ON_ERROR_STOP=1 --file docker/roles.sql "$OWNER_DATABASE_URL"
--
-- The tables belong to the role that migrates. No process of the product signs in as that role, so that none can drop a guard.
-- Five roles without a password are made here; give each process a role of its own that is a member of one of them:
--
--   CREATE ROLE evenhand_web LOGIN PASSWORD '...' IN ROLE evenhand_app;
--
--   evenhand_app       web servers and workers: read, and add to the history, never change it
--   evenhand_sealer    `manage.py seal --follow`, the only process that holds the signing key
--   evenhand_privacy   `manage.py audit_erase`: may delete what is named in audit_erasure
--   evenhand_auditor   reads the sealed log, without names and values
--   evenhand_owner     a member of the role that migrates, for `migrate` and `audit_key`

DO $$
DECLARE
  named text;
  place text := current_schema();
BEGIN
  FOREACH named IN ARRAY ARRAY['app', 'sealer', 'privacy', 'auditor', 'owner'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'evenhand_' || named) THEN
      EXECUTE format('CREATE ROLE evenhand_%s NOLOGIN', named);
    END IF;
  END LOOP;
  EXECUTE format('GRANT %I TO evenhand_owner', current_user);

  EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', place);
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, evenhand_app, evenhand_sealer, evenhand_privacy, evenhand_auditor', place);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO evenhand_app, evenhand_sealer, evenhand_privacy, evenhand_auditor', place);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO evenhand_app, evenhand_privacy', place);
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO evenhand_app, evenhand_sealer, evenhand_privacy', place);

  -- The product's own records change; what is guarded is only added to. The guards' names tell which tables these are.
  FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = place AND tablename NOT LIKE 'audit\_%' LOOP
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = named || '_no_update') THEN
      EXECUTE format('GRANT INSERT ON %I TO evenhand_app', named);
      EXECUTE format('GRANT UPDATE ON %I TO evenhand_privacy', named);
    ELSE
      EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I TO evenhand_app', named);
    END IF;
  END LOOP;

  -- An event queues itself for sealing whoever writes it; nobody but the sealer may take it off the queue.
  EXECUTE 'ALTER FUNCTION evenhand_enqueue() SECURITY DEFINER';
  EXECUTE format('ALTER FUNCTION evenhand_enqueue() SET search_path = %I, pg_temp', place);
END $$;

GRANT INSERT ON audit_event, audit_private, audit_subject TO evenhand_app, evenhand_sealer, evenhand_privacy;
GRANT INSERT, UPDATE ON audit_identity TO evenhand_app;

GRANT SELECT ON audit_event, audit_pending, audit_leaf, audit_tile, audit_checkpoint, audit_anchor, audit_log TO evenhand_sealer;
GRANT INSERT ON audit_leaf, audit_tile, audit_checkpoint, audit_anchor, audit_log TO evenhand_sealer;
GRANT UPDATE ON audit_tile, audit_checkpoint, audit_anchor, audit_log TO evenhand_sealer;
GRANT DELETE ON audit_pending TO evenhand_sealer;

GRANT INSERT ON audit_erasure TO evenhand_privacy;
GRANT DELETE ON audit_private, audit_subject, audit_identity TO evenhand_privacy;

GRANT SELECT ON audit_event, audit_pending, audit_leaf, audit_tile, audit_checkpoint, audit_anchor, audit_log, audit_erasure TO evenhand_auditor;
