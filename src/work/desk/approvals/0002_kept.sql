-- breaking: no
-- A seat in an approval opens nothing of a case that its person is kept from (a complaint about them).
create policy approval_kept on approval as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
