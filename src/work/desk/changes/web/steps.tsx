/** The steps of a change that ask something, each a small form. */
import * as z from 'zod'
import { Instant, line } from '#platform/contract.ts'
import { Text } from '#record/cases/contract.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Ask } from '../../kinds/web/ask.tsx'
import { type ChangeView, results, type StepName } from '../contract.ts'
import { changeCalls } from './changeCalls.ts'
import { changeWords } from './texts.ts'

interface Props {
  step: StepName
  one: ChangeView
  onClose: () => void
  done: () => Promise<void>
}
type Body = Omit<Parameters<typeof changeCalls.stepChange>[0]['body'], 'version'>

function useStep({ step, one, done }: Props) {
  const t = useText(changeWords)
  return async (body: Body) => {
    const now = await changeCalls.stepChange({ params: { id: one.caseId, step }, body: { ...body, version: one.version } })
    toast(t('desk.change.moved', { stage: t(`desk.changes.stage.${now.stage}`).toLowerCase() }))
    await done()
  }
}
const common = (props: Props, title: string) => ({ title, verb: title, texts: changeWords, prefix: 'desk.change', onClose: props.onClose })

export function StepDialog(props: Props) {
  if (props.step === 'plan') return <Plan {...props} />
  if (props.step === 'finish') return <Finish {...props} />
  if (props.step === 'review') return <Review {...props} />
  return <Decide {...props} />
}

const Deciding = z.object({ decision: line(2000).optional() })
const Refusing = z.object({ decision: line(2000) })
function Decide(props: Props) {
  const t = useText(changeWords)
  const go = useStep(props)
  const title = t(`desk.change.do.${props.step}`)
  const fields = [{ name: 'decision', kind: 'long' as const, rows: 3, autoFocus: true }]
  const submit = ({ decision }: { decision?: string | undefined }) => go(decision ? { reason: decision } : {})
  return props.step === 'refuse' ? (
    <Ask {...common(props, title)} schema={Refusing} fields={fields} submit={submit} />
  ) : (
    <Ask {...common(props, title)} schema={Deciding} fields={fields} submit={submit} />
  )
}

function Plan(props: Props) {
  const t = useText(changeWords)
  const go = useStep(props)
  return (
    <Ask
      {...common(props, t('desk.change.do.plan'))}
      schema={z.object({ from: Instant, until: Instant })}
      initial={props.one.window ?? {}}
      fields={[{ name: 'from', autoFocus: true }, 'until']}
      submit={(window) => go({ window })}
    />
  )
}

const Finishing = z.object({
  result: z.enum(results),
  note: Text.min(1),
  tested: Text.optional(),
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
})
function Finish(props: Props) {
  const t = useText(changeWords)
  const go = useStep(props)
  return (
    <Ask
      {...common(props, t('desk.change.do.finish'))}
      schema={Finishing}
      initial={props.one.startedAt ? { startedAt: props.one.startedAt } : {}}
      fields={[
        { name: 'result', radio: true },
        { name: 'note', kind: 'long', rows: 3 },
        { name: 'tested', kind: 'long', rows: 2, when: ({ result }) => result === 'succeeded' || result === 'partly' },
        'startedAt',
        'endedAt',
      ]}
      submit={go}
    />
  )
}

const Reviewing = z.object({ review: Text.min(1), followUpTitle: line(200).optional() })
function Review(props: Props) {
  const t = useText(changeWords)
  const go = useStep(props)
  return (
    <Ask
      {...common(props, t('desk.change.do.review'))}
      schema={Reviewing}
      fields={[{ name: 'review', kind: 'long', rows: 4, autoFocus: true }, 'followUpTitle']}
      submit={({ review, followUpTitle }) =>
        go({ review, ...(followUpTitle && { followUp: { kind: 'task', title: followUpTitle, impact: 'group', urgency: 'normal' } }) })
      }
    />
  )
}
