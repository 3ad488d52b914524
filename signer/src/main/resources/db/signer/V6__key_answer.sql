-- What was done under a name that may come again when an answer was lost: the id of a change that was approved, or the
-- Idempotency-Key of an order for a key. Rows are only ever added.
create table ${schema}.key_answer (
    tenant   text not null check (tenant <> ''),
    name     text not null check (name <> ''),
    asked_by text not null check (asked_by <> ''),
    reason   text not null,
    key_id   text not null,
    primary key (tenant, name),
    foreign key (tenant, key_id) references ${schema}.signing_key (tenant, key_id) deferrable initially deferred
);

alter table ${schema}.key_answer enable row level security;
alter table ${schema}.key_answer force row level security;
create policy tenant_only on ${schema}.key_answer
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.key_answer to ${role};

-- The Idempotency-Key that a waiting order for a key came with.
alter table ${schema}.key_proposal add column request text check (request is null or act = 'prepare');
