/** Yes or no, with a word; a no asks why. The same by mail link and signed in. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import portal from '../../web/portal/portal.module.css'
import { approvalWords } from './texts.ts'

interface Props {
  /** Throws what the server refuses. */
  send: (yes: boolean, reason: string | undefined) => Promise<void>
  /** What cannot be said at the field: the link is used, expired or wrong. True: it was shown. */
  refused: (type: string) => boolean
}
export function Decide({ send, refused }: Props) {
  const t = useText(approvalWords)
  const words = useWords()
  const [yes, setYes] = useState<boolean>()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const go = async (answer: boolean) => {
    if (!answer && text.trim() === '') {
      setYes(false)
      if (yes === false) setError(t('desk.approvals.sayWhy'))
      field.current?.focus()
      return
    }
    setYes(answer)
    setBusy(true)
    try {
      await send(answer, text.trim() || undefined)
    } catch (thrown) {
      const problem = problemIn(thrown)
      if (!refused(problem?.type ?? '')) setError(problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={portal.quiet}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (yes === false) void go(false)
      }}
    >
      <Textarea
        ref={field}
        label={
          yes === false ? (
            t('approvals.why')
          ) : (
            <>
              {t('approvals.say')} <span className={portal.optional}>({words('kit.optional')})</span>
            </>
          )
        }
        autosize
        minRows={2}
        maxRows={12}
        maxLength={2000}
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <div className={portal.big}>
        <Button
          size="md"
          variant={yes === false ? 'default' : 'filled'}
          loading={busy && yes !== false}
          disabled={busy}
          onClick={() => void go(true)}
        >
          {t('approvals.yes')}
        </Button>
        <Button
          size="md"
          variant={yes === false ? 'filled' : 'default'}
          loading={busy && yes === false}
          disabled={busy}
          onClick={() => void go(false)}
        >
          {t(yes === false ? 'approvals.no.send' : 'approvals.no')}
        </Button>
      </div>
      <p className="dim small">{t('approvals.final')}</p>
    </form>
  )
}

/** What is asked, as it was when it was asked. */
export function Subject({
  title,
  lines,
  reason,
  askedBy,
}: {
  title: string
  lines: readonly { label: string; text: string }[]
  reason: string
  askedBy: string
}) {
  const t = useText(approvalWords)
  const shown = [
    { label: t('approvals.who'), text: askedBy },
    ...lines,
    ...(reason && !lines.some(({ text }) => text === reason) ? [{ label: t('approvals.reason'), text: reason }] : []),
  ]
  return (
    <dl className={portal.facts}>
      <div>
        <dt>{t('approvals.what')}</dt>
        <dd className={portal.said}>
          <strong>{title}</strong>
        </dd>
      </div>
      {shown.map(({ label, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={portal.said}>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
