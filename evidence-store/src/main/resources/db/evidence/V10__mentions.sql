-- Which documents name which package: a way to find them, made from their bytes. What is here can be made again.
create table ${schema}.mention (
    tenant   text    not null check (tenant <> ''),
    document bytea   not null,
    n        integer not null check (n >= 0),
    -- SHA-256 of the package's type and name, as advisories and components are compared.
    package  bytea   not null check (octet_length(package) = 32),
    -- SHA-256 of the version, whatever characters it has; null where all versions are meant.
    version  bytea   check (octet_length(version) = 32),
    -- The package URL; empty where the document names the package in another way.
    purl     text    not null,
    primary key (tenant, document, n),
    foreign key (tenant, document) references ${schema}.evidence (tenant, digest) on delete cascade
);

create index mention_by_package on ${schema}.mention (tenant, package, document, n);

-- Documents whose packages are not in the table above yet.
create table ${schema}.mention_due (
    tenant   text        not null check (tenant <> ''),
    document bytea       not null,
    -- Before which nobody need try.
    after    timestamptz not null,
    primary key (tenant, document),
    foreign key (tenant, document) references ${schema}.evidence (tenant, digest) on delete cascade
);

create index mention_due_next on ${schema}.mention_due (tenant, after);
create index evidence_by_time on ${schema}.evidence (tenant, kind, stored_at);

-- What is there already. The owner sees no tenant's rows otherwise.
alter table ${schema}.evidence no force row level security;
insert into ${schema}.mention_due (tenant, document, after)
    select tenant, digest, 'epoch' from ${schema}.evidence where kind in ('sbom', 'advisory', 'vex-observation');
alter table ${schema}.evidence force row level security;

alter table ${schema}.mention enable row level security;
alter table ${schema}.mention force row level security;
create policy tenant_only on ${schema}.mention
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.mention_due enable row level security;
alter table ${schema}.mention_due force row level security;
create policy tenant_only on ${schema}.mention_due
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert, delete on ${schema}.mention, ${schema}.mention_due to ${role};
grant update (after) on ${schema}.mention_due to ${role};
