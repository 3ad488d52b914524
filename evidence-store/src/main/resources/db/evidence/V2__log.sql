-- Two logs a tenant: what was queued, in which place it stands, and what was signed last. An entry is queued in the
-- transaction of the act that it tells of; the sequencer gives it its place afterwards, once and for ever.
create table ${schema}.log (
    tenant     text   not null check (tenant <> ''),
    log        text   not null check (log in ('signature', 'journal')),
    origin     text   not null,
    key_id     text   not null,
    -- What the checkpoint says; 0 and null before the first one.
    size       bigint not null check (size >= 0),
    root       bytea check (octet_length(root) = 32),
    checkpoint text,
    -- How many entries have a place; those from size on are not yet in a checkpoint.
    placed     bigint not null check (placed >= size),
    -- The time of the last batch: it never goes back.
    at         timestamptz not null,
    primary key (tenant, log)
);

create table ${schema}.log_entry (
    tenant    text        not null check (tenant <> ''),
    log       text        not null check (log in ('signature', 'journal')),
    id        bigint generated always as identity,
    -- The RFC 6962 leaf hash: an entry is appended once, however often it is asked for.
    hash      bytea       not null check (octet_length(hash) = 32),
    body      bytea       not null,
    queued_at timestamptz not null,
    position  bigint check (position >= 0),
    primary key (tenant, log, hash)
);

create unique index log_entry_by_position on ${schema}.log_entry (tenant, log, position) where position is not null;
create index log_entry_waiting on ${schema}.log_entry (tenant, log, id) where position is null;

-- The SHA-256 of each file of a log, so that every file is checked before it is served. What is here can be computed again.
create table ${schema}.log_tile (
    tenant text  not null check (tenant <> ''),
    log    text  not null,
    path   text  not null,
    digest bytea not null check (octet_length(digest) = 32),
    primary key (tenant, log, path)
);

alter table ${schema}.log_tile enable row level security;
alter table ${schema}.log_tile force row level security;
create policy tenant_only on ${schema}.log_tile
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.log enable row level security;
alter table ${schema}.log force row level security;
create policy tenant_only on ${schema}.log
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.log_entry enable row level security;
alter table ${schema}.log_entry force row level security;
create policy tenant_only on ${schema}.log_entry
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.log, ${schema}.log_entry to ${role};
grant update (size, root, checkpoint, placed, at) on ${schema}.log to ${role};
grant update (position) on ${schema}.log_entry to ${role};
grant select, insert, delete on ${schema}.log_tile to ${role};
