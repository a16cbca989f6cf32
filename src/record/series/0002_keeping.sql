-- breaking: no
-- How long samples are kept holds for everybody on this machine: administrators of our own organisation change it, and Spil.
drop policy sample_retention_write on sample_retention;
create policy sample_retention_write on sample_retention for update to spil_app
  using ((select spil_system()) or (select spil_administrates_all())) with check ((select spil_system()) or (select spil_administrates_all()));
