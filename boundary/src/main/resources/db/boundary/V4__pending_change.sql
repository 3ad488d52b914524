-- Changes that one administrator wants and another has to want too. A row goes when it is approved, or when its time is over.
create table ${schema}.pending_change (
    tenant          text        not null references ${schema}.tenant (tenant),
    id              uuid        not null primary key,
    -- SHA-256 over what is asked: who wants the same sends the same.
    change          bytea       not null check (length(change) = 32),
    act             text        not null,
    target          text        not null,
    proposed_by     text        not null,
    proposed_client text        not null,
    expires         timestamptz not null,
    unique (tenant, change)
);

alter table ${schema}.pending_change enable row level security;
alter table ${schema}.pending_change force row level security;
create policy tenant_only on ${schema}.pending_change
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert, delete on ${schema}.pending_change to ${role};
