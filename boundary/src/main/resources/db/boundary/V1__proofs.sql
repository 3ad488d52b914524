-- The life of a tenant's memory of used proofs. Nonces are made with the secret: if the memory is lost, so are they.
create table ${schema}.proof_epoch (
    tenant text  not null primary key check (tenant <> ''),
    secret bytea not null check (length(secret) = 32)
);

-- Proofs of possession that were used, until nobody would take them any more.
create table ${schema}.proof_seen (
    tenant  text        not null check (tenant <> ''),
    proof   bytea       not null check (length(proof) = 32),
    expires timestamptz not null,
    primary key (tenant, proof)
);

create index proof_seen_by_expiry on ${schema}.proof_seen (tenant, expires);

alter table ${schema}.proof_epoch enable row level security;
alter table ${schema}.proof_epoch force row level security;
create policy tenant_only on ${schema}.proof_epoch
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.proof_seen enable row level security;
alter table ${schema}.proof_seen force row level security;
create policy tenant_only on ${schema}.proof_seen
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.proof_epoch to ${role};
grant select, insert, delete on ${schema}.proof_seen to ${role};
