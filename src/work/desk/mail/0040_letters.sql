-- breaking: no
-- Which letter an automatic answer was: receipts to one address are limited by themselves, because two machines may open case after case.
alter table mail_answer add column letter text;
create index mail_answer_case on mail_answer (case_id, at);
