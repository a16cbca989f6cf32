import { type Context, Problem, roomFor } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Counts, normsGrants, Rule } from '../contract.ts'
import { lookAtAll, mayIn, publish } from '../norms.ts'
import { inWords } from '../reads.ts'
import type { SeriesCondition } from '../series/contract.ts'
import { seriesReading } from '../series/rules.ts'
import { type ExpectationRow, type Db as NormsDb, ofBaseline, standingsOf } from '../store.ts'
import type { normsTexts } from '../texts.ts'
import { addBaseline, set, tell } from './baselines.ts'
import { type Baseline, type Difference, type Kept, normsBaselines } from './contract.ts'
import { compare, type Different } from './rules.ts'
import { type BaselineRow, type BaselineTables, insertVersion, listBaselines, listVersions, readBaseline, updateBaseline } from './store.ts'
import { baselinesTexts } from './texts.ts'

async function view(ctx: Context, row: BaselineRow): Promise<Baseline> {
  const rows = await ofBaseline(ctx.db as NormsDb, row.id)
  const all = await standingsOf(
    ctx.db as NormsDb,
    rows.map(({ id }) => id),
  )
  const standings: Counts = { met: 0, broken: 0, unknown: 0, excepted: 0 }
  for (const one of all.values()) for (const key of ['met', 'broken', 'unknown', 'excepted'] as const) standings[key] += one[key]
  const { id, organisationId, name, note, version, published } = row
  return {
    id,
    organisationId,
    name,
    note,
    version,
    published,
    expectations: rows.length,
    drafts: rows.filter(({ draft }) => draft).length,
    changed: compare(await keptIn(ctx, id, published), writtenIn(rows)).length > 0,
    standings,
  }
}
async function here(ctx: Context, id: string, may: keyof typeof normsGrants = 'norms.read', lock = false): Promise<BaselineRow> {
  const row = await readBaseline(ctx.db, id, lock)
  if (!row || !mayIn(ctx, 'norms.read', row.organisationId)) throw new Problem('platform.notFound', 404)
  if (!mayIn(ctx, may, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}
const taken = (error: { code?: string }): never => {
  throw error.code === '23505' ? new Problem('norms.baselines.name', 409) : error
}

const writtenIn = (rows: readonly ExpectationRow[]): Kept[] =>
  rows.flatMap(({ id, draft, counts }) => {
    const rule = draft ?? counts
    return rule ? [{ id, rule }] : []
  })
/** What stood in a version; `now`: as it is being written. */
async function keptIn(ctx: Context, id: string, which: number | 'now'): Promise<Kept[]> {
  if (which === 0) return []
  if (which === 'now') return writtenIn(await ofBaseline(ctx.db as NormsDb, id))
  const [version] = await listVersions(ctx.db, id, which)
  return version?.expectations ?? Promise.reject(new Problem('platform.notFound', 404))
}
function worded(ctx: Context, field: keyof Rule, value: unknown): string | null {
  if (value === null || value === '') return null
  if (field === 'condition') return `${value} (${inWords(ctx, String(value))})`
  if (field === 'series') return seriesReading(ctx.t, ctx.locale, value as SeriesCondition)
  if (field === 'severity') return ctx.t(`norms.severity.${value}`)
  if (field === 'scope')
    return Object.entries(value as Rule['scope'])
      .filter(([, one]) => one !== null && one !== '' && !(Array.isArray(one) && one.length === 0))
      .map(([name, one]) => `${ctx.t(`norms.scope.${name}`)}: ${[one].flat().join(', ')}`)
      .join('; ')
  return typeof value === 'number' ? ctx.t('norms.minutes', { minutes: value }) : String(value)
}
const inWordsOf = (ctx: Context, { id, title, what, fields }: Different): Difference => ({
  ...{ expectationId: id, title, what },
  fields: fields.map(({ field, from, to }) => ({
    field,
    name: ctx.t(`norms.field.${field}`),
    from: worded(ctx, field, from),
    to: worded(ctx, field, to),
  })),
})

export default roomFor<BaselineTables>()({
  name: 'norms.baselines',
  contract: normsBaselines,
  texts: baselinesTexts as typeof baselinesTexts & typeof normsTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async baselines({ query }, ctx) {
      const rows = await listBaselines(ctx.db, query.organisationId)
      return { items: await Promise.all(rows.map((row) => view(ctx, row))) }
    },
    async addBaseline({ body }, ctx) {
      if (!mayIn(ctx, 'norms.configure', body.organisationId)) return ctx.fail('platform.notFound')
      const row = await addBaseline(ctx, body)
      return view(ctx, row)
    },
    async changeBaseline({ params, body }, ctx) {
      const row = await here(ctx, params.id, 'norms.configure')
      const after = await updateBaseline(ctx.db, row.id, body.version, set(ctx, { ...row, ...body })).catch(taken)
      if (!after) return ctx.fail('norms.baselines.changed')
      await tell(ctx, after, 'changed')
      return view(ctx, after)
    },
    async publishBaseline({ params, body }, ctx) {
      const row = await here(ctx, params.id, 'norms.configure', true)
      if (row.version !== body.version) return ctx.fail('norms.baselines.changed')
      const written = await ofBaseline(ctx.db as never, row.id)
      if (compare(await keptIn(ctx, row.id, row.published), writtenIn(written)).length === 0) return ctx.fail('norms.nothingNew')
      for (const one of written.filter(({ draft }) => draft)) await publish(ctx, one, one.version)
      const number = row.published + 1
      const counting = await ofBaseline(ctx.db as never, row.id)
      const expectations = counting.flatMap(({ id, counts }) => (counts ? [{ id, rule: counts }] : []))
      const { id: baselineId, organisationId } = row
      const by = { note: body.note, publishedAt: ctx.now.toISOString(), publishedBy: ctx.actor.personId }
      await insertVersion(ctx.db, { baselineId, organisationId, number, expectations, ...by })
      const after = await updateBaseline(ctx.db, row.id, row.version, set(ctx, { ...row, published: number }))
      if (!after) return ctx.fail('norms.baselines.changed')
      await tell(ctx, after, 'published')
      await lookAtAll(ctx, organisationId)
      return view(ctx, after)
    },
    async versions({ params }, ctx) {
      const rows = await listVersions(ctx.db, (await here(ctx, params.id)).id)
      const people = await peopleByIds(
        ctx,
        rows.flatMap(({ publishedBy }) => publishedBy ?? []),
      )
      return {
        items: rows.map(({ publishedBy, expectations, ...row }) => ({
          ...row,
          expectations: expectations.length,
          publishedBy: publishedBy === null ? null : { id: publishedBy, name: people.get(publishedBy)?.name ?? ctx.t('cases.someone') },
        })),
      }
    },
    async compare({ params, query }, ctx) {
      const { id } = await here(ctx, params.id)
      const [from, to] = await Promise.all([keptIn(ctx, id, query.from), keptIn(ctx, id, query.to)])
      return { differences: compare(from, to).map((one) => inWordsOf(ctx, one)) }
    },
  },
})
