-- The keys that a client was registered with: it changes its keys itself, and who registers it once more means the same client.
alter table ${schema}.client add column first_keys text;
alter table ${schema}.client no force row level security;
update ${schema}.client set first_keys = keys;
alter table ${schema}.client force row level security;
