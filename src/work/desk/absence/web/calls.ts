/** The client of absence, and who is away now. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { deskAbsence } from '../contract.ts'

export const absenceCalls = api(deskAbsence)
export const absenceKey = ['desk', 'absence']
/** Per person who is away now: until when and who stands in. For whoever gives somebody work. */
export const useAway = (when = true) =>
  useLoad({ key: [...absenceKey, 'away'], load: (signal) => absenceCalls.away({}, { signal }), on: ['desk.absence.'], when }).data?.items
