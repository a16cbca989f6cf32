-- breaking: no
-- What could not be read is read again each day, until it can be.
alter table backup_part add column bad boolean not null default false;
