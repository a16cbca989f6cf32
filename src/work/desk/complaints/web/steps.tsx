/** The steps of a complaint, each a small form. */
import { useState } from 'react'
import * as z from 'zod'
import { line } from '#platform/contract.ts'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Ask } from '../../kinds/web/ask.tsx'
import { type About, type ComplaintView, deskComplaints, sides } from '../contract.ts'
import { AboutField } from './aboutField.tsx'
import { complaintCalls } from './complaintCalls.ts'
import { complaintWords } from './texts.ts'

export type Step = 'about' | 'acknowledge' | 'hear' | 'judge' | 'answer' | 'improve'
interface Props {
  step: Step
  one: ComplaintView
  onClose: () => void
  done: () => Promise<void>
}

export function StepDialog(props: Props) {
  if (props.step === 'about') return <Whom {...props} />
  if (props.step === 'hear') return <Hear {...props} />
  if (props.step === 'judge') return <Judge {...props} />
  if (props.step === 'improve') return <Improve {...props} />
  return <Message {...props} />
}

/** What every step does when it is done. */
function useDone({ one, done }: Props) {
  const t = useText(complaintWords)
  const reload = useReload()
  return async (run: Promise<unknown>) => {
    await run
    toast(t('desk.complaint.saved'))
    await reload(['desk', 'complaint', one.caseId])
    await done()
  }
}

function Message(props: Props) {
  const t = useText(complaintWords)
  const { locale, timeZone } = useLooks()
  const finish = useDone(props)
  const { step, one, onClose } = props
  const params = { id: one.caseId }
  const { version } = one
  const date = new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'long', timeZone }).format(new Date(one.answerBy))
  const acknowledges = step === 'acknowledge'
  return (
    <Ask
      title={t(`desk.complaint.do.${step}`)}
      schema={deskComplaints.answer.body.omit({ version: true })}
      texts={complaintWords}
      prefix="desk.complaint"
      initial={acknowledges ? { text: t('desk.complaint.acknowledge.text', { date }) } : {}}
      fields={[{ name: 'text', kind: 'long', rows: 5, autoFocus: true }]}
      verb={t(`desk.complaint.do.${step}`)}
      onClose={onClose}
      submit={({ text }) =>
        finish(
          acknowledges ? complaintCalls.acknowledge({ params, body: { version, text } }) : complaintCalls.answer({ params, body: { version, text } }),
        )
      }
    />
  )
}

function Hear(props: Props) {
  const t = useText(complaintWords)
  const finish = useDone(props)
  const { one, onClose } = props
  return (
    <Ask
      title={t('desk.complaint.do.hear')}
      schema={z.object({ side: z.enum(sides), said: deskComplaints.hear.body.shape.text })}
      texts={complaintWords}
      prefix="desk.complaint"
      fields={[
        { name: 'side', radio: true },
        { name: 'said', kind: 'long', rows: 5 },
      ]}
      verb={t('desk.complaint.do.hear')}
      onClose={onClose}
      submit={({ side, said }) => finish(complaintCalls.hear({ params: { id: one.caseId }, body: { version: one.version, side, text: said } }))}
    />
  )
}

function Judge(props: Props) {
  const t = useText(complaintWords)
  const finish = useDone(props)
  const { one, onClose } = props
  const about = one.about.person !== null || one.about.team !== null || one.about.case !== null
  const needed = about ? sides : (['complainant'] as const)
  const heard = needed.every((side) => one.hearings.some((hearing) => hearing.side === side))
  return (
    <Ask
      title={t('desk.complaint.do.judge')}
      schema={deskComplaints.judge.body.omit({ version: true })}
      texts={complaintWords}
      prefix="desk.complaint"
      initial={{
        ...(one.judgement && { judgement: one.judgement }),
        reason: one.judgementReason ?? '',
        measure: one.measure ?? '',
        ...(!heard && { notHeard: one.notHeard ?? '' }),
      }}
      fields={[
        { name: 'judgement', radio: true },
        { name: 'reason', kind: 'long', rows: 3 },
        { name: 'measure', kind: 'long', rows: 2 },
        ...(heard ? [] : [{ name: 'notHeard', kind: 'long' as const, rows: 2 }]),
      ]}
      verb={t('desk.complaint.do.judge')}
      onClose={onClose}
      submit={(body) => finish(complaintCalls.judge({ params: { id: one.caseId }, body: { ...body, version: one.version } }))}
    />
  )
}

const Improving = z.object({ improvement: deskComplaints.improve.body.shape.improvement, followUpTitle: line(200).optional() })
function Improve(props: Props) {
  const t = useText(complaintWords)
  const finish = useDone(props)
  const { one, onClose } = props
  return (
    <Ask
      title={t('desk.complaint.do.improve')}
      schema={Improving}
      texts={complaintWords}
      prefix="desk.complaint"
      initial={{ improvement: one.improvement ?? '' }}
      fields={[{ name: 'improvement', kind: 'long', rows: 3, autoFocus: true }, ...(one.followUp ? [] : ['followUpTitle'])]}
      verb={t('desk.complaint.do.improve')}
      onClose={onClose}
      submit={({ improvement, followUpTitle }) => {
        const followUp = followUpTitle && ({ kind: 'task', title: followUpTitle, impact: 'group', urgency: 'normal' } as const)
        const body = { version: one.version, improvement, ...(followUp && { followUp }) }
        return finish(complaintCalls.improve({ params: { id: one.caseId }, body }))
      }}
    />
  )
}

function Whom(props: Props) {
  const t = useText(complaintWords)
  const go = useGo()
  const finish = useDone(props)
  const { one, onClose } = props
  const [about, setAbout] = useState<About>({})
  return (
    <Ask
      title={t('desk.complaint.do.about')}
      lead={t('desk.complaint.about.lead')}
      schema={z.object({})}
      texts={complaintWords}
      prefix="desk.complaint"
      fields={[]}
      verb={t('desk.complaint.save')}
      onClose={onClose}
      submit={async () => {
        const { complaint } = await complaintCalls.changeAbout({ params: { id: one.caseId }, body: { version: one.version, about } })
        if (complaint) return finish(Promise.resolve())
        toast(t('desk.complaint.gone'))
        go('/desk')
      }}
    >
      {() => <AboutField value={about} onChange={setAbout} />}
    </Ask>
  )
}
