import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { findItem } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { grouped, related, unrelated } from '#record/items/relations/contract.ts'
import { deviationsUnder } from '#record/norms/deviations/reads.ts'
import { alarmsUnder, hiddenBehind, judgeSeriesWith, seriesChanged } from '#record/norms/series/series.ts'
import { actorOf, organisationById, peopleByIds, personById } from '#record/people/people.ts'
import { acknowledgeAll, acknowledgeTold, counted } from './acknowledging/module.ts'
import { readAckToken } from './adapters/link.ts'
import { asking } from './asking/reads.ts'
import { alarmsSilenced, monitoringAlarms } from './contract.ts'
import { evaluateAlarms } from './evaluating/jobs.ts'
import { freshMemory, outcomes } from './looking/reads.ts'
import { alarmCounts, alarmPage } from './reads.ts'
import { type AlarmTables, type Db, silence, statesOf } from './store.ts'
import { answering } from './telling/answering/jobs.ts'
import { tellAlarms } from './telling/jobs.ts'
import { toldIn } from './telling/store.ts'
import { tellingTexts } from './telling/texts.ts'
import { alarmsTexts } from './texts.ts'

/** Those that are open and that who acts may work on, per organisation. */
async function workable(ctx: Context, ids: readonly string[]): Promise<Map<string, { id: string; organisationId: string }[]>> {
  const rows = await alarmsUnder(ctx, { ids: [...new Set(ids)] }, undefined, ids.length)
  return Map.groupBy(
    rows.filter(({ organisationId }) => mayIn(ctx, 'monitoring.work', organisationId)),
    ({ organisationId }) => organisationId,
  )
}
function stillToCome(ctx: Context, until: string | null): void {
  if (until !== null && Date.parse(until) <= ctx.now.getTime()) throw new Problem('monitoring.alarms.past', 400)
}
async function linked(ctx: Context, token: string) {
  const link = readAckToken(ctx.app, token, ctx.now)
  if (link === 'wrong') throw new Problem('monitoring.alarms.linkWrong', 404)
  if (link === 'expired') throw new Problem('monitoring.alarms.linkExpired', 410)
  const you = await personById(ctx, link.personId)
  if (!you) throw new Problem('monitoring.alarms.linkWrong', 404)
  return { you, ids: await toldIn(ctx.db as Db, link) }
}
/** What an item is reached through is no longer what it was. */
async function waysChanged(ctx: Context, itemId: string): Promise<void> {
  const item = await findItem(ctx, itemId)
  if (item) await seriesChanged(ctx, item.organisationId)
}

answering()
judgeSeriesWith(async (ctx, { organisationId, series, itemIds }) => {
  const names = await namesOf(ctx, itemIds)
  const items = names.map(({ id, number }) => ({ id, number: Number(number.replace(/^I-/, '')) }))
  const timeZone = (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
  return outcomes(ctx, asking(), series, { organisationId, timeZone, items, at: ctx.now.getTime(), memory: freshMemory(), wasBroken: () => false })
})

const mostHidden = 200
export default roomFor<AlarmTables>()({
  name: 'monitoring.alarms',
  contract: monitoringAlarms,
  texts: { ...alarmsTexts, ...tellingTexts },
  grants: {},
  folder: import.meta.dirname,
  services: [evaluateAlarms],
  jobs: [tellAlarms],
  on: [
    on(related, 'monitoring: ways related', ({ data }, ctx) => waysChanged(ctx, data.fromId)),
    on(unrelated, 'monitoring: ways unrelated', ({ data }, ctx) => waysChanged(ctx, data.fromId)),
    on(grouped, 'monitoring: ways grouped', ({ data }, ctx) => waysChanged(ctx, data.itemId)),
  ],
  handlers: {
    async alarms({ query: { after, limit, ...filter } }, ctx) {
      return alarmPage(ctx, filter, after, limit)
    },
    async counts({ query }, ctx) {
      return alarmCounts(ctx, query.organisationId)
    },
    async hides({ params }, ctx) {
      const [one] = await alarmsUnder(ctx, { ids: [params.id] }, undefined, 1)
      if (!one?.itemId) return ctx.fail('platform.notFound')
      const found = await hiddenBehind(ctx, one.itemId, mostHidden + 1)
      const items = found.slice(0, mostHidden).map(({ number, ...item }) => ({ ...item, number: numberOfItem(number) }))
      return { items, more: found.length > mostHidden }
    },
    async acknowledge({ body: { ids, note, until } }, ctx) {
      stillToCome(ctx, until)
      const groups = await workable(ctx, ids)
      await acknowledgeAll(ctx, groups, { personId: ctx.actor.personId ?? '', note, until, by: 'screen' })
      return counted(ids.length, groups)
    },
    async silence({ body: { ids, until } }, ctx) {
      stillToCome(ctx, until)
      const groups = await workable(ctx, ids)
      for (const [organisationId, all] of groups) {
        await silence(ctx.db as Db, all, until)
        const data = { organisationId, deviationIds: all.map(({ id }) => id), until }
        await ctx.emit(alarmsSilenced, { about: `organisation/${organisationId}`, organisationId, data })
      }
      return counted(ids.length, groups)
    },
    async linkState({ params }, ctx) {
      const { you, ids } = await linked(ctx, params.token)
      // Who may not look there any more sees nothing of it, however long the link is good.
      const actor = await actorOf(ctx, you.id)
      const told = await deviationsUnder(ctx, { ids }, { limit: 500 })
      const found = told.filter(({ organisationId }) => mayIn({ actor }, 'monitoring.read', organisationId))
      const states = await statesOf(ctx.db as Db, ids)
      const names = await peopleByIds(
        ctx,
        [...states.values()].flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []),
      )
      const seenBy = (id: string) => {
        const by = states.get(id)?.acknowledgedBy
        return by ? (names.get(by)?.name ?? ctx.t('cases.someone')) : null
      }
      return {
        you: you.name,
        organisation: found[0] ? ((await organisationById(ctx, found[0].organisationId))?.name ?? '') : '',
        alarms: found.map(({ id, expectation, item, severity, from, until }) => ({
          ...{ title: expectation.title, item: `${item.name} (${item.number})`, severity, from, open: until === null, acknowledgedBy: seenBy(id) },
        })),
      }
    },
    async acknowledgeByLink({ params, body }, ctx) {
      const { you, ids } = await linked(ctx, params.token)
      return acknowledgeTold(ctx, you, ids, { note: body.note, by: 'link' })
    },
  },
})
