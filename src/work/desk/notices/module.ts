import * as z from 'zod'
import { translator } from '#platform/i18n.ts'
import { pages } from '#platform/paging.ts'
import { type Context, type Happened, on, roomFor } from '#platform/room.ts'
import { assigned, entryAdded, moved, numberOf } from '#record/cases/contract.ts'
import { askedAgain } from '#record/cases/testing/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import { absenceBegan } from '../absence/contract.ts'
import { substitutesOf } from '../absence/reads.ts'
import { aftercareDue } from '../aftercare/contract.ts'
import { satisfactionLow } from '../satisfaction/contract.ts'
import { deskNotices, type noticeKinds } from './contract.ts'
import { forgetNotices } from './jobs.ts'
import { noticeOf } from './rules.ts'
import { countUnread, type Db, insertNotice, listNotices, markRead, type NoticeTables } from './store.ts'
import { deskNoticesTexts } from './texts.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Nobody is told of what they did themselves. */
async function tell(ctx: Context, happened: Happened, personId: string | null, caseId: string, kind: (typeof noticeKinds)[number]): Promise<void> {
  if (personId === null || happened.actor === personId) return
  const byId = uuid.test(happened.actor) ? happened.actor : null
  await insertNotice(ctx.db as Db, { eventId: Number(happened.id), personId, subject: caseId, kind, byId, at: happened.at })
}

const noticesBy = pages(z.int())

export default roomFor<NoticeTables>()({
  name: 'desk.notices',
  contract: deskNotices,
  texts: deskNoticesTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [forgetNotices],
  on: [
    on(assigned, 'desk.notices.assigned', async (happened, ctx) => {
      const { data } = happened
      if (data.assigneeId !== data.before.assigneeId) await tell(ctx, happened, data.assigneeId, data.caseId, 'assigned')
    }),
    on(entryAdded, 'desk.notices.answered', async (happened, ctx) => {
      const { data } = happened
      // What came with a move is told by the move.
      if (!data.byReporter || data.kind !== 'message' || data.assigneeId === null) return
      await tell(ctx, happened, data.assigneeId, data.caseId, 'answered')
      // Who stands in for somebody who is away hears of it too.
      const standing = (await substitutesOf(ctx, [data.assigneeId], happened.at)).get(data.assigneeId)
      for (const id of standing?.people ?? []) await tell(ctx, happened, id, data.caseId, 'answeredFor')
    }),
    on(moved, 'desk.notices.moved', async (happened, ctx) => {
      const { data } = happened
      const kind = noticeOf(data.move, data.by)
      if (kind) await tell(ctx, happened, data.assigneeId, data.caseId, kind)
    }),
    on(askedAgain, 'desk.notices.askedAgain', ({ data, ...happened }, ctx) =>
      tell(ctx, { ...happened, data }, data.assigneeId, data.caseId, 'contradiction'),
    ),
    on(aftercareDue, 'desk.notices.aftercare', ({ data, ...happened }, ctx) =>
      tell(ctx, { ...happened, data }, data.personId, data.caseId, 'aftercare'),
    ),
    on(absenceBegan, 'desk.notices.standsIn', async ({ id, data, at }, ctx) => {
      for (const { id: personId, locale } of (await peopleByIds(ctx, data.standsIn)).values()) {
        const title = translator(ctx.app.texts, locale)('desk.notices.standsIn.open', { count: data.open })
        const subject = { title, page: '/desk/absence' }
        await insertNotice(ctx.db as Db, { eventId: Number(id), personId, subject, kind: 'standsIn', byId: data.personId, at })
      }
    }),
    on(satisfactionLow, 'desk.notices.lowMark', async ({ data, ...happened }, ctx) => {
      for (const personId of data.leadIds) await tell(ctx, { ...happened, data }, personId, data.caseId, 'lowMark')
    }),
  ],
  handlers: {
    async notices({ query }, ctx) {
      const me = ctx.actor.personId ?? ''
      const { limit, after } = query
      const found = await listNotices(ctx.db, me, limit + 1, noticesBy.after(after)?.[0])
      const { rows: page, next } = noticesBy.of(found, limit, ({ eventId }) => [Number(eventId)])
      const names = await peopleByIds(
        ctx,
        page.flatMap(({ byId, assigneeId }) => [byId, assigneeId]).filter((id) => id !== null),
      )
      const items = page.map(({ id, kind, caseId, number: n, title, page: own, byId, at, readAt, assigneeId }) => {
        const by = byId === null ? undefined : names.get(byId)
        const assignee = names.get(assigneeId ?? '')?.name ?? ctx.t('cases.someone')
        const number = n === null ? null : numberOf(n)
        const text = ctx.t(`desk.notices.${kind}`, { by: by?.name ?? ctx.t('cases.someone'), number: number ?? '', assignee })
        const about = { caseId, number, title, page: own ?? `/desk/cases/${number}` }
        return { id, kind, ...about, by: by ? { id: by.id, name: by.name } : null, text, at, read: readAt !== null }
      })
      return { items, next, unread: await countUnread(ctx.db, me) }
    },
    async readNotices({ body }, ctx) {
      const me = ctx.actor.personId ?? ''
      await markRead(ctx.db, me, ctx.now, body)
      return { unread: await countUnread(ctx.db, me) }
    },
  },
})
