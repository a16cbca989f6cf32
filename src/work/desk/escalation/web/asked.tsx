/** One escalation: with whom it is, since when, by whom it was asked, and what I may do with it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Escalation } from '../contract.ts'
import { AnswerDialog } from './answerDialog.tsx'
import { escalationCalls } from './calls.ts'
import { DecideDialog } from './decideDialog.tsx'
import classes from './escalation.module.css'
import { escalationWords } from './texts.ts'

interface Props {
  one: Escalation
  organisationId?: string
  done: () => void
}
export function Asked({ one, organisationId, done }: Props) {
  const t = useText(escalationWords)
  const withWhom = one.team ? t('esc.with', { team: one.team.name }) : one.to ? t('esc.withPerson', { name: one.to.name }) : t('esc.withLead')
  return (
    <div>
      <div className={classes.line}>
        <strong>{one.ended ? t(`esc.ended.${one.status}`) : withWhom}</strong>
        <span className="dim small">
          {one.by ? t('esc.by', { name: one.by.name }) : t('esc.byLadder')} · <Time at={one.at} />
        </span>
        {one.acknowledged && !one.ended && <span className="dim small">{t('esc.seen', { name: one.acknowledged.by.name })}</span>}
      </div>
      <p className={classes.text}>{one.text}</p>
      {one.answer && (
        <p className={classes.text}>
          {one.decision && <strong>{t(`esc.decision.${one.decision}`)}: </strong>}
          {one.answer}
        </p>
      )}
      <What one={one} organisationId={organisationId} done={done} />
    </div>
  )
}

type Doing = 'answer' | 'keep' | 'decide'
function What({ one, organisationId, done }: Props & { organisationId: string | undefined }) {
  const t = useText(escalationWords)
  const [open, setOpen] = useState<Doing>()
  const [busy, setBusy] = useState(false)
  const { may } = one
  const params = { id: one.id }
  const close = () => setOpen(undefined)
  const at = async (what: 'acknowledge' | 'withdraw') => {
    setBusy(true)
    try {
      await (what === 'acknowledge' ? escalationCalls.acknowledgeEscalation({ params }) : escalationCalls.withdrawEscalation({ params }))
      toast(t(`esc.done.${what}`))
      done()
    } catch (error) {
      toastProblem(error, t(`esc.${what}`))
    } finally {
      setBusy(false)
    }
  }
  const finished = (what: Doing) => () => {
    toast(t(`esc.done.${what}`, { number: one.case.number }))
    done()
  }
  if (!Object.values(may).some(Boolean)) return null
  return (
    <div className={classes.buttons}>
      {may.answer && (
        <Button size="xs" variant="light" onClick={() => setOpen('answer')}>
          {t('esc.answer')}
        </Button>
      )}
      {may.keep && (
        <Button size="xs" variant="default" onClick={() => setOpen('keep')}>
          {t('esc.keep')}
        </Button>
      )}
      {may.decide && (
        <Button size="xs" variant="light" onClick={() => setOpen('decide')}>
          {t('esc.decide')}
        </Button>
      )}
      {may.acknowledge && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void at('acknowledge')}>
          {t('esc.acknowledge')}
        </Button>
      )}
      {may.withdraw && (
        <Button size="xs" variant="default" disabled={busy} onClick={() => void at('withdraw')}>
          {t('esc.withdraw')}
        </Button>
      )}
      {(open === 'answer' || open === 'keep') && <AnswerDialog one={one} as={open} close={close} done={finished(open)} />}
      {open === 'decide' && <DecideDialog one={one} organisationId={organisationId} close={close} done={finished('decide')} />}
    </div>
  )
}
