-- Every checkpoint of the signature logs: the proof in a bundle is to the first one that covers its entry, so that asking
-- again gives the same bundle.
create table ${schema}.log_checkpoint (
    tenant text   not null check (tenant <> ''),
    log    text   not null check (log = 'signature'),
    size   bigint not null check (size > 0),
    note   text   not null,
    primary key (tenant, log, size)
);

alter table ${schema}.log_checkpoint enable row level security;
alter table ${schema}.log_checkpoint force row level security;
create policy tenant_only on ${schema}.log_checkpoint
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.log_checkpoint to ${role};

-- What logs that are there already say. The owner sees no tenant's rows otherwise.
alter table ${schema}.log no force row level security;
alter table ${schema}.log_entry no force row level security;
alter table ${schema}.log_checkpoint no force row level security;

insert into ${schema}.log_checkpoint (tenant, log, size, note)
select tenant, log, size, checkpoint from ${schema}.log where log = 'signature' and checkpoint is not null;

-- From when a log's key counts, for trust roots.
alter table ${schema}.log add column made_at timestamptz;
update ${schema}.log l set made_at = coalesce(
    (select min(queued_at) from ${schema}.log_entry e where e.tenant = l.tenant and e.log = l.log), at);
alter table ${schema}.log alter column made_at set not null;

alter table ${schema}.log force row level security;
alter table ${schema}.log_entry force row level security;
alter table ${schema}.log_checkpoint force row level security;
