import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'
import { Watcher, WatchKind } from '#record/cases/watching/contract.ts'

const ofCase = z.object({ id: CaseRef })
const notFound = { 'platform.notFound': 404 } as const
const list = z.array(Watcher)

export const deskWatching = contract({
  watchers: {
    method: 'GET',
    path: '/api/desk/cases/{id}/watchers',
    may: 'desk.tasks',
    summary: 'Who follows the case: people and teams',
    params: ofCase,
    reply: list,
    fails: notFound,
  },
  watch: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/watch',
    may: 'desk.tasks',
    summary: 'I follow the case: everything, what is said to the reporter and moves, or moves only',
    params: ofCase,
    body: z.object({ what: WatchKind.default('everything') }),
    reply: list,
    fails: notFound,
  },
  unwatch: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/watch',
    may: 'desk.tasks',
    summary: 'I no longer follow the case',
    params: ofCase,
    reply: list,
    fails: notFound,
  },
  addWatcher: {
    method: 'POST',
    path: '/api/desk/cases/{id}/watchers',
    may: 'desk.work',
    summary: 'Lets a colleague or a team follow the case; who may not see it is refused',
    params: ofCase,
    body: z.object({ personId: Id.optional(), teamId: Id.optional(), what: WatchKind.default('everything') }),
    reply: list,
    status: 201,
    fails: { ...notFound, 'cases.mayNotSee': 400, 'desk.watching.whom': 400 },
  },
  removeWatcher: {
    method: 'DELETE',
    path: '/api/desk/cases/{id}/watchers/{watcher}',
    may: 'desk.work',
    summary: 'Takes a colleague or a team off; `watcher` is the id of the person or the team',
    params: ofCase.extend({ watcher: Id }),
    reply: list,
    fails: notFound,
  },
  colleagues: {
    method: 'GET',
    path: '/api/desk/cases/{id}/colleagues',
    may: 'desk.work',
    summary: 'Staff who may see the case, and so can be called by name in it',
    params: ofCase,
    reply: z.array(Named),
    fails: notFound,
  },
})
