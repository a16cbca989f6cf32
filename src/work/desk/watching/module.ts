import { type Context, type Happened, on, Problem, roomFor } from '#platform/room.ts'
import { colleaguesOn, tellWaiting, unwatch, watch, watchersOf, whoHears } from '#record/cases/cases.ts'
import { assigned, changed, entryAdded, moved } from '#record/cases/contract.ts'
import { unblocked } from '#record/cases/linking/contract.ts'
import { merged } from '#record/cases/merging/contract.ts'
import { taskAssigned } from '#record/cases/tasks/contract.ts'
import { mentioned, type WatchKind } from '#record/cases/watching/contract.ts'
import type { watchingTexts } from '#record/cases/watching/texts.ts'
import { teamById } from '#record/people/people.ts'
import { tellAll } from '../notices/reads.ts'
import { caseInside, caseToWork, teamFits } from '../who/reads.ts'
import { deskWatching } from './contract.ts'
import { deskWatchingTexts } from './texts.ts'

const me = (ctx: Context) => ({ personId: ctx.actor.personId ?? '' })

/** Watchers who hear of this kind of thing. Who works on it is told in another way where it is for them. */
async function tellWatchers(ctx: Context, happened: Happened, caseId: string, what: readonly WatchKind[], but: string | null = null): Promise<void> {
  const people = (await whoHears(ctx, caseId, what, happened.at)).filter((id) => id !== but)
  await tellAll(ctx, happened, people, caseId, 'watched')
}
/** Every move and every hand-over. */
const all: readonly WatchKind[] = ['everything', 'public', 'moves']

export default roomFor<Record<never, never>>()({
  name: 'desk.watching',
  contract: deskWatching,
  texts: deskWatchingTexts as typeof deskWatchingTexts & typeof watchingTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(entryAdded, 'desk.watching.said', async (happened, ctx) => {
      const { data } = happened
      // What came with a move is told by the move.
      if (data.kind !== 'message' && data.kind !== 'note') return
      const what: readonly WatchKind[] = data.visibility === 'public' ? ['everything', 'public'] : ['everything']
      await tellWatchers(ctx, happened, data.caseId, what, data.byReporter ? data.assigneeId : null)
    }),
    on(moved, 'desk.watching.moved', async (happened, ctx) => {
      const { data } = happened
      await tellWatchers(ctx, happened, data.caseId, all)
      if (data.to === 'solved' || data.to === 'closed') if (data.from !== 'solved') await tellWaiting(ctx, data.caseId)
    }),
    on(assigned, 'desk.watching.assigned', (happened, ctx) => tellWatchers(ctx, happened, happened.data.caseId, all, happened.data.assigneeId)),
    on(changed, 'desk.watching.changed', (happened, ctx) => tellWatchers(ctx, happened, happened.data.caseId, ['everything'])),
    on(merged, 'desk.watching.merged', async (happened, ctx) => {
      if (happened.about === `case/${happened.data.intoId}`) await tellWatchers(ctx, happened, happened.data.intoId, all)
    }),
    on(mentioned, 'desk.watching.mentioned', (happened, ctx) => tellAll(ctx, happened, happened.data.personIds, happened.data.caseId, 'mentioned')),
    on(unblocked, 'desk.watching.unblocked', async (happened, ctx) => {
      const { caseId, assigneeId } = happened.data
      await tellAll(ctx, happened, [assigneeId, ...(await whoHears(ctx, caseId, all, happened.at))], caseId, 'unblocked')
    }),
    on(taskAssigned, 'desk.watching.task', async (happened, ctx) => {
      const { caseId, assigneeId, teamId } = happened.data
      const team = assigneeId === null && teamId !== null ? await teamById(ctx, teamId) : undefined
      await tellAll(ctx, happened, [assigneeId, ...(team?.memberIds ?? [])], caseId, 'taskAssigned')
    }),
  ],
  handlers: {
    async watchers({ params }, ctx) {
      return watchersOf(ctx, await caseInside(ctx, params.id))
    },
    async watch({ params, body }, ctx) {
      const row = await caseInside(ctx, params.id)
      await watch(ctx, row, me(ctx), body.what)
      return watchersOf(ctx, row)
    },
    async unwatch({ params }, ctx) {
      const row = await caseInside(ctx, params.id)
      await unwatch(ctx, row, me(ctx))
      return watchersOf(ctx, row)
    },
    async addWatcher({ params, body }, ctx) {
      const row = await caseToWork(ctx, params.id)
      const { personId, teamId, what } = body
      if (personId) await watch(ctx, row, { personId }, what)
      else if (teamId && (await teamFits(ctx, teamId, row.organisationId))) await watch(ctx, row, { teamId }, what)
      else throw new Problem('desk.watching.whom', 400)
      return watchersOf(ctx, row)
    },
    async removeWatcher({ params }, ctx) {
      const row = await caseToWork(ctx, params.id)
      await unwatch(ctx, row, { personId: params.watcher })
      await unwatch(ctx, row, { teamId: params.watcher })
      return watchersOf(ctx, row)
    },
    async colleagues({ params }, ctx) {
      return colleaguesOn(ctx, await caseToWork(ctx, params.id))
    },
  },
})
