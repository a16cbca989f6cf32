import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { isZone, textOf, wallFrom, wallOf } from '#platform/clock.ts'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { caseById, findCase } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { findItem, linkedItems } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { Scope } from '#record/norms/contract.ts'
import { itemsInScope } from '#record/norms/norms.ts'
import { seriesChanged } from '#record/norms/series/series.ts'
import { organisationById } from '#record/people/people.ts'
import { windowOf } from '#work/desk/changes/reads.ts'
import { monitoringWindows, type NewWindow, type Window, windowChanged } from './contract.ts'
import { covered } from './reads.ts'
import { holdsUntil, isRule, isStart, type Turn, turnsIn } from './rules.ts'
import { type Db, listWindows, readWindow, removeWindow, updateWindow, type WindowRow, type WindowTables, writeWindow } from './store.ts'
import { windowsTexts } from './texts.ts'

const most = 500
const mostTurns = 500
const day = 86_400_000
const notFound = () => new Problem('platform.notFound', 404)
const works = (ctx: Context, organisationId: string) => {
  if (!mayIn(ctx, 'monitoring.work', organisationId)) throw notFound()
}

async function zoneFor(ctx: Context, organisationId: string): Promise<string> {
  return (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
}
/** Throws what does not fit, with its field. */
async function fitted(
  ctx: Context,
  organisationId: string,
  wish: z.output<typeof NewWindow>,
): Promise<z.output<typeof NewWindow> & { timeZone: string }> {
  const timeZone = wish.timeZone ?? (await zoneFor(ctx, organisationId))
  const refuse = (code: 'monitoring.windows.time' | 'monitoring.windows.zone' | 'monitoring.windows.rule', field: string) => {
    throw new Problem(code, 400, undefined, [{ pointer: `/body/${field}`, code, detail: ctx.t(code) }])
  }
  if (!isZone(timeZone)) refuse('monitoring.windows.zone', 'timeZone')
  const first = wallFrom(wish.starts)
  if (!first || !isStart(first)) refuse('monitoring.windows.time', 'starts')
  if (wish.rrule !== null && !isRule(wish.rrule)) refuse('monitoring.windows.rule', 'rrule')
  return { ...wish, timeZone }
}
async function views(ctx: Context, rows: readonly WindowRow[]): Promise<Window[]> {
  const names = new Map((await namesOf(ctx, [...new Set(rows.flatMap(({ itemIds }) => itemIds))])).map((one) => [one.id, one]))
  return Promise.all(rows.map((row) => view(ctx, row, names)))
}
type Names = ReadonlyMap<string, { id: string; number: string; name: string }>
async function view(ctx: Context, { caseId, changedAt: _, changedBy: _b, ...row }: WindowRow, names: Names): Promise<Window> {
  const now = ctx.now.getTime()
  const until = holdsUntil(row, now)
  const next = turnsIn(row, now, now + 400 * day).find(({ from }) => from > now)
  const items = row.itemIds.flatMap((id) => names.get(id) ?? []).map(({ id, number, name }) => ({ id, number, name }))
  const scope = await covered(ctx, { ...row, caseId, changedAt: '', changedBy: null })
  const change = caseId ? await caseById(ctx, caseId) : undefined
  return {
    ...row,
    items,
    covers: scope === null ? (await itemsInScope(ctx, row.organisationId, everything, 200_000)).length : scope.size,
    changeNumber: change ? numberOf(change.number) : null,
    holdsUntil: until === undefined ? null : new Date(until).toISOString(),
    next: next ? new Date(next.from).toISOString() : null,
  }
}
const everything = Scope.parse({ classes: [] })
async function done(ctx: Context, row: WindowRow, what: 'added' | 'changed'): Promise<Window> {
  await told(ctx, row, what)
  const [shown] = await views(ctx, [row])
  return shown ?? Promise.reject(notFound())
}
async function told(ctx: Context, { id, organisationId }: WindowRow, what: 'added' | 'changed' | 'removed'): Promise<void> {
  await seriesChanged(ctx, organisationId)
  await ctx.emit(windowChanged, { about: `window/${id}`, organisationId, data: { windowId: id, organisationId, what } })
}
const by = (ctx: Context) => ({ changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId })
async function room(ctx: Context, organisationId: string): Promise<void> {
  if ((await listWindows(ctx.db as Db, organisationId)).length >= most) throw new Problem('monitoring.windows.tooMany', 409)
}
/** Once, and over for longer than a month. */
const isPast = (row: WindowRow, now: number) => turnsIn(row, now - 31 * day, now + 400 * day).length === 0

export default roomFor<WindowTables>()({
  name: 'monitoring.windows',
  contract: monitoringWindows,
  texts: windowsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async windows({ query }, ctx) {
      const rows = await listWindows(ctx.db, query.organisationId)
      const shown = await views(
        ctx,
        rows.filter((row) => !isPast(row, ctx.now.getTime())),
      )
      return {
        items: shown.sort((a, b) => Number(b.holdsUntil !== null) - Number(a.holdsUntil !== null) || (a.next ?? '~').localeCompare(b.next ?? '~')),
      }
    },
    async turnsOnItem({ params, query }, ctx) {
      const item = await findItem(ctx, params.id)
      if (!item) throw notFound()
      const [from, to] = [Date.parse(query.from), Date.parse(query.to)]
      if (to <= from || to - from > 400 * day) return ctx.fail('monitoring.windows.span')
      const turns: (Turn & { windowId: string; name: string })[] = []
      for (const row of await listWindows(ctx.db, item.organisationId)) {
        const found = turnsIn(row, from, to)
        const items = found.length === 0 ? new Set<string>() : await covered(ctx, row)
        if (items === null || items.has(item.id)) turns.push(...found.map((turn) => ({ ...turn, windowId: row.id, name: row.name })))
      }
      const sorted = turns.sort((one, other) => other.from - one.from)
      const iso = (at: number) => new Date(at).toISOString()
      return {
        items: sorted.slice(0, mostTurns).map((turn) => ({ ...turn, from: iso(turn.from), until: iso(turn.until) })),
        more: sorted.length > mostTurns,
      }
    },
    async addWindow({ body: { organisationId, ...wish } }, ctx) {
      works(ctx, organisationId)
      await room(ctx, organisationId)
      const row = { ...(await fitted(ctx, organisationId, wish)), id: randomUUID(), organisationId, caseId: null, version: 1, ...by(ctx) }
      return done(ctx, await writeWindow(ctx.db, row), 'added')
    },
    async takeOverWindow({ body }, ctx) {
      const change = await findCase(ctx, body.change)
      if (!change) throw notFound()
      works(ctx, change.organisationId)
      const planned = await windowOf(ctx, change.id)
      if (!planned) return ctx.fail('monitoring.windows.notPlanned')
      const items = (await linkedItems(ctx, change.id)).map(({ id }) => id)
      if (items.length === 0) return ctx.fail('monitoring.windows.noItems')
      await room(ctx, change.organisationId)
      const timeZone = await zoneFor(ctx, change.organisationId)
      const minutes = Math.min(40_320, Math.max(1, Math.ceil((planned.until.getTime() - planned.from.getTime()) / 60_000)))
      const when = { starts: textOf(wallOf(planned.from, timeZone)), minutes, timeZone, rrule: null }
      const what = {
        id: randomUUID(),
        organisationId: change.organisationId,
        name: change.title.slice(0, 200),
        note: '',
        itemIds: items,
        scope: null,
      }
      return done(ctx, await writeWindow(ctx.db, { ...what, ...when, caseId: change.id, version: 1, ...by(ctx) }), 'added')
    },
    async changeWindow({ params, body: { version, ...wish } }, ctx) {
      const row = await readWindow(ctx.db, params.id)
      if (!row) throw notFound()
      works(ctx, row.organisationId)
      const after = await updateWindow(ctx.db, { ...row, ...(await fitted(ctx, row.organisationId, wish)), version, ...by(ctx) })
      return after ? done(ctx, after, 'changed') : ctx.fail('monitoring.windows.changed')
    },
    async removeWindow({ params }, ctx) {
      const row = await readWindow(ctx.db, params.id)
      if (!row) throw notFound()
      works(ctx, row.organisationId)
      await removeWindow(ctx.db, row.id)
      await told(ctx, row, 'removed')
      return undefined
    },
  },
})
