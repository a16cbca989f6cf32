/** For staff: one outage as reporters see it, and what can be done with it. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { instantOf, wallMoment } from '#web/kit/wall.ts'
import type { ManagedOutage } from '../contract.ts'
import { inLanguage } from '../rules.ts'
import { outageCalls } from './calls.ts'
import { type Draft, emptyDraft, halfWritten, nothingWritten, OutageFields, textOf } from './outageFields.tsx'
import classes from './outages.module.css'
import { OutageShown } from './shown.tsx'
import { outageWords } from './texts.ts'

export default function OutagePage() {
  const t = useText(outageWords)
  const id = usePath().id ?? ''
  const { data, error, refetch } = useLoad({
    key: ['desk', 'outage', id],
    load: (signal) => outageCalls.outage({ params: { id } }, { signal }),
    about: [`outage/${id}`],
  })
  const title = data ? (inLanguage(data, t.locale)?.title ?? '') : t('out.manage')
  return (
    <Page
      title={title}
      under={[
        { label: t('out.desk'), to: '/desk' },
        { label: t('out.manage'), to: '/desk/outages' },
      ]}
      width="form"
    >
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data && <One key={data.version} one={data} done={() => void refetch()} />}
    </Page>
  )
}

interface Props {
  one: ManagedOutage
  done: () => void
}
function One({ one, done }: Props) {
  const t = useText(outageWords)
  const [asking, setAsking] = useState<'end' | 'withdraw'>()
  const lasts = one.state === 'published'
  const act = async (what: 'end' | 'withdraw') => {
    try {
      await (what === 'end' ? outageCalls.endOutage({ params: { id: one.id } }) : outageCalls.withdrawOutage({ params: { id: one.id } }))
      toast(t(what === 'end' ? 'out.ended' : 'out.withdrawn'))
      done()
    } catch (error) {
      toastProblem(error, t(`out.${what}`))
    }
  }
  return (
    <>
      <div className={classes.outage}>
        <OutageShown one={one} />
        {one.case && <p className="dim small">{t('out.case', { number: one.case })}</p>}
      </div>
      <div className={classes.join}>
        {lasts && <Button onClick={() => setAsking('end')}>{t('out.end')}</Button>}
        {one.state !== 'withdrawn' && (
          <Button variant="default" onClick={() => setAsking('withdraw')}>
            {t('out.withdraw')}
          </Button>
        )}
      </div>
      {lasts && <Word one={one} done={done} />}
      {one.state !== 'withdrawn' && <Change one={one} done={done} />}
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(`out.${asking ?? 'end'}`)}
        consequences={asking === 'withdraw' ? t('out.withdraw.help') : t('out.end.help', { count: one.count })}
        verb={t(`out.${asking ?? 'end'}`)}
        danger={asking === 'withdraw'}
        onConfirm={() => (asking ? act(asking) : undefined)}
      />
    </>
  )
}

function Word({ one, done }: Props) {
  const t = useText(outageWords)
  const [text, setText] = useState({ nl: '', en: '' })
  const [next, setNext] = useState('')
  const [busy, setBusy] = useState(false)
  const languages = (['nl', 'en'] as const).filter((language) => one[language] !== null)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (`${text.nl}${text.en}`.trim() === '' || busy) return
    setBusy(true)
    try {
      await outageCalls.addWord({ params: { id: one.id }, body: { nl: text.nl || null, en: text.en || null, nextUpdateAt: instantOf(next) } })
      toast(t('out.word.done'))
      done()
    } catch (error) {
      toastProblem(error, t('out.word'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title={t('out.word')}>
      <form className={classes.form} onSubmit={(event) => void send(event)}>
        {languages.map((language) => (
          <Textarea
            key={language}
            label={t(`out.${language}`)}
            lang={language}
            autosize
            minRows={2}
            value={text[language]}
            onChange={(event) => setText({ ...text, [language]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          type="datetime-local"
          label={`${t('out.field.next')} (${t('out.optional')})`}
          value={next}
          maw={260}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="submit" variant="default" loading={busy}>
            {t('out.word.verb')}
          </Button>
        </div>
      </form>
    </Section>
  )
}

function Change({ one, done }: Props) {
  const t = useText(outageWords)
  const words = useWords()
  const [draft, setDraft] = useState<Draft>(() => ({
    nl: one.nl ?? emptyDraft.nl,
    en: one.en ?? emptyDraft.en,
    from: wallMoment(one.from),
    until: wallMoment(one.until),
    next: wallMoment(one.nextUpdateAt),
  }))
  const [tried, setTried] = useState(false)
  const [wrong, setWrong] = useState('')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nothingWritten(draft) || halfWritten(draft.nl) || halfWritten(draft.en)) return
    try {
      await outageCalls.changeOutage({
        params: { id: one.id },
        body: {
          version: one.version,
          nl: textOf(draft.nl),
          en: textOf(draft.en),
          from: instantOf(draft.from) ?? one.from,
          until: instantOf(draft.until),
          nextUpdateAt: instantOf(draft.next),
        },
      })
      toast(t('out.saved'))
      done()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? words('kit.away'))
    }
  }
  return (
    <details className={classes.change}>
      <summary>{t('out.change')}</summary>
      <form noValidate className={classes.form} onSubmit={(event) => void save(event)}>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        <OutageFields kind={one.kind} draft={draft} tried={tried} first={t.locale} change={setDraft} />
        <div className={classes.buttons}>
          <Button type="submit" variant="default">
            {t('out.save')}
          </Button>
        </div>
      </form>
    </details>
  )
}
