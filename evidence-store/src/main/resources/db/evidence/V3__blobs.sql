-- What a blob's chunks are checked against, and what the object store calls its bytes. Null for blobs of before: those of
-- one chunk need neither, larger ones are hashed whole.
alter table ${schema}.blob
    add column manifest bytea check (octet_length(manifest) = 32),
    add column version  text not null default '';

-- Uploads under way and their parts, whose bytes are objects. Rows go when the blob is stored, or after a rest.
create table ${schema}.upload (
    tenant     text        not null check (tenant <> ''),
    id         uuid        not null,
    digest     bytea       not null check (octet_length(digest) = 32),
    size       bigint      not null check (size >= 0),
    received   bigint      not null check (received between 0 and size),
    opened_by  text        not null,
    touched_at timestamptz not null,
    primary key (tenant, id)
);

create table ${schema}.upload_part (
    tenant text   not null check (tenant <> ''),
    upload uuid   not null,
    start  bigint not null check (start >= 0),
    size   bigint not null check (size > 0),
    digest bytea  not null check (octet_length(digest) = 32),
    primary key (tenant, upload, start),
    foreign key (tenant, upload) references ${schema}.upload (tenant, id) on delete cascade
);

alter table ${schema}.upload enable row level security;
alter table ${schema}.upload force row level security;
create policy tenant_only on ${schema}.upload
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

alter table ${schema}.upload_part enable row level security;
alter table ${schema}.upload_part force row level security;
create policy tenant_only on ${schema}.upload_part
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert, delete on ${schema}.upload, ${schema}.upload_part to ${role};
grant update (received, touched_at) on ${schema}.upload to ${role};
