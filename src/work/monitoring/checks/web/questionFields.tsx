/** One thing that is asked: its name, how often, what, and a try on an item that shows what comes of it. */
import { Button, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Tried } from '../contract.ts'
import type { Question, What } from '../kinds/contract.ts'
import { checks } from './calls.ts'
import { CheckState } from './checkRow.tsx'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'
import { blankOf, type Draft, SecretFields, secretIn, type TypedSecret, WhatFields } from './whatFields.tsx'

export interface DraftQuestion {
  /** For the list; of one that is there also its id. */
  key: string
  id?: string | undefined
  name: string
  what: Draft
  everySeconds: number
  timeoutSeconds: number
  typed: TypedSecret
  kept: boolean
}
let count = 0
export function draftOf(question?: Pick<Question, 'name' | 'what' | 'everySeconds' | 'timeoutSeconds'> & Partial<Question>): DraftQuestion {
  count += 1
  const begun = question ?? { name: '', what: blankOf('icmp'), everySeconds: 60, timeoutSeconds: 10 }
  const { id, name, what, everySeconds, timeoutSeconds } = begun as typeof begun & { id?: string }
  return { key: id ?? `new ${count}`, id, name, what: what as Draft, everySeconds, timeoutSeconds, typed: {}, kept: question?.hasSecret ?? false }
}
/** As the API takes it. */
export const askedIn = ({ name, what, everySeconds, timeoutSeconds, typed }: DraftQuestion) => ({
  ...{ name: name.trim(), what: what as What, everySeconds, timeoutSeconds, secret: secretIn(what.kind, typed) },
})

interface Props {
  question: DraftQuestion
  put: (part: Partial<DraftQuestion>) => void
  readOnly: boolean
  /** An item that it may be tried on. */
  itemId: string | undefined
}
export function QuestionFields({ question, put, readOnly, itemId }: Props) {
  const t = useText(checkTexts)
  const { name, what, everySeconds, timeoutSeconds, typed, kept } = question
  const whole = (label: string, value: number, key: 'everySeconds' | 'timeoutSeconds') => (
    <NumberInput
      label={label}
      readOnly={readOnly}
      hideControls
      allowDecimal={false}
      value={value}
      onChange={(given) => put({ [key]: Number(given) })}
    />
  )
  return (
    <div className={classes.stack}>
      <div className={classes.two}>
        <TextInput
          label={t('monitoring.check.name')}
          required
          readOnly={readOnly}
          maxLength={100}
          value={name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        {whole(t('monitoring.check.every'), everySeconds, 'everySeconds')}
        {whole(t('monitoring.check.timeout'), timeoutSeconds, 'timeoutSeconds')}
      </div>
      <WhatFields what={what} readOnly={readOnly} set={(part) => put({ what: 'kind' in part ? (part as Draft) : { ...what, ...part } })} />
      {!readOnly && <SecretFields what={what} typed={typed} kept={kept} set={(part) => put({ typed: { ...typed, ...part } })} />}
      {!readOnly && itemId && <Try question={question} itemId={itemId} />}
    </div>
  )
}

function Try({ question, itemId }: { question: DraftQuestion; itemId: string }) {
  const t = useText(checkTexts)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<Tried>()
  const [wrong, setWrong] = useState<string>()
  const run = async () => {
    setBusy(true)
    setWrong(undefined)
    const { what, secret, timeoutSeconds } = askedIn(question)
    await checks
      .tryOut({ body: { itemId, what, secret, questionId: question.kept ? question.id : undefined, timeoutSeconds: Math.min(timeoutSeconds, 20) } })
      .then(setTried, (thrown: unknown) =>
        setWrong(problemIn(thrown)?.errors?.[0]?.detail ?? problemIn(thrown)?.title ?? t('monitoring.check.failed')),
      )
    setBusy(false)
  }
  return (
    <div className={classes.stack} aria-live="polite">
      <div className={classes.deeds}>
        <Button size="xs" variant="default" loading={busy} onClick={() => void run()}>
          {t('monitoring.check.try')}
        </Button>
        {tried && !busy && (
          <>
            <CheckState state={tried.state} />
            <span className="mono small dim">{tried.instance}</span>
            <span className="dim small">{t('monitoring.check.tried', { seconds: (tried.durationMs / 1000).toFixed(2) })}</span>
          </>
        )}
      </div>
      {wrong && <Note tone="red">{wrong}</Note>}
      {tried?.why && <p className="small">{tried.why}</p>}
      {tried?.elsewhere && <p className="small dim">{t('monitoring.check.elsewhere', { name: tried.elsewhere })}</p>}
      {tried && tried.values.length > 0 && <Values tried={tried} />}
    </div>
  )
}
function Values({ tried: { values, more } }: { tried: Tried }) {
  const t = useText(checkTexts)
  const labels = (all: Record<string, string>) => Object.entries(all).flatMap(([key, value]) => (value ? `${key}="${value}"` : []))
  return (
    <ul className={`${classes.values} mono small`} aria-label={t('monitoring.check.values')}>
      {values.map((one) => (
        <li key={`${one.name} ${labels(one.labels).join()}`}>
          {one.name}
          {labels(one.labels).length > 0 && <span className="dim">{`{${labels(one.labels).join(', ')}}`}</span>} {one.value}
        </li>
      ))}
      {more > 0 && <li className="dim">{t('monitoring.check.more', { count: more })}</li>}
    </ul>
  )
}
