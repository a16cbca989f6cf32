-- breaking: no
-- Which items a turn is about: none, of what was planned before.
update schedule set template = template || '{"itemIds": []}'::jsonb where not template ? 'itemIds';
