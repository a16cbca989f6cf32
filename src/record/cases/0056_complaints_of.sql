-- breaking: no
-- Which complaints somebody handles is asked with every entry that is read: found without reading all their other cases.
create index case_complaint on "case" (assignee_id) where kind = 'complaint';
