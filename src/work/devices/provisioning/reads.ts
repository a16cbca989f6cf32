/** How the steps of a preparation stand, and which profiles fit a device. */
import type { Context } from '#platform/room.ts'
import type { Fact } from '#record/items/facts/contract.ts'
import { factsOf } from '#record/items/facts/facts.ts'
import type { ItemRow } from '#record/items/items.ts'
import { compile, judge } from '#record/norms/conditions/rules.ts'
import { inWords } from '#record/norms/reads.ts'
import { peopleByIds } from '#record/people/people.ts'
import { installedAmong } from '../software/reads.ts'
import type { Preparation, Profile, Step, StepShown } from './contract.ts'
import { fits, nameAsked, notDoneIn, sameName } from './rules.ts'
import { type Db, listProfiles, type PreparationRow, type ProfileRow, type TickRow, ticksOf } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
export const profileView = ({ changedBy: _, ...row }: ProfileRow): Profile => ({ ...row, changedAt: iso(row.changedAt) })
export const profilesFor = async (ctx: Context, item: ItemRow): Promise<ProfileRow[]> =>
  (await listProfiles(ctx.db as Db, item.organisationId)).filter((profile) => fits(profile, item))

/** What a step asks and how that is, without who ticked it. */
type Standing = Pick<StepShown, 'asks' | 'state' | 'said' | 'at'>
interface Known {
  facts: ReadonlyMap<string, Fact>
  installed: ReadonlyMap<string, { name: string; version: string }>
  ticks: ReadonlyMap<string, TickRow>
  item: ItemRow
}
const nothing = { said: '', at: null }

function byFact(ctx: Context, { condition: source, maxAge }: Extract<Step, { what: 'fact' }>, { facts }: Known): Standing {
  const asks = inWords(ctx, source)
  const { condition } = compile(source)
  // What was right when it was written may not be so for a later program: then nothing proves it.
  if (!condition) return { ...nothing, asks, state: 'unknown' }
  const { verdict } = judge(condition, facts, maxAge === null ? null : maxAge * 60_000, ctx.now)
  const read = condition.keys.flatMap((key) => facts.get(key) ?? [])
  const told = read.map(({ key, value, unit }) => `${key}: ${String(value)}${unit ? ` ${unit}` : ''}`)
  const at = read.map(({ seenAt }) => iso(seenAt)).sort()[0] ?? null
  return { asks, said: told.join('; ').slice(0, 1000), at, state: verdict === 'met' ? 'done' : verdict === 'broken' ? 'notDone' : 'unknown' }
}
function byName(ctx: Context, { item, facts }: Known): Standing {
  const hostname = item.attributes.hostname
  const asked = nameAsked({ ...item, hostname: typeof hostname === 'string' ? hostname : null })
  const told = facts.get('host.name')
  const asks = ctx.t('devices.provisioning.named', { name: asked })
  if (!told) return { ...nothing, asks, state: 'unknown' }
  return { asks, said: String(told.value), at: iso(told.seenAt), state: sameName(asked, String(told.value)) ? 'done' : 'notDone' }
}
function bySoftware(ctx: Context, { products }: Extract<Step, { what: 'software' }>, { installed, facts }: Known): Standing {
  const absent = products.filter((product) => !installed.has(product))
  const asks = ctx.t('devices.provisioning.software', { products: products.join(', ') })
  const there = products.flatMap((product) => installed.get(product) ?? []).map(({ name, version }) => `${name} ${version}`.trim())
  const missing = absent.length > 0 ? [ctx.t('devices.provisioning.absent', { products: absent.join(', ') })] : []
  // Of a device that no agent tells about it is not known what is installed.
  const known = installed.size > 0 || facts.has('host.name')
  return {
    asks,
    said: known ? [...missing, ...there].join('; ').slice(0, 1000) : '',
    at: null,
    state: absent.length === 0 ? 'done' : known ? 'notDone' : 'unknown',
  }
}
function standing(ctx: Context, step: Step, known: Known): Standing {
  if (step.what === 'fact') return byFact(ctx, step, known)
  if (step.what === 'named') return byName(ctx, known)
  if (step.what === 'software') return bySoftware(ctx, step, known)
  const tick = known.ticks.get(step.key)
  return { asks: '', said: tick?.note ?? '', at: tick ? iso(tick.at) : null, state: tick ? 'done' : 'notDone' }
}

type Named = (id: string | null) => { id: string; name: string } | null
/** The steps of a preparation that goes on, as they stand now. */
export async function stepsNow(ctx: Context, item: ItemRow, row: PreparationRow, ticks: readonly TickRow[], named: Named): Promise<StepShown[]> {
  const keys = row.steps.flatMap((step) => (step.what === 'fact' ? (compile(step.condition).condition?.keys ?? []) : []))
  const products = row.steps.flatMap((step) => (step.what === 'software' ? step.products : []))
  const [facts, installed] = await Promise.all([factsOf(ctx, [item], [...keys, 'host.name']), installedAmong(ctx, item.id, products)])
  const known: Known = {
    ...{ item, installed, facts: facts.get(item.id) ?? new Map() },
    ticks: new Map(ticks.filter(({ preparationId }) => preparationId === row.id).map((tick) => [tick.step, tick])),
  }
  return row.steps.map((step) => ({
    ...{ key: step.key, title: step.title, help: step.help, what: step.what, by: named(known.ticks.get(step.key)?.byId ?? null) },
    ...standing(ctx, step, known),
  }))
}

/** Preparations of one device; what has ended as it was proven then. */
export async function preparationViews(ctx: Context, item: ItemRow, rows: readonly PreparationRow[]): Promise<Preparation[]> {
  const ticks = await ticksOf(
    ctx.db as Db,
    rows.flatMap(({ id, endedAt }) => (endedAt === null ? [id] : [])),
  )
  const ids = [...rows.flatMap(({ begunBy, endedBy }) => [begunBy, endedBy]), ...ticks.map(({ byId }) => byId)].filter((id) => id !== null)
  const people = await peopleByIds(ctx, ids)
  const named: Named = (id) => (id === null ? null : { id, name: people.get(id)?.name ?? ctx.t('cases.someone') })
  return Promise.all(
    rows.map(async (row) => {
      const steps = row.endedAt === null ? await stepsNow(ctx, item, row, ticks, named) : (row.proof ?? [])
      return {
        ...{ id: row.id, profile: row.profile, steps, ready: notDoneIn(steps).length === 0, begunAt: iso(row.begunAt), begunBy: named(row.begunBy) },
        ended:
          row.endedAt === null || row.outcome === null
            ? null
            : { at: iso(row.endedAt), by: named(row.endedBy), outcome: row.outcome, reason: row.reason ?? '' },
      }
    }),
  )
}
