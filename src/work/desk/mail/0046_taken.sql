-- breaking: no
-- An answer to mail that is about no case, such as an alarm, goes to who wrote that mail.
alter table incoming_mail drop constraint incoming_mail_disposition_check;
alter table incoming_mail add constraint incoming_mail_disposition_check check (disposition in ('opened', 'appended', 'taken'));
