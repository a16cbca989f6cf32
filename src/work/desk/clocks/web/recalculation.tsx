/** How far the computing anew of open cases is, while it goes on. */
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { clockCalls } from './calls.ts'
import { clockWords } from './texts.ts'

export function Recalculation({ organisationId }: { organisationId: string }) {
  const t = useText(clockWords)
  const { data } = useLoad({
    key: ['desk', 'recalculation', organisationId],
    load: (signal) => clockCalls.recalculation({ query: { organisationId } }, { signal }),
    on: ['cases.calendarChanged', 'cases.agreementChanged', 'cases.clocksRecalculated'],
  })
  if (!data?.running) return null
  return (
    <div role="status">
      <Note tone="blue">{t('clk.computing', { done: String(data.done), total: String(data.total ?? '…') })}</Note>
    </div>
  )
}
