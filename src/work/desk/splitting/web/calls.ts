import { useMemo } from 'react'
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { deskSplitting } from '../contract.ts'
import { splittingWords } from './texts.ts'

export const splittingCalls = api(deskSplitting)

/** What was split off this case, and what it was split off. */
export const useSplits = (caseId: string) =>
  useLoad({
    key: ['desk', 'splits', caseId],
    load: (signal) => splittingCalls.splits({ params: { id: caseId } }, { signal }),
    about: [`case/${caseId}`],
    on: ['cases.split'],
  }).data

/** By entry: where it went, in words. */
export function useWentTo(caseId: string): ReadonlyMap<string, string> {
  const t = useText(splittingWords)
  const splits = useSplits(caseId)
  return useMemo(
    () => new Map(splits?.flatMap(({ entryIds, into }) => entryIds.map((id) => [id, t('split.wentTo', { number: into.number })] as const)) ?? []),
    [splits, t],
  )
}
