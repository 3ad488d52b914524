-- The journal's proofs: which entry tells of what, each artifact's chain of entries, and the tree over the heads of all
-- chains. Heads and counts are in the tree's leaves.
alter table ${schema}.log_entry
    -- What an entry of the journal is about: to find the entries about a blob, and so its receipt.
    add column about bytea check (octet_length(about) = 32);

create index log_entry_about on ${schema}.log_entry (tenant, about, id) where about is not null;

-- The nth entry that speaks of a subject.
create table ${schema}.subject_entry (
    tenant   text   not null check (tenant <> ''),
    subject  bytea  not null check (octet_length(subject) = 32),
    n        bigint not null check (n > 0),
    position bigint not null check (position >= 0),
    primary key (tenant, subject, n)
);

-- A page of the tree as it was from the batch with this heads entry on. Older versions go when no checkpoint needs them.
create table ${schema}.head_page (
    tenant  text   not null check (tenant <> ''),
    path    text   not null check (path ~ '^[0-9a-f]{0,63}$'),
    version bigint not null check (version >= 0),
    slots   bytea  not null,
    primary key (tenant, path, version)
);

-- The last entry of each batch.
create table ${schema}.journal_heads (
    tenant   text   not null check (tenant <> ''),
    position bigint not null check (position >= 0),
    subjects bigint not null check (subjects >= 0),
    root     bytea  not null check (octet_length(root) = 32),
    primary key (tenant, position)
);

-- The chain over each room's audit records. The seal of a record says where it stands; the chain itself says how far a
-- look at the records must go back: rows become visible in another order than their numbers'.
create table ${schema}.audit_chain (
    tenant    text   not null check (tenant <> ''),
    room      text   not null,
    count     bigint not null check (count >= 0),
    head      bytea  not null check (octet_length(head) = 32),
    -- Every record up to here that will ever be is sealed.
    low       bigint not null,
    -- From when "next_low" may become "low": when every transaction older than this one has ended.
    next_low  bigint not null,
    next_xid  bigint not null,
    next_at   timestamptz not null,
    primary key (tenant, room)
);

create table ${schema}.audit_seal (
    tenant   text   not null check (tenant <> ''),
    room     text   not null,
    n        bigint not null check (n > 0),
    audit_id bigint not null,
    hash     bytea  not null check (octet_length(hash) = 32),
    primary key (tenant, room, n)
);

create unique index audit_seal_by_id on ${schema}.audit_seal (tenant, room, audit_id);

-- What the journal was told of a chain.
create table ${schema}.audit_head (
    tenant text        not null check (tenant <> ''),
    room   text        not null,
    count  bigint      not null check (count > 0),
    leaf   bytea       not null check (octet_length(leaf) = 32),
    at     timestamptz not null,
    primary key (tenant, room, count)
);

alter table ${schema}.subject_entry enable row level security;
alter table ${schema}.subject_entry force row level security;
create policy tenant_only on ${schema}.subject_entry
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.head_page enable row level security;
alter table ${schema}.head_page force row level security;
create policy tenant_only on ${schema}.head_page
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.journal_heads enable row level security;
alter table ${schema}.journal_heads force row level security;
create policy tenant_only on ${schema}.journal_heads
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.audit_chain enable row level security;
alter table ${schema}.audit_chain force row level security;
create policy tenant_only on ${schema}.audit_chain
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.audit_seal enable row level security;
alter table ${schema}.audit_seal force row level security;
create policy tenant_only on ${schema}.audit_seal
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.audit_head enable row level security;
alter table ${schema}.audit_head force row level security;
create policy tenant_only on ${schema}.audit_head
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

-- What was said stays said, whoever asks: the function came with the audit table.
create trigger refuse_change before update or delete or truncate on ${schema}.subject_entry
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.subject_entry enable always trigger refuse_change;
create trigger refuse_change before update or delete or truncate on ${schema}.journal_heads
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.journal_heads enable always trigger refuse_change;
create trigger refuse_change before update or delete or truncate on ${schema}.audit_seal
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.audit_seal enable always trigger refuse_change;
create trigger refuse_change before update or delete or truncate on ${schema}.audit_head
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.audit_head enable always trigger refuse_change;

grant select, insert on ${schema}.subject_entry, ${schema}.journal_heads, ${schema}.audit_seal, ${schema}.audit_head
    to ${role};
grant select, insert, delete on ${schema}.head_page to ${role};
grant select, insert on ${schema}.audit_chain to ${role};
grant update (count, head, low, next_low, next_xid, next_at) on ${schema}.audit_chain to ${role};
