-- breaking: no
-- graphile-worker's tables belong to the owner and are closed to the app role; this is the one door, and it only adds.
create function spil_enqueue(task text, payload json, run_at timestamptz, job_key text, max_attempts int) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => coalesce(run_at, now()), job_key => job_key, max_attempts => max_attempts);
end $$;
revoke all on function spil_enqueue from public;
grant execute on function spil_enqueue to spil_app;
