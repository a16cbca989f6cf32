/** The status page of an organisation, made at most once in half a minute. */
import type { App, Context } from '#platform/room.ts'
import { waysTo } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { severities } from '#record/norms/contract.ts'
import { allOpenAlarms } from '#record/norms/series/series.ts'
import { organisationById } from '#record/people/people.ts'
import { publicOf } from '#work/desk/outages/reads.ts'
import { behind, needsOf, waysOf } from '../alarms/depending/rules.ts'
import { windowsOf } from '../alarms/windows/reads.ts'
import { windowsIn } from '../alarms/windows/rules.ts'
import { stretchesOf } from '../availability/reads.ts'
import { percentOf, sumsOf } from '../availability/rules.ts'
import type { Service, StatusPage } from './contract.ts'
import { dayOf, lastDays, stateNow, stateOfPage } from './rules.ts'
import type { StatusRow } from './store.ts'

const day = 86_400_000
const shownDays = 90
const ahead = 14 * day
const keptFor = 30_000

const kept = new WeakMap<App, Map<string, { until: number; version: number; page: Promise<StatusPage> }>>()
/** As Spil itself: reporters may not read what it is made of. */
export function statusPage(app: App, row: StatusRow): Promise<StatusPage> {
  const pages = kept.get(app) ?? new Map<string, { until: number; version: number; page: Promise<StatusPage> }>()
  kept.set(app, pages)
  const now = app.now().getTime()
  const before = pages.get(row.organisationId)
  if (before && before.version === row.version && before.until > now && before.until <= now + keptFor) return before.page
  const page = app.asSystem((ctx) => made(ctx, row))
  pages.set(row.organisationId, { until: now + keptFor, version: row.version, page })
  page.catch(() => pages.delete(row.organisationId))
  return page
}

/** Numbers of items that have an alarm, or that hang on one that has. */
async function hit(ctx: Context, organisationId: string): Promise<ReadonlySet<number>> {
  const open = (await allOpenAlarms(ctx, organisationId)).filter(({ severity }) => severity !== 'low')
  const names = await namesOf(ctx, [...new Set(open.flatMap(({ itemId }) => itemId ?? []))])
  const numbers = names.map(({ number }) => Number(number.slice(2)))
  const ways = waysOf(needsOf(await waysTo(ctx, organisationId)))
  return new Set([...numbers, ...behind(ways, new Map(numbers.map((number) => [number, 0]))).keys()])
}

/** What of the services is there, how it does, and what is planned. */
export async function servicesNow(ctx: Context, { organisationId, services }: Pick<StatusRow, 'organisationId' | 'services'>): Promise<Service[]> {
  const timeZone = (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
  const now = Math.floor(ctx.now.getTime() / 1000) * 1000
  const days = lastDays(now, timeZone, shownDays)
  const within = { from: days[0]?.from ?? now - day, until: now }
  const names = new Map(
    (
      await namesOf(
        ctx,
        services.map(({ itemId }) => itemId),
      )
    ).map(({ id, number }) => [id, Number(number.slice(2))]),
  )
  const items = [...names].map(([id, number]) => ({ id, number }))
  const [lines, alarms] = [await stretchesOf(ctx, { organisationId, items, within, severities, coarse: true }), await hit(ctx, organisationId)]
  return services.flatMap(({ itemId, nl, en }) => {
    const number = names.get(itemId)
    const line = number === undefined ? undefined : lines.get(number)
    if (!line || number === undefined) return []
    const last = line.at(-1)?.is ?? 'unknown'
    return [
      {
        name: { nl, en },
        state: stateNow(last, alarms.has(number)),
        percent: percentOf(sumsOf(line)),
        days: days.map((one) => dayOf(line, one)),
      },
    ]
  })
}
async function made(ctx: Context, row: StatusRow): Promise<StatusPage> {
  const { organisationId } = row
  const services = await servicesNow(ctx, row)
  const now = ctx.now.getTime()
  const windows = await windowsOf(ctx, organisationId)
  const planned = row.services.flatMap(({ itemId, nl, en }) => {
    const over = windows.filter(({ itemIds }) => itemIds === null || itemIds.has(itemId))
    return windowsIn(over, now, now + ahead).map(({ from, until }) => ({
      ...{ name: { nl, en }, from: new Date(from).toISOString(), until: new Date(until).toISOString() },
    }))
  })
  const outages = await publicOf(ctx, organisationId)
  const states = services.map(({ state }) => state)
  return {
    ...{ title: row.title, at: ctx.now.toISOString(), state: stateOfPage(states, outages, ctx.now), services, outages },
    planned: planned.toSorted((a, b) => a.from.localeCompare(b.from)).slice(0, 50),
  }
}
