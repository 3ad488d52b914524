-- What an identity may have signed: canonical JSON with the lists predicateTypes and keys; null where there is no list.
alter table ${schema}.identity add column allowance text;

grant update (allowance) on ${schema}.identity to ${role};

drop function ${schema}.find_identity(text, bytea);

create function ${schema}.find_identity(wanted text, shown bytea)
    returns table (tenant text, client text, role text, tenant_state text, client_state text, identity_state text,
                   expires timestamptz, allowance text, revoked boolean)
    language sql stable security definer set search_path = '' as
$$
select i.tenant, i.client, c.role, t.state, c.state, i.state, i.expires, i.allowance,
       exists (select 1 from ${schema}.revoked_certificate r where r.tenant = i.tenant and r.certificate = shown)
from ${schema}.identity i
join ${schema}.client c on c.tenant = i.tenant and c.client = i.client
join ${schema}.tenant t on t.tenant = i.tenant
where i.identity = wanted
$$;

revoke all on function ${schema}.find_identity(text, bytea) from public;
grant execute on function ${schema}.find_identity(text, bytea) to ${role};
