/** Which entries of a case came by mail: asked only for a case that has any. */
import { useMemo } from 'react'
import { useLoad } from '#web/kit/load.ts'
import type { CasePage } from '../../contract.ts'
import { mailCalls } from '../calls.ts'
import type { Mails } from './story.ts'

export function useMailsOf(page: CasePage): Mails {
  const { id, channel } = page.case
  const entries = page.entries.filter((entry) => entry.channel === 'mail').length
  const { data } = useLoad({
    key: ['desk', 'caseMails', id, entries],
    load: (signal) => mailCalls.messages({ params: { id } }, { signal }),
    when: channel === 'mail' || entries > 0,
  })
  return useMemo(() => new Map(data?.items.map(({ entryId, ...mail }) => [entryId, mail])), [data])
}
