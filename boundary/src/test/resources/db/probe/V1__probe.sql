-- A room for the tests of the database package.
create table ${schema}.note (
    tenant text   not null check (tenant <> ''),
    id     bigint not null,
    value  bigint not null,
    primary key (tenant, id)
);

alter table ${schema}.note enable row level security;
alter table ${schema}.note force row level security;
create policy tenant_only on ${schema}.note
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert, update, delete on ${schema}.note to ${role};
