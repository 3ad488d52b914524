-- How far each webhook has got in each tenant's journal. The journal is the outbox: an event is in it if and only if the
-- act that it tells of was committed.
create table ${schema}.delivery (
    tenant       text        not null check (tenant <> ''),
    sink         text        not null,
    -- The position of the next event to deliver.
    next         bigint      not null check (next >= 0),
    -- Until then one process delivers, and others leave it alone.
    leased_until timestamptz not null,
    primary key (tenant, sink)
);

alter table ${schema}.delivery enable row level security;
alter table ${schema}.delivery force row level security;
create policy tenant_only on ${schema}.delivery
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.delivery to ${role};
grant update (next, leased_until) on ${schema}.delivery to ${role};
