-- Codes that are good for one certificate, by their digests, until they have expired.
create table ${schema}.enrolment_code (
    tenant   text        not null check (tenant <> ''),
    code     bytea       not null check (length(code) = 32),
    client   text        not null check (client <> ''),
    identity text        not null check (identity <> ''),
    expires  timestamptz not null,
    used     timestamptz,
    primary key (tenant, code)
);

create index enrolment_code_by_expiry on ${schema}.enrolment_code (tenant, expires);

-- Which CI jobs enrol as which client.
create table ${schema}.exchange_rule (
    tenant text        not null check (tenant <> ''),
    name   text        not null check (name ~ '^[a-z0-9-]{1,63}$'),
    issuer text        not null check (issuer <> ''),
    -- Canonical JSON: the same rule has the same text.
    rule   text        not null,
    added  timestamptz not null,
    primary key (tenant, name)
);

create index exchange_rule_by_issuer on ${schema}.exchange_rule (tenant, issuer);

alter table ${schema}.enrolment_code enable row level security;
alter table ${schema}.enrolment_code force row level security;
create policy tenant_only on ${schema}.enrolment_code
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.exchange_rule enable row level security;
alter table ${schema}.exchange_rule force row level security;
create policy tenant_only on ${schema}.exchange_rule
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

-- A code can be used up, and nothing else about it changes. Rules do not change.
grant select, insert, delete on ${schema}.enrolment_code to ${role};
grant update (used) on ${schema}.enrolment_code to ${role};
grant select, insert, delete on ${schema}.exchange_rule to ${role};
