import { roomFor } from '#platform/room.ts'
import { correctTime, removeTime, spendTime, startTimer, stopTimer, sumTime, timeOf, timerOf, timeWas } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import type { timeTexts } from '#record/cases/time/texts.ts'
import { peopleByIds } from '#record/people/people.ts'
import { caseInside, caseToWork } from '../who/reads.ts'
import { deskTime } from './contract.ts'
import { deskTimeTexts } from './texts.ts'

const longest = 400 * 86_400_000
const add = (sums: readonly { minutes: number; billable: number }[]) => ({
  minutes: sums.reduce((sum, one) => sum + one.minutes, 0),
  billable: sums.reduce((sum, one) => sum + one.billable, 0),
})

export default roomFor<Record<never, never>>()({
  name: 'desk.time',
  contract: deskTime,
  texts: deskTimeTexts as typeof deskTimeTexts & typeof timeTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async caseTime({ params }, ctx) {
      const items = await timeOf(ctx, await caseInside(ctx, params.id))
      return { items, ...add(items.map(({ minutes, billable }) => ({ minutes, billable: billable ? minutes : 0 }))) }
    },
    async spendTime({ params, body }, ctx) {
      return spendTime(ctx, await caseToWork(ctx, params.id), body)
    },
    async correctTime({ params, body }, ctx) {
      const { version, ...wish } = body
      return correctTime(ctx, params.id, version, wish)
    },
    async removeTime({ params, query }, ctx) {
      await removeTime(ctx, params.id, query.version)
      return undefined
    },
    timeHistory: ({ params }, ctx) => timeWas(ctx, params.id),
    async timeSums({ query }, ctx) {
      const { from, until, organisationId, personId } = query
      const length = Date.parse(until) - Date.parse(from)
      if (!(length > 0 && length <= longest)) return ctx.fail('desk.time.period')
      const caseId = query.case === undefined ? undefined : (await caseInside(ctx, query.case)).id
      const { people, cases } = await sumTime(ctx, { from, until, organisationId, personId, caseId })
      const names = await peopleByIds(
        ctx,
        people.map(({ id }) => id),
      )
      return {
        ...add(people),
        people: people.map(({ id, ...sums }) => ({ person: { id, name: names.get(id)?.name ?? ctx.t('cases.someone') }, ...sums })),
        cases: cases.map(({ number, ...one }) => ({ ...one, number: numberOf(number) })),
      }
    },
    async timer(_, ctx) {
      return { timer: await timerOf(ctx) }
    },
    async startTimer({ params }, ctx) {
      return { timer: await startTimer(ctx, await caseToWork(ctx, params.id)) }
    },
    async stopTimer({ body }, ctx) {
      const { discard, ...wish } = body
      return { spent: await stopTimer(ctx, discard ? undefined : wish) }
    },
  },
})
