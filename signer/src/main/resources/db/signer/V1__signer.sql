-- Signing keys: the public half and what the key may be used for. The private half is in the vault.
create table ${schema}.signing_key (
    tenant     text        not null check (tenant <> ''),
    key_id     text        not null check (key_id ~ '^[0-9a-f]{64}$'),
    -- Counts the key's states: an intent is bound to one, so any change in between is noticed.
    epoch      bigint      not null check (epoch > 0),
    state      text        not null check (state in ('prepared', 'active', 'tainted', 'revoked', 'destroyed')),
    spki       bytea       not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (tenant, key_id)
);

create unique index one_active_key on ${schema}.signing_key (tenant) where state = 'active';

-- One row per request to sign; holds its only signature.
create table ${schema}.intent (
    tenant          text        not null check (tenant <> ''),
    id              uuid        not null,
    idempotency_key text        not null,
    request         bytea       not null check (length(request) = 32),
    artifact        bytea       not null check (length(artifact) = 32),
    to_be_signed    bytea       not null check (length(to_be_signed) = 32),
    key_id          text        not null,
    epoch           bigint      not null,
    state           text        not null check (state in ('open', 'signed', 'abandoned')),
    signature       bytea,
    opened_at       timestamptz not null,
    closed_at       timestamptz,
    primary key (tenant, id),
    unique (tenant, idempotency_key),
    foreign key (tenant, key_id) references ${schema}.signing_key (tenant, key_id),
    check ((state = 'signed') = (signature is not null)),
    check ((state = 'open') = (closed_at is null))
);

create index open_intents on ${schema}.intent (tenant, opened_at) where state = 'open';

-- A signature that was acknowledged stands: whatever the program believes.
create trigger signed_is_for_ever before update on ${schema}.intent
    for each row when (old.state = 'signed') execute function ${schema}.refuse_change();
alter table ${schema}.intent enable always trigger signed_is_for_ever;

alter table ${schema}.signing_key enable row level security;
alter table ${schema}.signing_key force row level security;
create policy tenant_only on ${schema}.signing_key
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.intent enable row level security;
alter table ${schema}.intent force row level security;
create policy tenant_only on ${schema}.intent
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

-- What a key is, and what an intent is for, cannot be changed: only these columns can.
grant select, insert on ${schema}.signing_key to ${role};
grant update (state, epoch, changed_at) on ${schema}.signing_key to ${role};
grant select, insert on ${schema}.intent to ${role};
grant update (state, signature, key_id, epoch, opened_at, closed_at) on ${schema}.intent to ${role};
