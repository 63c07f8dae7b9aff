-- For the operator, once, as the owner of the tables after the first start: the role the servers use. It cannot change
-- or delete what happened, nor the schema. Start the servers with `migrate = false` as this role, and as the owner only
-- to bring the schema up to date. Set the role's password or certificate yourself (SCRAM, sslmode=verify-full).
CREATE ROLE neove_app LOGIN;
GRANT USAGE ON SCHEMA public TO neove_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO neove_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO neove_app;
REVOKE UPDATE, DELETE ON event, journal FROM neove_app;
REVOKE UPDATE ON chain_queue FROM neove_app;
REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM neove_app;
