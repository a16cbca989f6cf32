-- breaking: no
-- From whom the notices of a vendor come in our mailboxes for notices, and of which of them the back-up is told.
alter table backup add column mail_from text not null default '';
alter table backup add column mail_subject text not null default '';
