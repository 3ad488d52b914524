-- What became of each key, for ever: one row for each epoch. Rows are only ever added.
create table ${schema}.key_change (
    tenant       text        not null check (tenant <> ''),
    key_id       text        not null,
    epoch        bigint      not null check (epoch > 0),
    state        text        not null check (state in ('prepared', 'active', 'tainted', 'revoked', 'destroyed')),
    at           timestamptz not null,
    wanted_by    text        not null check (wanted_by <> ''),
    -- Somebody else, where it took two.
    approved_by  text        check (approved_by <> wanted_by),
    reason       text        not null check (reason <> ''),
    -- From when on signatures of a revoked key are not to be trusted.
    revoked_from timestamptz,
    primary key (tenant, key_id, epoch),
    foreign key (tenant, key_id) references ${schema}.signing_key (tenant, key_id),
    check ((state = 'revoked') = (revoked_from is not null))
);

-- A key is revoked once.
create unique index one_revocation on ${schema}.key_change (tenant, key_id) where state = 'revoked';

create trigger refuse_change before update or delete or truncate on ${schema}.key_change
    for each statement execute function ${schema}.refuse_change();
alter table ${schema}.key_change enable always trigger refuse_change;

-- Keys that were there before: where they stand now. The owner sees no tenant's rows otherwise.
alter table ${schema}.signing_key no force row level security;
insert into ${schema}.key_change (tenant, key_id, epoch, state, at, wanted_by, reason, revoked_from)
select tenant, key_id, epoch, state, changed_at, 'spiffe://exhibit.internal/service', 'recorded before there was a history',
       case state when 'revoked' then changed_at end
from ${schema}.signing_key;
alter table ${schema}.signing_key force row level security;

-- Changes that one identity wants and another has to approve. A row goes when it is approved or withdrawn, or when its
-- time is over.
create table ${schema}.key_proposal (
    tenant       text        not null check (tenant <> ''),
    id           uuid        not null,
    act          text        not null check (act in ('prepare', 'activate', 'taint', 'revoke', 'destroy')),
    -- Empty where a key is to be made.
    key_id       text        not null check ((act = 'prepare') = (key_id = '')),
    reason       text        not null check (reason <> ''),
    revoked_from timestamptz check (revoked_from is null or act = 'revoke'),
    proposed_by  text        not null check (proposed_by <> ''),
    expires      timestamptz not null,
    primary key (tenant, id),
    unique (tenant, act, key_id)
);

alter table ${schema}.key_change enable row level security;
alter table ${schema}.key_change force row level security;
create policy tenant_only on ${schema}.key_change
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.key_proposal enable row level security;
alter table ${schema}.key_proposal force row level security;
create policy tenant_only on ${schema}.key_proposal
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert on ${schema}.key_change to ${role};
grant select, insert, delete on ${schema}.key_proposal to ${role};
