/** Hand-overs as the screens show them. */
import type { Context } from '#platform/room.ts'
import { type CaseRow, type HandoverRow, noteRequired, notesOf } from '#record/cases/cases.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { Handover } from './contract.ts'

/** Whether this person may say yes or no to the note: it is for them, or for a team of theirs. */
export async function isFor(ctx: Context, note: HandoverRow, personId: string | null): Promise<boolean> {
  if (note.status !== 'offered' || personId === null) return false
  if (note.toId !== null) return note.toId === personId
  return note.teamId !== null && ((await teamById(ctx, note.teamId))?.memberIds.includes(personId) ?? false)
}

export async function handoversOf(ctx: Context, rows: readonly HandoverRow[]): Promise<Handover[]> {
  const names = await peopleByIds(
    ctx,
    rows.flatMap(({ fromId, toId, writtenBy }) => [fromId, toId, writtenBy].filter((id) => id !== null)),
  )
  const teams = new Map<string, string>()
  for (const id of new Set(rows.map(({ teamId }) => teamId))) if (id !== null) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  const named = (id: string | null) => (id === null ? null : { id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const all: Handover[] = []
  for (const row of rows)
    all.push({
      id: row.id,
      status: row.status,
      situation: row.situation,
      done: row.done,
      next: row.next,
      risk: row.risk,
      from: named(row.fromId),
      to: named(row.toId),
      team: row.teamId === null ? null : { id: row.teamId, name: teams.get(row.teamId) ?? '' },
      writtenBy: { id: row.writtenBy, name: names.get(row.writtenBy)?.name ?? ctx.t('cases.someone') },
      writtenAt: row.writtenAt,
      offeredAt: row.offeredAt,
      endedAt: row.endedAt,
      question: row.question,
      mayAnswer: await isFor(ctx, row, ctx.actor.personId),
    })
  return all
}

/** The notes of a case, and whether the next time it changes hands needs one. */
export const handoverOf = async (ctx: Context, row: CaseRow) => ({
  required: await noteRequired(ctx, row.organisationId, row.teamId),
  items: await handoversOf(ctx, await notesOf(ctx, row.id)),
})
