/** From the rows of a file to items as they would be written, with everything that is wrong at its row and column. Nothing is written here. */
import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { locales, translate } from '#platform/i18n.ts'
import type { Context } from '#platform/room.ts'
import { criticalities } from '../../contract.ts'
import { kindsOf } from '../../kinds/kinds.ts'
import { type Db, type ItemRow, lockItems, readItems } from '../../store.ts'
import { faultsOf } from '../faults/faults.ts'
import type { Cell } from '../reading/adapters/reader.ts'
import { fold } from '../values/rules.ts'
import { fillLines } from './filling/filling.ts'
import { recognised, type Signs } from './reads.ts'
import { type Given, inChunks, type Knowing, kindOf, type Line, type Plan, planOf, saidIn, signsOf, type Understood } from './rules.ts'

export async function understand(ctx: Context, given: Given): Promise<Understood> {
  const words = criticalities.flatMap((key) =>
    [key, ...locales.map((locale) => translate(ctx.app.texts, locale, `cases.criticality.${key}`))].map((word) => [fold(word), key] as const),
  )
  const knowing: Knowing = { kinds: await kindsOf(ctx, given.organisationId), mapping: given.mapping, criticalities: new Map(words) }
  const understood: Understood = { make: [], change: [], relate: [], same: 0, skip: 0, leftOut: 0, faults: faultsOf() }
  const lines = await linesOf(ctx, given, knowing, understood)
  await fillLines(ctx, given, knowing.kinds, lines, understood)
  return understood
}

interface Row {
  cells: readonly Cell[]
  row: number
  signs: Signs
  /** By each of its signs. */
  found: ReadonlySet<string>[]
}
/** The one item that all signs of a row point to. */
const onlyOne = (found: readonly ReadonlySet<string>[]): string | undefined => {
  const all = new Set(found.flatMap((ids) => [...ids]))
  return all.size === 1 ? [...all][0] : undefined
}

async function linesOf(ctx: Context, given: Given, knowing: Knowing, understood: Understood): Promise<Line[]> {
  const { organisationId, sheet, mapping, lock } = given
  const plan = planOf(sheet, mapping)
  const signs = sheet.rows.map((cells) => signsOf(cells, plan))
  const found = await recognised(ctx, organisationId, signs)
  const rows = sheet.rows.map(
    (cells, at): Row => ({
      cells,
      row: sheet.numbers[at] ?? at + 1,
      signs: signs[at] ?? { number: null, code: null, serial: null },
      found: found[at] ?? [],
    }),
  )
  const before = new Map<string, ItemRow>()
  if (mapping.existing === 'update')
    for (const part of inChunks(found.flatMap((all) => onlyOne(all) ?? [])))
      for (const item of await (lock ? lockItems : readItems)(ctx.db as Db, part)) before.set(item.id, item)
  const beside = { understood, before, first: firsts(), rowOf: new Map<string, number>() }
  const lines: Line[] = []
  for (const part of inChunks(rows)) {
    for (const row of part) {
      const line = lineOf(row, plan, knowing, beside)
      if (line) lines.push(line)
    }
    // Others are served meanwhile, and whoever stops it is heard.
    await nextTurn()
    await given.tick(0)
  }
  return lines
}

/** Which row had the same code, serial number or number before this one. */
function firsts(): (row: number, signs: Signs) => { row: number; target: string } | undefined {
  const known = new Map<string, number>()
  return (row, { number, code, serial }) => {
    const all = [
      { target: 'number', word: number === null ? null : `number ${number}` },
      { target: 'code', word: code === null ? null : `code ${fold(code)}` },
      { target: 'attributes.serial', word: serial === null ? null : `serial ${fold(serial)}` },
    ]
    let found: { row: number; target: string } | undefined
    for (const { target, word } of all) {
      if (word === null) continue
      const earlier = known.get(word)
      if (earlier === undefined) known.set(word, row)
      else found ??= { row: earlier, target }
    }
    return found
  }
}

interface Beside {
  understood: Understood
  before: ReadonlyMap<string, ItemRow>
  first: ReturnType<typeof firsts>
  /** Which row an item that is there already was named by first: it may be by another sign. */
  rowOf: Map<string, number>
}
/** What a row says, or nothing when it ends here: left out, skipped, or not to be understood. */
function lineOf(
  { cells, row, signs, found }: Row,
  plan: readonly Plan[],
  knowing: Knowing,
  { understood, before, first, rowOf }: Beside,
): Line | undefined {
  const { existing } = knowing.mapping
  const columnOf = (target: string) => plan.find((one) => one.target === target)?.column ?? null
  const sign = columnOf(signs.code !== null ? 'code' : signs.serial !== null ? 'attributes.serial' : 'number')
  const fault = (weight: 'error' | 'warning', column: string | null, code: string, given: Record<string, string | number> = {}) =>
    understood.faults.add(row, { column, weight, code, given })
  const kind = kindOf(cells, plan, knowing)
  if (kind === null) {
    understood.leftOut++
    return undefined
  }
  const earlier = first(row, signs)
  if (earlier) fault('error', columnOf(earlier.target), 'items.importing.twiceInFile', { row: earlier.row })
  const id = onlyOne(found)
  if (found.length > 0) {
    if (!id) fault('error', sign, 'items.importing.several')
    else if (existing === 'error') fault('error', sign, 'items.importing.there', { value: signs.code ?? signs.serial ?? `I-${signs.number}` })
    else if (existing === 'skip') understood.skip++
    if (!id || existing !== 'update') return undefined
  } else if (signs.number !== null) fault('warning', columnOf('number'), 'items.importing.noSuchNumber', { value: `I-${signs.number}` })
  const there = id === undefined ? undefined : before.get(id)
  // An item that the actor may not read, or that went away meanwhile.
  if (id !== undefined && !there) fault('error', sign, 'items.importing.several')
  if ('found' in kind && !there) understood.faults.add(row, kind.found)
  const key = there?.kind ?? ('key' in kind ? kind.key : undefined)
  if (key === undefined) return undefined
  if (there && 'key' in kind && kind.key !== key && columnOf('kind')) fault('warning', columnOf('kind'), 'items.importing.kindStays')
  const named = there && rowOf.get(there.id)
  if (there && named === undefined) rowOf.set(there.id, row)
  else if (named !== undefined && !earlier) fault('error', sign, 'items.importing.twiceInFile', { row: named })
  const said = saidIn(cells, row, key, plan, knowing)
  for (const one of said.found) understood.faults.add(row, one)
  return { said, id: id ?? randomUUID(), before: there }
}
