-- Keys that sign tokens: the public half and what it is for now. The private half is in the vault. The rows are the
-- installation's: their tenant is the one that the authority itself acts for.
create table ${schema}.token_key (
    tenant text        not null check (tenant <> ''),
    key_id text        not null check (key_id ~ '^[0-9a-f]{64}$'),
    state  text        not null check (state in ('next', 'active', 'previous', 'withdrawn')),
    spki   bytea       not null,
    since  timestamptz not null,
    primary key (tenant, key_id)
);

-- Of several replicas that publish or promote a key at once, one wins.
create unique index one_next_key on ${schema}.token_key (tenant) where state = 'next';
create unique index one_active_key on ${schema}.token_key (tenant) where state = 'active';

-- Tokens that count no more, until they would have expired.
create table ${schema}.revoked_token (
    tenant  text        not null check (tenant <> ''),
    token   text        not null check (token <> ''),
    expires timestamptz not null,
    primary key (tenant, token)
);

create index revoked_token_by_expiry on ${schema}.revoked_token (tenant, expires);

alter table ${schema}.token_key enable row level security;
alter table ${schema}.token_key force row level security;
create policy tenant_only on ${schema}.token_key
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.revoked_token enable row level security;
alter table ${schema}.revoked_token force row level security;
create policy tenant_only on ${schema}.revoked_token
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

-- What a key is cannot be changed, nor what was revoked: only a key's state can, and what has expired may go.
grant select, insert on ${schema}.token_key to ${role};
grant update (state, since) on ${schema}.token_key to ${role};
grant select, insert, delete on ${schema}.revoked_token to ${role};
