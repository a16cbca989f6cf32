/** What the API of Snipe-IT gives: `{ total, rows: [...] }` of /hardware, /licenses, /accessories, /components, /locations, … (API v1). */
import { asText, isRecord, type Json, tableOf } from './json.ts'
import type { Cell, Sheet } from './reader.ts'

/** About the screen or the person who asked, not about the thing. */
const beside = /^(available_actions|user_can_\w+|can_\w+|image|avatar|file|requestable|.*_counter|age|eol|.*_count|.*_label|id)$/

/** `{ id, name }` is its name, a date its day, an amount its text; somebody is known by their address. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'string') return asText(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (Array.isArray(value))
    return value
      .map((one) => cellOf(one) ?? '')
      .filter(Boolean)
      .join('; ')
  if (!isRecord(value)) return null
  for (const key of ['date', 'datetime', 'email', 'username', 'name', 'formatted']) {
    const inner = value[key]
    if (typeof inner === 'string' && inner !== '') return key === 'datetime' ? inner.slice(0, 10) : asText(inner)
  }
  return null
}

function recordOf(row: Json): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const [key, value] of Object.entries(row))
    if (key === 'custom_fields' && isRecord(value)) {
      for (const [name, field] of Object.entries(value)) cells.set(asText(name), cellOf(isRecord(field) ? field.value : field))
    } else if (!beside.test(key) || key === 'status_label') cells.set(key, cellOf(value))
  // Snipe-IT does not ask for a name: then people know it by its tag.
  const name = cells.get('name') || cells.get('asset_tag') || cells.get('model')
  return new Map([['name', name ?? null], ...cells, ['name', name ?? null]])
}

/** Undefined when this is no answer of Snipe-IT. */
export function readSnipeIt(json: unknown): Sheet | undefined {
  if (!isRecord(json) || !Array.isArray(json.rows) || !json.rows.every(isRecord)) return undefined
  const { total } = json
  const incomplete = typeof total === 'number' && total > json.rows.length
  return {
    format: 'snipeit',
    ...tableOf(json.rows.map(recordOf)),
    numbers: json.rows.map((_, at) => at + 1),
    notes: incomplete ? [{ what: 'incomplete', given: { here: json.rows.length, total } }] : [],
  }
}
