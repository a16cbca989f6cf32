-- breaking: no
-- Of a mail to several people: whom it was refused for while it went to the others. [{"address", "why"}]
alter table outgoing_mail add column undelivered jsonb not null default '[]';
