/** Links an incident to this problem by its number. */
import * as z from 'zod'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Ask } from '../../kinds/web/ask.tsx'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

const Linking = z.object({
  incident: z
    .string()
    .trim()
    .regex(/^[cC]?-?\d{1,9}$/),
})

export function LinkIncident({ problem, onClose }: { problem: { id: string; number: string; title: string }; onClose: () => void }) {
  const t = useText(problemWords)
  const reload = useReload()
  return (
    <Ask
      title={`${t('desk.known.link')}: ${problem.number}`}
      lead={problem.title}
      schema={Linking}
      texts={problemWords}
      prefix="desk.known.link"
      fields={[{ name: 'incident', autoFocus: true, autoComplete: 'off' }]}
      verb={t('desk.problem.linkTo.go')}
      onClose={onClose}
      submit={async ({ incident }) => {
        await problemCalls.linkIncidents({ params: { id: problem.id }, body: { incidents: [incident] } })
        toast(t('desk.known.linked', { count: 1, number: problem.number }))
        await reload(['desk'])
      }}
    />
  )
}
