/** The other side of reader.ts: runs in the thread. */
import { parentPort } from 'node:worker_threads'
import { cut } from '../../values/rules.ts'
import { readCsv } from './csv.ts'
import { readGlpi } from './glpi.ts'
import { type Cell, longestCell, mostColumns, mostRows, mostText, type Read, RefusedError, type Sheet } from './reader.ts'
import { readSnipeIt } from './snipeit.ts'
import { readXlsx } from './xlsx.ts'

const begins = (bytes: Uint8Array, hex: string) => Buffer.from(bytes.subarray(0, hex.length / 2)).toString('hex') === hex

function understand(bytes: Uint8Array): Sheet {
  if (begins(bytes, '504b0304')) return readXlsx(bytes)
  if (begins(bytes, 'd0cf11e0a1b11ae1')) throw new RefusedError('oldFormat')
  const json = jsonIn(bytes)
  if (json === undefined) return readCsv(bytes)
  const sheet = readSnipeIt(json) ?? readGlpi(json)
  if (!sheet) throw new RefusedError('strangeJson')
  return sheet
}

/** Undefined when it is no JSON at all, so that a CSV whose first header has a bracket is still one. */
function jsonIn(bytes: Uint8Array): unknown {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart()
  if (!/^[[{]/.test(start)) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** PostgreSQL keeps no NUL and no half of a pair. */
const tidy = (cell: Cell | undefined): Cell => {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  if (typeof cell !== 'string') return null
  const text = cell.replaceAll('\u0000', '').slice(0, longestCell).toWellFormed()
  return text.trim() === '' ? null : text
}

/** Within its bounds, without empty rows and columns, each column with a name of its own. */
function bounded({ columns, rows, numbers, ...sheet }: Sheet): Sheet {
  if (rows.length > mostRows) throw new RefusedError('tooManyRows', { most: mostRows })
  const width = rows.reduce((most, row) => Math.max(most, row.length), columns.length)
  if (width > mostColumns) throw new RefusedError('tooManyColumns', { most: mostColumns })
  const cells = rows.map((row) => Array.from({ length: width }, (_, at) => tidy(row[at])))
  // A text that many cells share is one here, and as many as there are cells on the other side.
  let text = 0
  for (const row of cells) for (const cell of row) text += typeof cell === 'string' ? cell.length : 0
  if (text > mostText) throw new RefusedError('tooComplex')
  const kept = cells.map((row, at) => ({ row, number: numbers[at] ?? at + 2 })).filter(({ row }) => row.some((cell) => cell !== null))
  if (kept.length === 0) throw new RefusedError('empty')
  const taken = new Set<string>()
  const headers = Array.from({ length: width }, (_, at) => {
    const header = cut(
      String(tidy(columns[at]) ?? '')
        .replace(/\s+/g, ' ')
        .trim(),
      150,
    )
    let name = header || `#${at + 1}`
    for (let n = 2; taken.has(name); n++) name = `${header} (${n})`
    taken.add(name)
    return { name, used: header !== '' || kept.some(({ row }) => row[at] !== null) }
  })
  const only = <T>(list: readonly T[]) => list.filter((_, at) => headers[at]?.used)
  return {
    ...sheet,
    columns: only(headers).map(({ name }) => name),
    rows: kept.map(({ row }) => only(row)),
    numbers: kept.map(({ number }) => number),
  }
}

parentPort?.on('message', (file: Uint8Array) => {
  let read: Read
  try {
    read = { ok: true, sheet: bounded(understand(file)) }
  } catch (error) {
    read = error instanceof RefusedError ? { ok: false, why: error.why, given: error.given } : { ok: false, why: 'unreadable', given: {} }
  }
  parentPort?.postMessage(read)
})
