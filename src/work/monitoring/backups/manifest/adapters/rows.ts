/** Rows of tables and a hash of them, in the words of each database: asked where the dump is made and again where it was restored, with the same text. */

/** So that a row is written as the same text wherever it stands. */
export const postgresqlSettings = `set search_path = pg_catalog; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC';
set bytea_output = 'hex'; set lc_monetary = 'C'; set extra_float_digits = 1;`
/** Of a table called one. With the star it is the row, also where a column is called so. The sum does not depend on the order of the rows, and needs no memory. */
export const postgresqlRows = `count(*) as n, coalesce(sum(('x' || substr(md5((one.*)::text), 1, 15))::bit(60)::bigint), 0) as h`
export const postgresqlTables = `pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`

const quoted = (name: string) => `concat(char(96 using utf8mb4), replace(${name}, char(96), repeat(char(96), 2)), char(96 using utf8mb4))`
/** Writes the question for each table of a database; those answer rows, hash and name. */
export const mariadbQuestions = `set session group_concat_max_len = 16777216;
select "set time_zone = '+00:00'; start transaction with consistent snapshot;";
select concat('select count(*), coalesce(sum(cast(conv(substr(md5(concat(',
  group_concat("ifnull(md5(cast(", ${quoted('c.column_name')}, " as binary)), '-')" order by c.ordinal_position separator ', '),
  ')), 1, 15), 16, 10) as unsigned)), 0), ', quote(c.table_name), ' from ', ${quoted('c.table_name')}, ';')
from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = database() and t.table_type = 'BASE TABLE' group by c.table_name order by c.table_name;`
