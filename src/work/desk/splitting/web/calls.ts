import { useMemo } from 'react'
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { deskSplitting } from '../contract.ts'

export const splittingCalls = api(deskSplitting)

/** What was split off this case, and what it was split off. */
export const useSplits = (caseId: string) =>
  useLoad({
    key: ['desk', 'splits', caseId],
    load: (signal) => splittingCalls.splits({ params: { id: caseId } }, { signal }),
    about: [`case/${caseId}`],
    on: ['cases.split'],
  }).data

/** By entry: the number of the case it went to. */
export function useWentTo(caseId: string): ReadonlyMap<string, string> {
  const splits = useSplits(caseId)
  return useMemo(() => new Map(splits?.flatMap(({ entryIds, into }) => entryIds.map((id) => [id, into.number] as const)) ?? []), [splits])
}
