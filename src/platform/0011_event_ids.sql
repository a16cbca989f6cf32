-- breaking: no
-- Who writes an event need not be able to see it: its id is taken first, so that nothing has to be read back under the policies.
grant usage on sequence event_id_seq to spil_app;
