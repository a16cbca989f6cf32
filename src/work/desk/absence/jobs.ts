import * as z from 'zod'
import { job } from '#platform/room.ts'
import { openWorkOf } from '#record/cases/past/past.ts'
import { membersWith } from '#record/people/people.ts'
import { absenceBegan } from './contract.ts'
import { substitutesOf } from './reads.ts'
import { readAbsence } from './store.ts'

/** Somebody is away from now on: their leads are told what was left, and who stands in that they do. Another version: it was changed, and has a job of its own. */
export const absenceBegins = job({
  name: 'desk.absence.begins',
  payload: z.object({ absenceId: z.uuid(), version: z.int() }),
  run: ({ absenceId, version }, app) =>
    app.asSystem(async (ctx) => {
      const row = await readAbsence(ctx.db, absenceId)
      if (!row || row.version !== version) return
      const { personId, organisationId } = row
      const open = (await openWorkOf(ctx, [personId])).get(personId) ?? 0
      const standsIn = [...((await substitutesOf(ctx, [personId], ctx.now)).get(personId)?.people ?? [])]
      const leads = await membersWith(ctx, 'lead', organisationId)
      await ctx.emit(absenceBegan, {
        about: `person/${personId}`,
        organisationId,
        people: [...new Set([...leads.map(({ id }) => id), ...standsIn])],
        data: { absenceId, personId, open, standsIn },
      })
    }),
})
