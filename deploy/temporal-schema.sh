#!/bin/sh
# Makes or upgrades the two databases of the Temporal server on PostgreSQL. Safe to run again: what is there stays, and
# only newer versions of the schema are applied. Runs in temporalio/admin-tools.
#
# SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD name the server; TEMPORAL_SQL_TOOL another place of the tool.
set -eu

tool="${TEMPORAL_SQL_TOOL:-temporal-sql-tool}"
: "${SQL_HOST:?name the PostgreSQL server}" "${SQL_USER:?name the role}" "${SQL_PASSWORD:?give its password}"
export SQL_HOST SQL_USER SQL_PASSWORD
export SQL_PORT="${SQL_PORT:-5432}"
export SQL_PLUGIN="${SQL_PLUGIN:-postgres12}"

# make_database NAME SCHEMA: the tool itself leaves a database and tables that are there as they are.
make_database() {
  echo "== $1"
  SQL_DATABASE="$1" "$tool" create
  SQL_DATABASE="$1" "$tool" setup-schema -v 0.0
  SQL_DATABASE="$1" "$tool" update-schema --schema-name "postgresql/v12/$2"
}

make_database "${TEMPORAL_DATABASE:-temporal}" temporal
make_database "${TEMPORAL_VISIBILITY_DATABASE:-temporal_visibility}" visibility
