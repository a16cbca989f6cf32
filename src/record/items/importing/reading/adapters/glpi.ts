/** What the REST API of GLPI gives: a list of records of /apirest.php/Computer and its likes, with `expand_dropdowns=true` names instead of numbers. */
import { asText, isRecord, type Json, tableOf } from './json.ts'
import type { Cell, Note, Sheet } from './reader.ts'

/** How GLPI keeps it, not what it is. */
const beside = /^(id|links|is_.*|template_name|date_mod|last_.*|entities_id|autoupdatesystems_id|ticket_tco|pictures|picture_\w+)$/
const isGlpi = (row: Json) => 'id' in row && ('entities_id' in row || 'links' in row || 'otherserial' in row || 'is_deleted' in row)
const set = (value: unknown) => value === 1 || value === true || value === '1'

/** 0 in a field that points elsewhere is nothing. */
function cellOf(key: string, value: unknown): Cell {
  if (value === null || value === undefined || (/_id(_\w+)?$/.test(key) && (value === 0 || value === '0'))) return null
  if (typeof value === 'number') return value
  if (typeof value === 'string') return value.startsWith('0000-00-00') ? null : asText(value)
  if (Array.isArray(value))
    return value
      .map((one) => cellOf(key, one) ?? '')
      .filter(Boolean)
      .join('; ')
  return null
}
/** The kind of record stands in no field: only in the links, and of what links to others there is none. */
const typeOf = ({ itemtype, links }: Json): Cell => {
  if (typeof itemtype === 'string') return itemtype
  const own = Array.isArray(links)
    ? links.map((link) => (isRecord(link) ? String(link.href ?? '') : '')).find((href) => /\/\d+\/\w+\/?$/.test(href))
    : undefined
  return own ? (/\/apirest\.php\/(\w+)\/\d+\/\w+\/?$/.exec(own)?.[1] ?? null) : null
}

/** Undefined when this is no answer of GLPI. */
export function readGlpi(json: unknown): Sheet | undefined {
  const list: unknown = isRecord(json) && Array.isArray(json.data) ? json.data : isRecord(json) ? [json] : json
  if (!Array.isArray(list) || list.length === 0 || !list.every(isRecord) || !list.some(isGlpi)) return undefined
  const numbered = list.map((row: Json, at) => ({ row, number: at + 1 }))
  const templates = numbered.filter(({ row }) => set(row.is_template))
  const deleted = numbered.filter(({ row }) => set(row.is_deleted) && !set(row.is_template))
  const kept = numbered.filter((one) => !templates.includes(one) && !deleted.includes(one))
  const notes: Note[] = [
    ...(templates.length > 0 ? [{ what: 'templates' as const, given: { count: templates.length } }] : []),
    ...(deleted.length > 0 ? [{ what: 'deleted' as const, given: { count: deleted.length } }] : []),
  ]
  const records = kept.map(({ row }) => {
    const cells = new Map<string, Cell>([['itemtype', typeOf(row)]])
    for (const [key, value] of Object.entries(row)) if (!beside.test(key) && key !== 'itemtype') cells.set(key, cellOf(key, value))
    return cells
  })
  return { format: 'glpi', ...tableOf(records), numbers: kept.map(({ number }) => number), notes }
}
