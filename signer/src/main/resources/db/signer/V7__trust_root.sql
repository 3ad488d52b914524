-- Every version of each tenant's trust root, for ever: rows are only ever added, and get the root's signature once.
create table ${schema}.trust_root (
    tenant         text        not null check (tenant <> ''),
    version        bigint      not null check (version between 1 and 1000000000),
    prepared       timestamptz not null,
    trusted_root   bytea       not null,
    signing_config bytea       not null,
    -- A DSSE envelope of the offline root; missing as long as it waits.
    envelope       bytea,
    primary key (tenant, version)
);

create function ${schema}.sign_trust_root_once() returns trigger language plpgsql as $$
begin
    if old.envelope is not null or new.envelope is null
        or (old.tenant, old.version, old.prepared, old.trusted_root, old.signing_config)
            is distinct from (new.tenant, new.version, new.prepared, new.trusted_root, new.signing_config) then
        raise exception 'a version of a trust root never changes';
    end if;
    return new;
end
$$;
create trigger sign_once before update on ${schema}.trust_root
    for each row execute function ${schema}.sign_trust_root_once();
alter table ${schema}.trust_root enable always trigger sign_once;
create trigger refuse_change before delete or truncate on ${schema}.trust_root
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.trust_root enable always trigger refuse_change;

alter table ${schema}.trust_root enable row level security;
alter table ${schema}.trust_root force row level security;
create policy tenant_only on ${schema}.trust_root
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert, update (envelope) on ${schema}.trust_root to ${role};
