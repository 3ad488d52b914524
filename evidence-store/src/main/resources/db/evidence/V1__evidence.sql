-- What exists: blobs, what they are, what they speak of, what they point to. Rows are only ever added; digests are the
-- 32 bytes of SHA-256. A foreign key cannot cross tenants, because each begins with the tenant.
create table ${schema}.blob (
    tenant    text        not null check (tenant <> ''),
    digest    bytea       not null check (octet_length(digest) = 32),
    size      bigint      not null check (size >= 0),
    stored_at timestamptz not null,
    stored_by text        not null,
    primary key (tenant, digest)
);

create table ${schema}.evidence (
    tenant         text        not null check (tenant <> ''),
    digest         bytea       not null,
    kind           text        not null,
    media_type     text        not null,
    predicate_type text,
    stored_at      timestamptz not null,
    stored_by      text        not null,
    correlation_id text        not null,
    primary key (tenant, digest),
    foreign key (tenant, digest) references ${schema}.blob (tenant, digest)
);

create table ${schema}.subject (
    tenant          text  not null check (tenant <> ''),
    evidence_digest bytea not null,
    artifact_digest bytea not null check (octet_length(artifact_digest) = 32),
    primary key (tenant, evidence_digest, artifact_digest),
    foreign key (tenant, evidence_digest) references ${schema}.evidence (tenant, digest)
);

create index subject_by_artifact on ${schema}.subject (tenant, artifact_digest, evidence_digest);

create table ${schema}.link (
    tenant      text  not null check (tenant <> ''),
    from_digest bytea not null,
    relation    text  not null,
    to_digest   bytea not null check (octet_length(to_digest) = 32),
    primary key (tenant, from_digest, relation, to_digest),
    foreign key (tenant, from_digest) references ${schema}.evidence (tenant, digest)
);

create index link_by_target on ${schema}.link (tenant, to_digest, from_digest);

alter table ${schema}.blob enable row level security;
alter table ${schema}.blob force row level security;
create policy tenant_only on ${schema}.blob
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.evidence enable row level security;
alter table ${schema}.evidence force row level security;
create policy tenant_only on ${schema}.evidence
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.subject enable row level security;
alter table ${schema}.subject force row level security;
create policy tenant_only on ${schema}.subject
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.link enable row level security;
alter table ${schema}.link force row level security;
create policy tenant_only on ${schema}.link
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

-- No update, no delete: nothing is taken back.
grant select, insert on ${schema}.blob, ${schema}.evidence, ${schema}.subject, ${schema}.link to ${role};
