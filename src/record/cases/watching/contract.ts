/** Who follows a case, and who is called by name in it. */
import * as z from 'zod'
import { event, Id } from '#platform/contract.ts'
import { Named } from '../contract.ts'

/** Of what somebody hears: all that happens, what is said to the reporter and every move, or moves only. */
export const watchKinds = ['everything', 'public', 'moves'] as const
export const WatchKind = z.enum(watchKinds)
export type WatchKind = z.infer<typeof WatchKind>

export const Watcher = z.object({ id: Id, person: Named.nullable(), team: Named.nullable(), what: WatchKind, me: z.boolean() })
export type Watcher = z.infer<typeof Watcher>

const ofCase = { caseId: Id, number: z.int() }
export const mentioned = event('cases.mentioned', z.object({ ...ofCase, entryId: Id, personIds: z.array(Id) }))
export const watched = event('cases.watched', z.object({ ...ofCase, personId: Id.nullable(), teamId: Id.nullable() }))
export const unwatched = event('cases.unwatched', z.object({ ...ofCase, personId: Id.nullable(), teamId: Id.nullable() }))
