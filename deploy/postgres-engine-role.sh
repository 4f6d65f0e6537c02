#!/bin/sh
# Runs once, when the PostgreSQL container makes its files: gives the Temporal server a role of its own, which makes its
# own databases and sees nothing of the desk's.
set -eu

psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set=password="$TEMPORAL_POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
REVOKE CONNECT ON DATABASE deskhand FROM PUBLIC;
SQL
