-- breaking: no
-- A mailbox for what machines tell, such as how a back-up went: its mail is kept and told of, and never becomes a case by itself.
alter table mailbox add column notices boolean not null default false;
