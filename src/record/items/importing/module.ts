import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { fileNameIn } from '#platform/files.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, roomFor } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { byteOrderMark, lineOf } from '../exporting/adapters/csv.ts'
import type { itemsTexts } from '../texts.ts'
import { type Counts, type Fault, type Import, isBusy, itemImports, type Mapping, mostFaults, type State, type WholeImport } from './contract.ts'
import { type FaultRow, listFaults } from './faults/faults.ts'
import { backFrom, work, workSoon } from './jobs.ts'
import { headersKey } from './mapping/mapping.ts'
import { changeImport, type ImportRow, type ImportTables, insertImport, listImports, readImport, saveMapping } from './store.ts'
import { itemImportsTexts } from './texts.ts'

const importsBy = pages(Moment, Id)
const faultsBy = pages(z.int32())

const noCounts: Counts = { make: 0, change: 0, same: 0, skip: 0, leftOut: 0, relate: 0, errors: 0, warnings: 0, stays: 0 }

async function shown(ctx: Context, rows: readonly ImportRow[]): Promise<Import[]> {
  const names = await peopleByIds(
    ctx,
    rows.flatMap(({ byId, undoneBy }) => [byId, ...(undoneBy ? [undoneBy] : [])]),
  )
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  return rows.map((row) => {
    const { id, organisationId, name, size, format, state, rows: count, done, total, ranAt, undoneBy, undoneAt } = row
    return {
      ...{ id, organisationId, name, size, format, state, rows: count, done, total, ranAt, at: row.at, by: named(row.byId) },
      why: row.why === null ? null : ctx.t(`items.importing.unreadable.${row.why}`, row.given ?? {}),
      counts: { ...noCounts, ...row.counts },
      undone: undoneBy && undoneAt ? { by: named(undoneBy), at: undoneAt, why: row.undoWhy } : null,
    }
  })
}
const noMapping: Mapping = { columns: {}, kind: null, kinds: {}, states: {}, existing: 'skip', unknown: 'error', monthFirst: false }
async function whole(ctx: Context, id: string): Promise<WholeImport | undefined> {
  const row = await readImport(ctx.db, id)
  const [one] = row ? await shown(ctx, [row]) : []
  if (!row || !one) return undefined
  const mapping = { ...noMapping, ...row.mapping }
  const brought = new Map(Object.entries(mapping.columns))
  return {
    ...one,
    columns: row.columns,
    mapping,
    remembered: row.remembered,
    notes: row.notes.map(({ what, given }) => ctx.t(`items.importing.note.${what}`, given)),
    left: row.columns.flatMap(({ name, filled }) => (filled > 0 && !brought.get(name) ? [{ column: name, filled }] : [])),
  }
}
/** After what was changed; a change that came too late is refused. */
async function begin(
  ctx: Context,
  row: ImportRow,
  from: readonly State[],
  set: Partial<ImportRow> & { state: 'checking' | 'running' | 'undoing' },
): Promise<boolean> {
  if (!(await changeImport(ctx.db, row.id, from, { ...set, done: 0, total: 0, why: null, given: null }))) return false
  await workSoon(ctx, row, set.state)
  return true
}

/** What stands twice under one name, or no name at all, cannot be imported. */
function strange({ columns, existing }: Mapping): 'items.importing.noName' | 'items.importing.twice' | undefined {
  const targets = Object.values(columns).filter((target) => target !== null)
  if (new Set(targets).size < targets.length) return 'items.importing.twice'
  return targets.includes('name') || existing === 'update' ? undefined : 'items.importing.noName'
}
const inWords = (ctx: Context, { row, column, weight, code, given }: FaultRow): Fault => {
  const detail = ctx.t(code, { ...given, ...(given.field && { field: String(given.field) }) })
  // What stands in no column is named: nobody could know what to fill in.
  const name = given[ctx.locale] ?? (given.field && ctx.t(`items.field.${given.field}`))
  return { row, column, weight, code, detail: column === null && name ? `${name}: ${detail}` : detail }
}
const over: readonly State[] = ['done', 'undoing', 'undone', 'unreadable']

