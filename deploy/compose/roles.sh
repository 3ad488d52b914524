#!/bin/sh
# Run once by the image of PostgreSQL, on an empty data directory: the roles and the database that Exhibit needs.
# Password files are read here and never stand in a command line.
set -eu
secrets=${SECRETS:-/run/secrets}
{
  for room in migrate signer evidence boundary authority; do
    printf "create role exhibit_%s login password '%s';\n" "$room" "$(cat "$secrets/$room.password")"
  done
  cat <<'SQL'
create database exhibit owner exhibit_migrate;
revoke all on database exhibit from public;
grant connect on database exhibit to exhibit_signer, exhibit_evidence, exhibit_boundary, exhibit_authority;
SQL
} | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres --dbname postgres
