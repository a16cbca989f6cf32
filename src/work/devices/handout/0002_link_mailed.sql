-- breaking: no
-- When the receiver was last mailed a link on request: asked twice in a row is one mail.
alter table handout add column link_mailed_at timestamptz;
grant update (link_mailed_at) on handout to spil_app;
