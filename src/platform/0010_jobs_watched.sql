-- breaking: no
-- Who works on jobs (so that the jobs of a killed process are not kept for hours), a door for jobs at a set moment, and jobs that failed for good.

create table job_process (
  id uuid primary key,
  worker_ids text[] not null,
  -- By the clock of the database, which all processes share.
  seen timestamptz not null
);

-- A job for a set moment carries the flag "at": with a settable clock it is that clock, not the database's, that says when.
create or replace function spil_enqueue(task text, payload json, run_at timestamptz, job_key text, max_attempts int) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => coalesce(run_at, now()), job_key => job_key, max_attempts => max_attempts,
    flags => case when run_at is null then null else array['at'] end);
end $$;

-- Jobs that used up their attempts, for who administrates something and for Spil itself.
create function spil_failed_jobs() returns table (id bigint, job text, attempts int, error text, at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (public.spil_system() or cardinality(public.spil_orgs('admin')) > 0) then return; end if;
  return query select j.id, t.identifier, j.attempts::int, j.last_error, j.updated_at
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.attempts >= j.max_attempts and j.locked_at is null and j.last_error is not null order by j.updated_at desc limit 200;
end $$;
-- Gives such a job one more round of attempts.
create function spil_retry_job(job_id bigint) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (public.spil_system() or cardinality(public.spil_orgs('admin')) > 0) then return false; end if;
  update graphile_worker._private_jobs set attempts = 0, run_at = now(), flags = null, updated_at = now()
    where id = job_id and attempts >= max_attempts and locked_at is null;
  return found;
end $$;
revoke all on function spil_enqueue, spil_failed_jobs, spil_retry_job from public;
grant execute on function spil_enqueue, spil_failed_jobs, spil_retry_job to spil_app;

-- Rows come and go here all day: clean it up early, or the sealer walks over what is dead.
alter table unsealed set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
