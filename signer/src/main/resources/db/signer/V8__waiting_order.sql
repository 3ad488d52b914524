-- Orders that were accepted, and could not be finished because log or timestamps were out: durable before the caller is told.
create table ${schema}.waiting_order (
    tenant          text        not null check (tenant <> ''),
    id              uuid        not null,
    -- The order of acceptance.
    place           bigint      generated always as identity,
    idempotency_key text        not null,
    request         bytea       not null check (length(request) = 32),
    artifact        bytea       not null check (length(artifact) = 32),
    source          text        not null,
    checked         text        not null,
    payload_type    text        not null,
    -- Empty once it has ended.
    payload         bytea       not null,
    statement       bytea       not null check (length(statement) = 32),
    asked_by        text        not null,
    role            text        not null,
    correlation_id  text        not null,
    proof           text,
    waived          text[]      not null,
    state           text        not null check (state in ('queued', 'done', 'failed')),
    queued_at       timestamptz not null,
    ended_at        timestamptz,
    key_id          text,
    evidence        bytea       check (length(evidence) = 32),
    problem         text,
    primary key (tenant, id),
    unique (tenant, idempotency_key),
    check ((state = 'queued') = (ended_at is null)),
    check ((state = 'done') = (evidence is not null and key_id is not null)),
    check ((state = 'failed') = (problem is not null))
);

create index orders_in_line on ${schema}.waiting_order (tenant, place) where state = 'queued';
create index ended_orders on ${schema}.waiting_order (tenant, ended_at) where state <> 'queued';

alter table ${schema}.waiting_order enable row level security;
alter table ${schema}.waiting_order force row level security;
create policy tenant_only on ${schema}.waiting_order
    using (tenant = current_setting('exhibit.tenant', true))
    with check (tenant = current_setting('exhibit.tenant', true));

grant select, insert, delete on ${schema}.waiting_order to ${role};
grant update (state, payload, queued_at, ended_at, key_id, evidence, problem) on ${schema}.waiting_order to ${role};
