-- What may go, when, and what must stay. The application role still deletes nothing itself: the one way out is the function
-- remove_expired, which looks at holds, at retention and at everything that leads to the blob, and records what it did.
create table ${schema}.hold (
    tenant      text        not null check (tenant <> ''),
    id          uuid        not null,
    subject     bytea       not null check (octet_length(subject) = 32),
    reason      text        not null check (reason <> ''),
    placed_at   timestamptz not null,
    placed_by   text        not null,
    released_at timestamptz,
    released_by text,
    primary key (tenant, id),
    check ((released_at is null) = (released_by is null))
);

create index hold_in_force on ${schema}.hold (tenant, subject) where released_at is null;

-- How long a class is kept: a kind of evidence, or blob for bytes that are no evidence. No row: for ever.
create table ${schema}.retention (
    tenant    text    not null check (tenant <> ''),
    class     text    not null,
    keep_days integer not null check (keep_days > 0),
    primary key (tenant, class)
);

-- What was removed. gone_at is null until the bytes are gone, too.
create table ${schema}.removal (
    tenant     text        not null check (tenant <> ''),
    digest     bytea       not null check (octet_length(digest) = 32),
    class      text        not null,
    keep_days  integer     not null,
    stored_at  timestamptz not null,
    removed_at timestamptz not null,
    gone_at    timestamptz,
    primary key (tenant, digest, removed_at)
);

create index removal_unfinished on ${schema}.removal (tenant, digest) where gone_at is null;

create index blob_by_age on ${schema}.blob (tenant, stored_at);

alter table ${schema}.hold enable row level security;
alter table ${schema}.hold force row level security;
create policy tenant_only on ${schema}.hold
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.retention enable row level security;
alter table ${schema}.retention force row level security;
create policy tenant_only on ${schema}.retention
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.removal enable row level security;
alter table ${schema}.removal force row level security;
create policy tenant_only on ${schema}.removal
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.hold, ${schema}.removal to ${role};
grant update (released_at, released_by) on ${schema}.hold to ${role};
grant update (gone_at) on ${schema}.removal to ${role};
grant select, insert, update, delete on ${schema}.retention to ${role};

-- Why a blob must stay; null if nothing keeps it. What leads to it counts: evidence that links to it or speaks of it, and
-- what leads to that in turn.
create function ${schema}.kept_by(this_digest bytea, this_time timestamptz) returns text
    language sql stable
    set search_path = ${schema}, pg_catalog
as $$
    with recursive above (digest) as (
        select this_digest
        union
        select next.digest
        from above
            cross join lateral (
                select l.from_digest as digest from link l
                    where l.tenant = current_setting('exhibit.tenant') and l.to_digest = above.digest
                union all
                select s.evidence_digest from subject s
                    where s.tenant = current_setting('exhibit.tenant') and s.artifact_digest = above.digest
            ) next
    )
    select case
        when exists (select 1 from above join hold h on h.subject = above.digest
                where h.tenant = current_setting('exhibit.tenant') and h.released_at is null)
            or exists (select 1 from above
                join subject s on s.tenant = current_setting('exhibit.tenant') and s.evidence_digest = above.digest
                join hold h on h.tenant = s.tenant and h.subject = s.artifact_digest
                where h.released_at is null)
            then 'hold'
        when exists (select 1 from above
                join evidence e on e.tenant = current_setting('exhibit.tenant') and e.digest = above.digest
                left join retention r on r.tenant = e.tenant and r.class = e.kind
                where r.keep_days is null or e.stored_at + make_interval(days => r.keep_days) > this_time)
            or exists (select 1 from blob b
                left join evidence e on e.tenant = b.tenant and e.digest = b.digest
                left join retention r on r.tenant = b.tenant and r.class = 'blob'
                where b.tenant = current_setting('exhibit.tenant') and b.digest = this_digest and e.digest is null
                    and (r.keep_days is null or b.stored_at + make_interval(days => r.keep_days) > this_time))
            then 'retention'
    end
$$;

-- Makes holds and new evidence wait, removes one blob's rows if nothing keeps it, and answers its class; null if it stays.
create function ${schema}.remove_expired(this_digest bytea, this_time timestamptz) returns text
    language plpgsql security definer
    set search_path = ${schema}, pg_catalog
as $$
declare
    of_tenant text := current_setting('exhibit.tenant');
    of_class  text;
    since     timestamptz;
begin
    -- A clock that is ahead removes nothing early.
    if this_time > clock_timestamp() then
        this_time := clock_timestamp();
    end if;
    perform pg_advisory_xact_lock(hashtextextended('keep ' || of_tenant, 0));
    select coalesce(e.kind, 'blob'), coalesce(e.stored_at, b.stored_at) into of_class, since
        from blob b left join evidence e on e.tenant = b.tenant and e.digest = b.digest
        where b.tenant = of_tenant and b.digest = this_digest
        for update of b;
    if of_class is null or kept_by(this_digest, this_time) is not null then
        return null;
    end if;
    insert into removal (tenant, digest, class, keep_days, stored_at, removed_at)
        select of_tenant, this_digest, of_class, r.keep_days, since, this_time
        from retention r where r.tenant = of_tenant and r.class = of_class;
    delete from link where tenant = of_tenant and from_digest = this_digest;
    delete from subject where tenant = of_tenant and evidence_digest = this_digest;
    delete from evidence where tenant = of_tenant and digest = this_digest;
    delete from blob where tenant = of_tenant and digest = this_digest;
    return of_class;
end
$$;

revoke all on function ${schema}.remove_expired(bytea, timestamptz) from public;
grant execute on function ${schema}.remove_expired(bytea, timestamptz) to ${role};
