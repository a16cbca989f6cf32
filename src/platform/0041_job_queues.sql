-- breaking: no
-- Jobs of one queue run one after another. One that waits holds no worker, so that whoever has many holds up nobody else.
create function spil_enqueue_after(queue text, task text, payload json, run_at timestamptz, job_key text, max_attempts int) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, queue_name => queue, run_at => coalesce(run_at, now()), job_key => job_key,
    max_attempts => max_attempts, flags => case when run_at is null then null else array['at'] end);
end $$;
revoke all on function spil_enqueue_after from public;
grant execute on function spil_enqueue_after to spil_app;
