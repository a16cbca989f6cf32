-- breaking: no
-- What waits, in the order of what it tells: the same order each time, however many there are.
create index inventory_document_waiting on inventory_document ((coalesce(observed_at, received_at)), received_at, id) where state = 'waiting';
