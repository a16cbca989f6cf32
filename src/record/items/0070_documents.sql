-- breaking: no
-- Documents hang on items as they do on cases: what is attached is seen by who sees the document and the item.
create policy document_attachment_item on document_attachment for all to spil_app using (kind = 'item' and exists (select from item i where i.id = target_id));
