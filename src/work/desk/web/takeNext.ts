/** Takes the most pressing case that nobody has, and opens it. */
import { useCallback, useState } from 'react'
import { useGo } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { calls } from './calls.ts'
import { roomWords } from './roomTexts.ts'

export function useTakeNext(): { take: () => Promise<void>; busy: boolean } {
  const t = useText(roomWords)
  const go = useGo()
  const [busy, setBusy] = useState(false)
  const take = useCallback(async () => {
    setBusy(true)
    try {
      const found = await calls.cases({ query: { state: ['new', 'reopened', 'inProgress'], assignee: 'none', sort: 'priority', limit: 1 } })
      const first = found.items[0]
      if (!first) return toast(t('desk.takeNext.none'))
      await calls.take({ params: { id: first.id }, body: { version: first.version } })
      go(`/desk/cases/${first.number}`)
    } catch (error) {
      toastProblem(error, t('desk.takeNext'))
    } finally {
      setBusy(false)
    }
  }, [t, go])
  return { take, busy }
}
