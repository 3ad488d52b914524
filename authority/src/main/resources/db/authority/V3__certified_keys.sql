-- Which keys were certified, for ever: one whose certificate was taken out of use gets no other.
create table ${schema}.certified_key (
    tenant      text  not null check (tenant <> ''),
    key_id      text  not null check (key_id ~ '^[0-9a-f]{64}$'),
    certificate bytea not null check (length(certificate) = 32),
    identity    text  not null check (identity <> ''),
    primary key (tenant, key_id, certificate)
);

alter table ${schema}.certified_key enable row level security;
alter table ${schema}.certified_key force row level security;
create policy tenant_only on ${schema}.certified_key
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.certified_key to ${role};

-- How many codes of all tenants are open: a number, and nothing about whose they are. It runs as the schema's owner, who logs
-- in for migrations only.
create policy lookup on ${schema}.enrolment_code for select to current_user using (true);

create function ${schema}.open_codes(moment timestamptz)
    returns bigint
    language sql stable security definer set search_path = '' as
$$
select count(*) from ${schema}.enrolment_code where used is null and expires > moment
$$;

revoke all on function ${schema}.open_codes(timestamptz) from public;
grant execute on function ${schema}.open_codes(timestamptz) to ${role};

create index enrolment_code_open on ${schema}.enrolment_code (expires) where used is null;
