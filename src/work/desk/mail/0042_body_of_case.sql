-- breaking: no
-- Which entries of a case came by mail, asked when its page opens.
create index mail_body_case on mail_body (case_id);
