/** One contact after closing: why, when, whose, and what came of it. The same in the list and on the page of its case. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import classes from '../../closing/web/closing.module.css'
import { closingWords } from '../../closing/web/texts.ts'
import type { Aftercare } from '../contract.ts'
import { careCalls } from './careCalls.ts'
import { Give } from './give.tsx'

const doings = ['well', 'back', 'notReached', 'postpone', 'give', 'cancel'] as const
type Doing = (typeof doings)[number]

export function CareCard({ one, again, inCase }: { one: Aftercare; again: () => void; inCase?: boolean }) {
  const t = useText(closingWords)
  const [doing, setDoing] = useState<Doing>()
  const whose = one.person?.name ?? one.team?.name ?? t('care.leads')
  const open = one.state === 'planned' || one.state === 'wished'
  return (
    <li className={classes.card}>
      {!inCase && (
        <Link to={`/desk/cases/${one.case.number}`}>
          <span className="mono">{one.case.number}</span> {one.case.title}
        </Link>
      )}
      <strong>{one.why}</strong>
      <span className={classes.meta}>
        <State one={one} />
        {one.dueAt && open && <Time at={one.dueAt} as="absolute" />}
        <span>{whose}</span>
        {!inCase && <span>{one.reporter.name}</span>}
        {one.attempts > 0 && open && <span>{t('care.attempts', { attempts: one.attempts, most: one.mostAttempts })}</span>}
        {one.next && one.next.number !== one.case.number && (
          <Link to={`/desk/cases/${one.next.number}`}>{t('care.next', { number: one.next.number })}</Link>
        )}
      </span>
      {one.steps
        .filter(({ note }) => note !== '')
        .map((step) => (
          <span key={step.at + step.what} className={classes.meta}>
            “{step.note}” {step.by?.name} <Time at={step.at} />
          </span>
        ))}
      {one.mayWork && open && !doing && (
        <span className={classes.actions}>
          {doings
            .filter((what) => one.state === 'planned' || what === 'cancel' || what === 'give')
            .map((what) => (
              <Button key={what} size="xs" variant="default" onClick={() => setDoing(what)}>
                {t(`care.${what}`)}
              </Button>
            ))}
        </span>
      )}
      {doing === 'give' && <Give one={one} leave={() => setDoing(undefined)} again={again} />}
      {doing && doing !== 'give' && <Do one={one} doing={doing} leave={() => setDoing(undefined)} again={again} />}
    </li>
  )
}

function State({ one }: { one: Aftercare }) {
  const t = useText(closingWords)
  if (one.state === 'wished') return <StateBadge meaning="waiting">{t('care.wished')}</StateBadge>
  if (one.state === 'cancelled') return <StateBadge meaning="cancelled">{t('care.cancelled')}</StateBadge>
  if (one.state === 'done')
    return <StateBadge meaning={one.result === 'well' ? 'done' : 'broken'}>{t(`care.done.${one.result ?? 'well'}`)}</StateBadge>
  return (
    <StateBadge meaning={one.late ? 'broken' : one.due ? 'risk' : 'waiting'}>
      {t(one.late ? 'care.late' : one.due ? 'care.due' : 'care.planned')}
    </StateBadge>
  )
}

function Do({ one, doing, leave, again }: { one: Aftercare; doing: Exclude<Doing, 'give'>; leave: () => void; again: () => void }) {
  const t = useText(closingWords)
  const words = useWords()
  const [note, setNote] = useState('')
  const [until, setUntil] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const params = { id: one.id }
  const { version } = one
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      if (doing === 'postpone') await careCalls.postpone({ params, body: { version, until: new Date(until).toISOString(), reason: note } })
      else if (doing === 'cancel') await careCalls.cancel({ params, body: { version, reason: note } })
      else await careCalls.finish({ params, body: { version, result: doing, note } })
      toast(t('care.saved'))
      leave()
      again()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(
        problem?.errors?.[0]?.detail ?? problem?.title ?? (until === '' && doing === 'postpone' ? t('desk.aftercare.past') : words('kit.away')),
      )
    } finally {
      setBusy(false)
    }
  }
  const reason = doing === 'postpone' || doing === 'cancel'
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void send(event)}>
      {error && (
        <div role="alert">
          <Note tone="red">{error}</Note>
        </div>
      )}
      {doing === 'postpone' && (
        <TextInput type="datetime-local" label={t('care.until')} maw={260} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      )}
      <Textarea
        label={t(reason ? 'care.reason' : 'care.note')}
        autoFocus
        autosize
        minRows={2}
        maxLength={reason ? 500 : 2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <span className={classes.actions}>
        <Button type="submit" size="xs" loading={busy}>
          {t(`care.${doing}`)}
        </Button>
        <Button size="xs" variant="default" onClick={leave}>
          {words('kit.cancel')}
        </Button>
      </span>
    </form>
  )
}