export default roomFor<ImportTables>()({
  name: 'items.importing',
  contract: itemImports,
  // 'items.noOrganisation' is said by the room itself.
  texts: itemImportsTexts as typeof itemImportsTexts & typeof itemsTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [work],
  handlers: {
    async addImport({ query }, ctx) {
      const { work: mine } = ctx.actor.scopes
      const organisationId = query.organisationId ?? mine[0]
      const { stored, headers } = ctx.call
      if (!organisationId || !mine.includes(organisationId)) return ctx.fail('items.noOrganisation')
      if (!stored || stored.size === 0) return ctx.fail('items.importing.emptyFile')
      const personId = ctx.actor.personId ?? ''
      const name = fileNameIn(headers).replaceAll('\u0000', '').slice(-200).toWellFormed()
      const row = { id: randomUUID(), organisationId, byId: personId, at: ctx.now.toISOString(), name, ...stored, state: 'reading' as const }
      await insertImport(ctx.db, row)
      await workSoon(ctx, row, 'reading')
      return (await whole(ctx, row.id)) ?? ctx.fail('items.noOrganisation')
    },
    async imports({ query }, ctx) {
      const found = await listImports(ctx.db, query.limit + 1, importsBy.after(query.after))
      const { rows, next } = importsBy.of(found, query.limit, ({ at, id }) => [momentOf(at), id])
      return { items: await shown(ctx, rows), next }
    },
    async import({ params }, ctx) {
      return (await whole(ctx, params.id)) ?? ctx.fail('platform.notFound')
    },
    async check({ params, body }, ctx) {
      const row = await readImport(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (over.includes(row.state)) return ctx.fail('items.importing.over')
      const wrong = strange(body)
      if (wrong) return ctx.fail(wrong)
      if (!(await begin(ctx, row, ['ready', 'checked'], { state: 'checking', mapping: body, counts: {} }))) return ctx.fail('items.importing.busy')
      const columns = headersKey(row.columns.map(({ name }) => name))
      await saveMapping(ctx.db, { organisationId: row.organisationId, columns, mapping: body, at: ctx.now, byId: ctx.actor.personId ?? '' })
      return (await whole(ctx, row.id)) ?? ctx.fail('platform.notFound')
    },
    async run({ params, body }, ctx) {
      const row = await readImport(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (over.includes(row.state)) return ctx.fail('items.importing.over')
      if (isBusy(row.state)) return ctx.fail('items.importing.busy')
      if (row.state !== 'checked' || (row.counts.errors ?? 1) > 0) return ctx.fail('items.importing.notChecked')
      if (!(await begin(ctx, row, ['checked'], { state: 'running', runWhy: body.why ?? null }))) return ctx.fail('items.importing.busy')
      return (await whole(ctx, row.id)) ?? ctx.fail('platform.notFound')
    },
    async stop({ params }, ctx) {
      const row = await readImport(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      // The work sees that it is in another state, and undoes what it did so far.
      const why = row.state === 'reading' ? { why: 'tooComplex', given: {} } : {}
      if (!isBusy(row.state) || !(await changeImport(ctx.db, row.id, [row.state], { state: backFrom(row.state), ...why })))
        return ctx.fail('items.importing.notBusy')
      return (await whole(ctx, row.id)) ?? ctx.fail('platform.notFound')
    },
    async undo({ params, body }, ctx) {
      const row = await readImport(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (!(await begin(ctx, row, ['done'], { state: 'undoing', undoWhy: body.why ?? null }))) return ctx.fail('items.importing.notDone')
      return (await whole(ctx, row.id)) ?? ctx.fail('platform.notFound')
    },
    async faults({ params, query }, ctx) {
      if (!(await readImport(ctx.db, params.id))) return ctx.fail('platform.notFound')
      const [after = -1] = faultsBy.after(query.after) ?? []
      const found = await listFaults(ctx, params.id, { weight: query.weight, after, limit: query.limit + 1 })
      const { rows, next } = faultsBy.of(found, query.limit, ({ place }) => [place])
      return { items: rows.map((row) => inWords(ctx, row)), next }
    },
    async faultsFile({ params }, ctx) {
      const row = await readImport(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const comma = ctx.locale === 'nl'
      const faults = await listFaults(ctx, row.id, { after: -1, limit: mostFaults })
      const header = (['row', 'column', 'weight', 'what'] as const).map((key) => ctx.t(`items.importing.file.${key}`))
      const lines = faults.map((fault) => {
        const { row: at, column, weight, detail } = inWords(ctx, fault)
        return lineOf([at, column, ctx.t(`items.importing.weight.${weight}`), detail], comma)
      })
      const stream = Readable.from([byteOrderMark, lineOf(header, comma), ...lines])
      return { stream, type: 'text/csv; charset=utf-8', name: `${row.name}.${ctx.t('items.importing.file.name')}.csv` }
    },
  },
})
