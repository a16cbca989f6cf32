/** The letters of an organisation: who gets them, and in which words. */
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { type Locale, locales } from '#platform/i18n.ts'
import { problemIn } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { ccs } from '../settings/contract.ts'
import type { Template } from '../templates/contract.ts'
import classes from './mail.module.css'
import { mailSettings, templates } from './mailCalls.ts'
import { postWords } from './texts.ts'

interface Props {
  organisationId: string
  may: boolean
}

export default function LettersSection({ organisationId, may }: Props) {
  const t = useText(postWords)
  const [letter, setLetter] = useState('')
  const [locale, setLocale] = useState<Locale>(t.locale)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'letters', organisationId],
    load: (signal) => templates.templates({ query: { organisationId } }, { signal }),
    on: ['desk.mail.templateChanged'],
  })
  const one = data?.items.find((item) => item.letter === letter) ?? data?.items.find((item) => item.letter === 'received')
  const words = one?.words.find((mine) => mine.locale === locale)
  return (
    <>
      <Section title={t('desk.letters.title')}>
        <p className={classes.lead}>{t('desk.letters.lead')}</p>
        {error && <Failure error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeletons rows={6} />}
        {data && one && words && (
          <>
            <div className={classes.choices}>
              <NativeSelect
                label={t('desk.letters.letter')}
                value={one.letter}
                onChange={(event) => setLetter(event.currentTarget.value)}
                data={data.items.map((item) => ({
                  value: item.letter,
                  label: item.words.some(({ version }) => version > 0) ? `${item.about} (${t('desk.letters.own').toLowerCase()})` : item.about,
                }))}
              />
              <NativeSelect
                label={t('desk.letters.locale')}
                value={locale}
                onChange={(event) => setLocale(event.currentTarget.value as Locale)}
                data={locales.map((value) => ({ value, label: t(`desk.box.locale.${value}`) }))}
              />
            </div>
            <Editor key={`${one.letter} ${locale} ${words.version}`} organisationId={organisationId} one={one} words={words} may={may} />
          </>
        )}
      </Section>
      <Cc organisationId={organisationId} may={may} />
    </>
  )
}

type Words = Template['words'][number]
const problemOf = (thrown: unknown, otherwise: string) => {
  const problem = problemIn(thrown)
  return problem?.errors?.[0]?.detail ?? problem?.title ?? otherwise
}

function useEditor({ organisationId, one, words }: { organisationId: string; one: Template; words: Words }) {
  const t = useText(postWords)
  const away = useWords()('kit.away')
  const reload = useReload()
  const [text, setText] = useState(words.text)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState('')
  const [shown, setShown] = useState<{ subject: string; text: string; html: string }>()
  const params = { letter: one.letter }
  const which = { organisationId, locale: words.locale }
  const act = async (name: string, run: () => Promise<unknown>) => {
    setBusy(name)
    setError(undefined)
    try {
      await run()
    } catch (thrown) {
      setError(problemOf(thrown, away))
    } finally {
      setBusy('')
    }
  }
  const after = async (said: string) => {
    toast(said)
    await reload(['desk', 'letters'])
  }
  return {
    ...{ text, setText, error, busy, shown },
    save: () =>
      void act('save', async () => {
        await templates.changeTemplate({ params, body: { ...which, version: words.version, text } })
        await after(t('desk.letters.saved'))
      }),
    preview: () => void act('preview', async () => setShown(await templates.previewTemplate({ params, body: { ...which, text } }))),
    restore: () =>
      act('restore', async () => {
        await templates.restoreTemplate({ params, body: which })
        await after(t('desk.letters.restored'))
      }),
  }
}

function Editor({ may, ...props }: Props & { one: Template; words: Words }) {
  const t = useText(postWords)
  const { one, words } = props
  const area = useRef<HTMLTextAreaElement>(null)
  const [restoring, setRestoring] = useState(false)
  const { text, setText, error, busy, shown, save, preview, restore } = useEditor(props)
  const changed = text.trim() !== words.text
  const insert = (name: string) => {
    const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {}
    setText(`${text.slice(0, selectionStart)}{${name}}${text.slice(selectionEnd)}`)
    area.current?.focus()
  }
  return (
    <div className={classes.editor}>
      <Textarea
        ref={area}
        label={t('desk.letters.text')}
        autosize
        minRows={6}
        maxRows={18}
        maxLength={5000}
        disabled={!may}
        value={text}
        error={error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {may && (
        <>
          <fieldset className={classes.fields}>
            <legend>{t('desk.letters.fields')}</legend>
            {one.variables.map((name) => (
              <Button key={name} size="compact-xs" variant="default" aria-label={t('desk.letters.insert', { name })} onClick={() => insert(name)}>
                {`{${name}}`}
              </Button>
            ))}
          </fieldset>
          <div className={classes.actions}>
            <Button variant={changed ? 'filled' : 'default'} disabled={!changed || text.trim() === ''} loading={busy === 'save'} onClick={save}>
              {t('desk.letters.save')}
            </Button>
            <Button variant="default" loading={busy === 'preview'} disabled={text.trim() === ''} onClick={preview}>
              {t('desk.letters.show')}
            </Button>
            {words.version > 0 && (
              <Button variant="subtle" color="gray" onClick={() => setRestoring(true)}>
                {t('desk.letters.restore')}
              </Button>
            )}
          </div>
        </>
      )}
      {shown && <Preview {...shown} />}
      <Confirm
        opened={restoring}
        onClose={() => setRestoring(false)}
        title={t('desk.letters.restore')}
        consequences={t('desk.letters.restore.what')}
        verb={t('desk.letters.restore')}
        danger
        onConfirm={restore}
      />
    </div>
  )
}

function Preview({ subject, text, html }: { subject: string; text: string; html: string }) {
  const t = useText(postWords)
  return (
    <div role="status">
      <h3>
        {t('desk.letters.preview')}: {subject}
      </h3>
      <iframe title={t('desk.letters.preview')} className={classes.preview} sandbox="" srcDoc={html} />
      <details>
        <summary>{t('desk.letters.plain')}</summary>
        <pre className={classes.raw}>{text}</pre>
      </details>
    </div>
  )
}

function Cc({ organisationId, may }: Props) {
  const t = useText(postWords)
  const away = useWords()('kit.away')
  const reload = useReload()
  const [problem, setProblem] = useState<string>()
  const key = ['desk', 'mailSettings', organisationId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => mailSettings.settings({ query: { organisationId } }, { signal }),
    on: ['desk.mail.settled'],
  })
  const settle = async (cc: (typeof ccs)[number]) => {
    setProblem(undefined)
    try {
      await mailSettings.settle({ body: { organisationId, version: data?.version ?? 0, cc } })
      toast(t('desk.letters.saved'))
    } catch (thrown) {
      setProblem(problemOf(thrown, away))
    }
    await reload(key)
  }
  return (
    <Section title={t('desk.letters.cc')}>
      <p className={classes.lead}>{t('desk.letters.cc.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {problem && <Note tone="red">{problem}</Note>}
      <NativeSelect
        aria-label={t('desk.letters.cc')}
        maw={320}
        disabled={!may || !data}
        value={data?.cc ?? 'replied'}
        onChange={(event) => void settle(event.currentTarget.value as (typeof ccs)[number])}
        data={ccs.map((value) => ({ value, label: t(`desk.letters.cc.${value}`) }))}
      />
    </Section>
  )
}
