-- The audit table has one shape in every schema. A later change of the shape is a new script of each room.
grant usage on schema ${schema} to ${role};

create function ${schema}.refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception '% of % is refused: records are only ever added', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create table ${schema}.audit (
    id             bigint generated always as identity primary key,
    tenant         text        not null check (tenant <> ''),
    at             timestamptz not null,
    actor          text        not null,
    role           text        not null,
    action         text        not null,
    target         text        not null,
    correlation_id text        not null,
    -- Canonical JSON, kept as text so that the sealer hashes the very bytes that were written.
    detail         text        not null
);

create index audit_by_target on ${schema}.audit (tenant, target, id);

alter table ${schema}.audit enable row level security;
alter table ${schema}.audit force row level security;
create policy tenant_only on ${schema}.audit
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

create trigger refuse_change before update or delete or truncate on ${schema}.audit
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.audit enable always trigger refuse_change;

grant select, insert on ${schema}.audit to ${role};
