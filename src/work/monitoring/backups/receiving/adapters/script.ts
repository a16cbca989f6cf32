/** The script that machines run before their back-up: POSIX shell, as it is given to whoever asks. */
import { mariadbQuestions, postgresqlRows, postgresqlSettings, postgresqlTables } from '../../manifest/adapters/rows.ts'

export const script = `#!/bin/sh
# spil-manifest.sh: writes down what is about to be backed up, so that a restore test can be compared with it.
#   spil-manifest.sh files FOLDER                 writes FOLDER/spil-manifest.sha256; run it just before the back-up
#   spil-manifest.sh postgresql DATABASE FILE     makes a dump (custom format) with the rows of each table at that same moment
#   spil-manifest.sh mariadb DATABASE FILE        makes a dump; rows are counted just before it
# With SPIL_URL (https://spil.example.org) and SPIL_TOKEN (of the back-up) a copy is sent to Spil.
# Needs: sha256sum, stat and curl; for databases their own programs. Exits with something else than 0 when it did not succeed.
set -eu
umask 077
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

send() {
  [ -n "\${SPIL_TOKEN:-}" ] || return 0
  # The token goes through a file, so that it is not in the list of processes.
  printf 'url = "%s/api/monitoring/backups/%s/manifest"\\n' "\${SPIL_URL%/}" "$SPIL_TOKEN" >"$work/curl"
  curl --config "$work/curl" --silent --show-error --fail --max-time 600 --retry 3 \\
    --header 'content-type: text/plain' --upload-file "$1" --request POST --output /dev/null
}

files() {
  root=\${1:?which folder}
  cd -- "$root"
  printf '# spil-manifest 1 %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$work/manifest"
  # One line a file: size, sha256 and path. A file that goes away meanwhile is left out.
  # shellcheck disable=SC2016
  find . -xdev -type f ! -name 'spil-manifest.sha256' ! -name '.spil-manifest.*' -exec sh -c '
    work=$1; shift
    if sha256sum -- "$@" >"$work/sums" 2>/dev/null && stat -c %s -- "$@" >"$work/sizes" 2>/dev/null; then
      paste -d " " "$work/sizes" "$work/sums"
    else
      for one do
        sum=$(sha256sum -- "$one") && size=$(stat -c %s -- "$one") && printf "%s %s\\n" "$size" "$sum" || :
      done 2>/dev/null
    fi' sh "$work" {} + >"$work/lines"
  cat "$work/lines" >>"$work/manifest"
  awk '{ n++; b += $1 } END { printf "# files %d bytes %.0f\\n", n, b }' "$work/lines" >>"$work/manifest"
  # It appears whole or not at all.
  cp "$work/manifest" ".spil-manifest.$$"
  mv ".spil-manifest.$$" spil-manifest.sha256
  send "$work/manifest"
}

counts() {
  printf '# spil-counts 2 %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$work/manifest"
  cat "$work/lines" >>"$work/manifest"
  awk '{ n++; r += $1 } END { printf "# tables %d rows %.0f\\n", n, r }' "$work/lines" >>"$work/manifest"
  send "$work/manifest"
}

postgresql() {
  database=\${1:?which database} file=\${2:?which file}
  export SPIL_DUMP="$file.part" SPIL_DATABASE="$database"
  # Dump and counts look at one moment: the dump uses the snapshot of the transaction that counts.
  psql --no-psqlrc --quiet --tuples-only --no-align --field-separator=' ' --set=ON_ERROR_STOP=1 --dbname="$database" <<'SQL' >"$work/lines"
${postgresqlSettings}
begin isolation level repeatable read read only;
select pg_export_snapshot() as snapshot \\gset
\\setenv SPIL_SNAPSHOT :snapshot
\\! pg_dump --format=custom --snapshot="$SPIL_SNAPSHOT" --file="$SPIL_DUMP" --dbname="$SPIL_DATABASE" || rm -f "$SPIL_DUMP"
select (xpath('/row/n/text()', x))[1]::text, (xpath('/row/h/text()', x))[1]::text, name from (
  select n.nspname || '.' || c.relname as name, query_to_xml(format('select ${postgresqlRows.replaceAll("'", "''")} from %I.%I one',
    n.nspname, c.relname), false, true, '') as x
  from ${postgresqlTables} order by 1 offset 0) found;
commit;
SQL
  [ -s "$file.part" ] || { echo "the dump of $database failed" >&2; exit 1; }
  mv "$file.part" "$file"
  counts
}

mariadb() {
  database=\${1:?which database} file=\${2:?which file}
  command mariadb --batch --skip-column-names --raw "$database" <<'SQL' >"$work/questions"
${mariadbQuestions}
SQL
  command mariadb --batch --skip-column-names "$database" <"$work/questions" >"$work/answers"
  tr '\\t' ' ' <"$work/answers" >"$work/lines"
  mariadb-dump --single-transaction --routines --triggers "$database" >"$file.part"
  mv "$file.part" "$file"
  counts
}

case \${1:-} in
  files | postgresql | mariadb) "$@" ;;
  *) sed -n '2,7p' "$0" >&2; exit 2 ;;
esac
`
