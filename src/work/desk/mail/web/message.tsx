/** One mail that was not processed: the message as it came in, and try again, put on a case, or discard. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type * as z from 'zod'
import { problemIn } from '#web/kit/api.ts'
import { sizeOf } from '#web/kit/fileField.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { type Chosen, PersonField } from '../../web/new/personField.tsx'
import type { Outcome, Unprocessed } from '../contract.ts'
import classes from './mail.module.css'
import { post } from './mailCalls.ts'
import { reasonOf } from './reason.ts'
import { postWords } from './texts.ts'

export type Mail = z.infer<typeof Unprocessed>
const shownBytes = 20_000

export function Message({ mail, onDone }: { mail: Mail; onDone: () => void }) {
  const t = useText(postWords)
  const words = useWords()
  const reload = useReload()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState('')
  const params = { id: mail.id }
  const act = async (name: string, run: () => Promise<Outcome | undefined>) => {
    setBusy(name)
    setProblem(undefined)
    try {
      const outcome = await run()
      await reload(['desk', 'notProcessed'])
      if (outcome?.disposition === 'notProcessed') return setProblem(t('desk.post.still', { reason: reasonOf(t, outcome.reason ?? '') }))
      if (outcome?.case) toast(t(outcome.disposition === 'opened' ? 'desk.post.opened' : 'desk.post.appended', { number: outcome.case.number }))
      else toast(t(outcome?.disposition === 'taken' ? 'desk.post.taken' : 'desk.post.discarded'))
      onDone()
    } catch (error) {
      const found = problemIn(error)
      setProblem(found?.errors?.[0]?.detail ?? found?.title ?? words('kit.away'))
    } finally {
      setBusy('')
    }
  }
  return (
    <div className={classes.message}>
      <Facts
        rows={[
          { label: t('desk.post.reason'), value: [reasonOf(t, mail.reason), mail.detail].filter(Boolean).join(': ') },
          { label: t('desk.post.subject'), value: mail.subject ?? t('desk.post.noSubject') },
          { label: t('desk.post.received'), value: <Time at={mail.receivedAt} as="absolute" /> },
          { label: t('desk.post.size'), value: `${sizeOf(mail.size, t.locale)} · ${t('desk.post.attempts', { count: mail.attempts })}` },
        ]}
      />
      {problem && (
        <div role="alert">
          <Note tone="red">{problem}</Note>
        </div>
      )}
      <Ask
        label={t('desk.post.number')}
        verb={t('desk.post.assign')}
        busy={busy === 'assign'}
        filled
        send={(number) => void act('assign', () => post.assign({ params, body: { case: number.toUpperCase() } }))}
      />
      <div>
        <Button variant="default" loading={busy === 'retry'} onClick={() => void act('retry', () => post.retry({ params }))}>
          {t('desk.post.retry')}
        </Button>
      </div>
      <OpenCase
        mail={mail}
        busy={busy === 'open'}
        open={(reporterId) => void act('open', () => post.openCase({ params, body: reporterId ? { reporterId } : {} }))}
      />
      <Ask
        label={t('desk.post.discard.reason')}
        help={t('desk.post.discard.help')}
        verb={t('desk.post.discard')}
        busy={busy === 'discard'}
        send={(reason) =>
          void act('discard', async () => {
            await post.discard({ params, body: { reason } })
            return undefined
          })
        }
      />
      <Raw mail={mail} />
    </div>
  )
}

/** For who sent it; who cannot be read from it can be chosen. */
function OpenCase({ mail, busy, open }: { mail: Mail; busy: boolean; open: (reporterId: string | undefined) => void }) {
  const t = useText(postWords)
  const [reporter, setReporter] = useState<Chosen>()
  return (
    <form
      className={classes.ask}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        open(reporter?.id)
      }}
    >
      {mail.sender === null ? (
        <PersonField label={t('desk.post.open.for')} value={reporter} onChange={setReporter} organisationId={mail.organisationId} />
      ) : (
        <p className="dim small">{t('desk.post.open.sender', { sender: mail.sender })}</p>
      )}
      <Button type="submit" variant="default" loading={busy}>
        {t('desk.post.open')}
      </Button>
    </form>
  )
}

function Ask({
  label,
  help,
  verb,
  busy,
  filled,
  send,
}: {
  label: string
  help?: ReactNode
  verb: string
  busy: boolean
  filled?: boolean
  send: (value: string) => void
}) {
  const [value, setValue] = useState('')
  return (
    <form
      className={classes.ask}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (value.trim()) send(value.trim())
      }}
    >
      <TextInput label={label} description={help} value={value} maxLength={500} onChange={(event) => setValue(event.currentTarget.value)} />
      <Button type="submit" variant={filled && value.trim() ? 'filled' : 'default'} disabled={!value.trim()} loading={busy}>
        {verb}
      </Button>
    </form>
  )
}

function Raw({ mail }: { mail: Mail }) {
  const t = useText(postWords)
  const { data, error } = useLoad({
    key: ['desk', 'mailRaw', mail.id],
    load: async (signal) => {
      const whole = (await post.raw({ params: { id: mail.id } }, { signal })) as Blob
      return { text: await whole.slice(0, shownBytes).text(), cut: whole.size > shownBytes }
    },
    // A very large message is only saved, not shown.
    when: mail.size < 5_000_000,
  })
  return (
    <div>
      <h3>{t('desk.post.raw')}</h3>
      {error && <Failure error={error} />}
      {!data && !error && mail.size < 5_000_000 && <Skeletons rows={6} />}
      {(data?.cut || mail.size >= 5_000_000) && <p className="dim small">{t('desk.post.rawCut')}</p>}
      {data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <pre className={classes.raw} tabIndex={0}>
          {data.text}
        </pre>
      )}
      <a href={`/api/desk/mail/not-processed/${mail.id}/raw`} download={`${mail.id}.eml`}>
        {t('desk.post.save')}
      </a>
    </div>
  )
}
