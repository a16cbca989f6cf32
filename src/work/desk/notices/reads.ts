/** How another part of the desk tells people what happened to work that is theirs: once per event and person, whoever did it left out. */
import type { Context, Happened } from '#platform/room.ts'
import type { noticeKinds } from './contract.ts'
import { type Db, insertNotice, type Subject } from './store.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** In a subscription: the event decides that nobody is told twice. */
export async function tellAll(
  ctx: Context,
  happened: Happened,
  people: readonly (string | null)[],
  subject: Subject,
  kind: (typeof noticeKinds)[number],
): Promise<void> {
  const byId = uuid.test(happened.actor) ? happened.actor : null
  for (const personId of new Set(people))
    if (personId !== null && personId !== happened.actor)
      await insertNotice(ctx.db as Db, { eventId: Number(happened.id), personId, subject, kind, byId, at: happened.at })
}
