-- Who belongs to whom: tenants, their clients, the certificate identities of each client. Rows are a tenant's own, as everywhere.
-- A request arrives before its tenant is known, so three functions answer one exact name each, and nothing else goes round
-- row security: whoever holds the application role can ask about a name, and list nothing.
create table ${schema}.tenant (
    tenant text not null primary key check (tenant <> ''),
    state  text not null check (state in ('enabled', 'disabled'))
);

create table ${schema}.client (
    tenant text not null references ${schema}.tenant (tenant),
    client text not null primary key check (client ~ '^[A-Za-z0-9._:/@-]{1,128}$'),
    role   text not null check (role <> ''),
    state  text not null check (state in ('enabled', 'disabled')),
    -- A key set (RFC 7517) in canonical JSON: what the client may sign assertions with, if it makes any.
    keys   text,
    unique (tenant, client)
);

create table ${schema}.identity (
    tenant   text not null,
    identity text not null primary key check (identity <> ''),
    client   text not null,
    state    text not null check (state in ('enabled', 'disabled')),
    -- Of a job: known until then, for what it said about itself. Canonical JSON.
    expires  timestamptz,
    claims   text,
    foreign key (tenant, client) references ${schema}.client (tenant, client)
);

-- Jobs come and go by the thousand; who asks about a client asks about the others.
create index identity_by_client on ${schema}.identity (tenant, client) where expires is null;

create table ${schema}.revoked_certificate (
    tenant      text  not null references ${schema}.tenant (tenant),
    certificate bytea not null check (length(certificate) = 32),
    primary key (tenant, certificate)
);

alter table ${schema}.tenant enable row level security;
alter table ${schema}.tenant force row level security;
create policy tenant_only on ${schema}.tenant
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.client enable row level security;
alter table ${schema}.client force row level security;
create policy tenant_only on ${schema}.client
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.identity enable row level security;
alter table ${schema}.identity force row level security;
create policy tenant_only on ${schema}.identity
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.revoked_certificate enable row level security;
alter table ${schema}.revoked_certificate force row level security;
create policy tenant_only on ${schema}.revoked_certificate
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

-- The functions run as the schema's owner, who logs in for migrations only.
create policy lookup on ${schema}.tenant for select to current_user using (true);
create policy lookup on ${schema}.client for select to current_user using (true);
create policy lookup on ${schema}.identity for select to current_user using (true);
create policy lookup on ${schema}.revoked_certificate for select to current_user using (true);

create function ${schema}.find_identity(wanted text, shown bytea)
    returns table (tenant text, client text, role text, tenant_state text, client_state text, identity_state text,
                   expires timestamptz, revoked boolean)
    language sql stable security definer set search_path = '' as
$$
select i.tenant, i.client, c.role, t.state, c.state, i.state, i.expires,
       exists (select 1 from ${schema}.revoked_certificate r where r.tenant = i.tenant and r.certificate = shown)
from ${schema}.identity i
join ${schema}.client c on c.tenant = i.tenant and c.client = i.client
join ${schema}.tenant t on t.tenant = i.tenant
where i.identity = wanted
$$;

create function ${schema}.find_client(wanted text)
    returns table (tenant text, role text, tenant_state text, client_state text, keys text, identity text)
    language sql stable security definer set search_path = '' as
$$
select c.tenant, c.role, t.state, c.state, c.keys, i.identity
from ${schema}.client c
join ${schema}.tenant t on t.tenant = c.tenant
left join ${schema}.identity i on i.tenant = c.tenant and i.client = c.client and i.state = 'enabled' and i.expires is null
where c.client = wanted
$$;

-- For the installation itself: which tenants there are to look after.
create function ${schema}.all_tenants()
    returns table (tenant text, state text)
    language sql stable security definer set search_path = '' as
$$
select t.tenant, t.state from ${schema}.tenant t order by t.tenant
$$;

revoke all on function ${schema}.find_identity(text, bytea) from public;
revoke all on function ${schema}.find_client(text) from public;
revoke all on function ${schema}.all_tenants() from public;
grant execute on function ${schema}.find_identity(text, bytea) to ${role};
grant execute on function ${schema}.find_client(text) to ${role};
grant execute on function ${schema}.all_tenants() to ${role};

-- What a client is, and whose an identity is, never changes: only whether it counts, and a client's keys.
grant select, insert on ${schema}.tenant to ${role};
grant update (state) on ${schema}.tenant to ${role};
grant select, insert on ${schema}.client to ${role};
grant update (state, keys) on ${schema}.client to ${role};
grant select, insert on ${schema}.identity to ${role};
grant update (state) on ${schema}.identity to ${role};
grant select, insert on ${schema}.revoked_certificate to ${role};
