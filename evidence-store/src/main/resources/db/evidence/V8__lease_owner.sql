-- Who delivers: a process that slept until its lease was over must not give back another one's.
alter table ${schema}.delivery add column leased_by uuid;

grant update (leased_by) on ${schema}.delivery to ${role};
