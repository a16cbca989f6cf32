/** One form: filled in, kept as a draft in this tab, and sent. What the server refuses stands at its field. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Field } from '#web/kit/field.tsx'
import { Summary } from '#web/kit/form.tsx'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { today } from '#web/kit/wall.ts'
import type { Answers, Form } from '../contract.ts'
import { check, shownFields, type Wrong } from '../rules.ts'
import { catalogueCalls } from './calls.ts'
import classes from './catalogue.module.css'
import { ColleagueSelect, FormFields, type Names, useWord } from './formFields.tsx'
import { catalogueWords } from './texts.ts'

export default function RequestPage() {
  const t = useText(catalogueWords)
  const id = usePath().id ?? ''
  const { data, error, refetch } = useLoad({
    key: ['desk/catalogue/form', id],
    load: (signal) => catalogueCalls.form({ params: { id } }, { signal }),
  })
  return (
    <Page
      title={data?.name ?? t('catalogue.title')}
      lead={data?.description}
      under={[{ label: t('catalogue.title'), to: '/portal/catalogue' }]}
      width="form"
    >
      {data ? <Ask form={data} /> : error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons kind="page" rows={6} />}
    </Page>
  )
}

interface Draft {
  answers: Answers
  names: Names
  access: { who: 'me' | 'other'; forId: string; right: string; why: string; until: string }
}
const begin: Draft = { answers: {}, names: {}, access: { who: 'me', forId: '', right: '', why: '', until: '' } }

function useDraft(id: string) {
  const key = `spil.draft.catalogue/${id}`
  const [kept] = useState(() => sessionStorage.getItem(key))
  const [draft, setDraft] = useState<Draft>(() => (kept ? { ...begin, ...(JSON.parse(kept) as Draft) } : begin))
  const keep = (next: Draft) => {
    setDraft(next)
    sessionStorage.setItem(key, JSON.stringify(next))
  }
  const forget = () => sessionStorage.removeItem(key)
  return { draft, keep, forget }
}

/** A number as people here write it. */
const numbers = (form: Form, answers: Answers): Answers =>
  Object.fromEntries(
    Object.entries(answers).map(([key, answer]) => {
      const isNumber = form.fields.some((field) => field.key === key && field.kind === 'number')
      return [key, isNumber && typeof answer === 'string' ? Number(answer.replace(',', '.')) : answer]
    }),
  )

/** What is wrong before it is sent, by field. */
function wrongNow(form: Form, draft: Draft, forId: string): Record<string, Wrong> {
  const bad = check(form.fields, numbers(form, draft.answers), today()).wrong
  if (!form.access) return bad
  const needed: Wrong = { code: 'needed', values: {} }
  const ends = form.access.endNeeded || form.access.mostDays !== null
  const { right, why, until } = draft.access
  return {
    ...(forId === '' && { forId: needed }),
    ...(right === '' && { right: needed }),
    ...(why.trim() === '' && { why: needed }),
    ...(ends && until === '' && { until: needed }),
    ...bad,
  }
}

/** Sends it; what is refused comes back by field. */
function useSending(form: Form, draft: Draft, forget: () => void) {
  const t = useText(catalogueWords)
  const words = useWords()
  const go = useGo()
  const me = useMe()
  const reload = useReload()
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({})
  const [tries, setTries] = useState(0)
  const [busy, setBusy] = useState(false)
  const refuse = (found: Readonly<Record<string, string>>) => {
    setWrong(found)
    setTries((n) => n + 1)
  }
  const { access } = draft
  const forId = access.who === 'me' ? (me?.id ?? '') : access.forId
  const send = async () => {
    const bad = Object.entries(wrongNow(form, draft, forId))
    if (bad.length > 0)
      return refuse(
        Object.fromEntries(bad.map(([key, { code, values }]) => [key, t(`desk.catalogue.wrong.${code}` as 'desk.catalogue.wrong.needed', values)])),
      )
    setBusy(true)
    try {
      const asked = { forId, right: access.right, why: access.why.trim(), until: access.until || null }
      const body = { version: form.version, answers: numbers(form, draft.answers), ...(form.access && { access: asked }) }
      const made = await catalogueCalls.request({ params: { id: form.id }, body })
      forget()
      await reload(['portal'])
      toast(t('catalogue.sent'))
      go(`/portal/cases/${made.number}`, { replace: true })
    } catch (thrown) {
      const problem = problemIn(thrown)
      if (problem?.type === 'desk.catalogue.formChanged') await reload(['desk/catalogue/form', form.id])
      const errors = (problem?.errors ?? []).map((one) => [one.pointer.split('/').at(-1) ?? '', one.detail] as const)
      refuse(errors.length > 0 ? Object.fromEntries(errors) : { '': problem?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  const fix = (key: string) => setWrong(Object.fromEntries(Object.entries(wrong).filter(([one]) => one !== key)))
  return { send, wrong, tries, busy, fix }
}

/** The fields in their order, for the summary of what is wrong. */
function useOrder(form: Form, draft: Draft) {
  const t = useText(catalogueWords)
  const word = useWord()
  const ofAccess = form.access
    ? [
        ['forId', t('catalogue.colleague')],
        ['right', t('catalogue.right')],
        ['why', t('catalogue.why')],
        ['until', t('catalogue.until')],
      ]
    : []
  const all = [...ofAccess, ...shownFields(form.fields, draft.answers).map((one) => [one.key, word(one.label)])]
  return all.map(([name = '', label = '']) => ({ field: { name, kind: 'text' as const, required: true }, plan: { name }, label, help: undefined }))
}

function Ask({ form }: { form: Form }) {
  const t = useText(catalogueWords)
  const id = useId()
  const { draft, keep, forget } = useDraft(form.id)
  const { send, wrong, tries, busy, fix } = useSending(form, draft, forget)
  const shown = useOrder(form, draft)
  const idOf = (key: string) => `${id}-${key}`
  const common = { wrong, idOf }
  const named = (names: Names | undefined) => ({ ...draft, names: { ...draft.names, ...names } })
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (!busy) void send()
      }}
    >
      <Summary wrong={wrong} tries={tries} idOf={idOf} shown={shown} />
      {form.approval.length > 0 && <Note tone="blue">{t('catalogue.approval', { who: form.approval.join(', ') })}</Note>}
      {form.access && (
        <AccessFields
          {...common}
          form={form}
          draft={draft}
          change={(key, value, names) => {
            keep({ ...named(names), access: { ...draft.access, [key]: value } })
            fix(key)
          }}
        />
      )}
      <FormFields
        {...common}
        itemId={form.id}
        fields={form.fields}
        answers={draft.answers}
        names={draft.names}
        change={(key, answer, names) => {
          const { [key]: _, ...others } = draft.answers
          keep({ ...named(names), answers: answer === undefined ? others : { ...others, [key]: answer } })
          fix(key)
        }}
      />
      <div className={classes.actions}>
        <Button type="submit" size="md" loading={busy}>
          {t('catalogue.send')}
        </Button>
      </div>
    </form>
  )
}

interface AccessProps {
  form: Form
  draft: Draft
  wrong: Readonly<Record<string, string>>
  idOf: (key: string) => string
  change: (key: keyof Draft['access'], value: string, names?: Names) => void
}
/** For whom, which right, why, until when. */
function AccessFields({ form, draft, wrong, idOf, change }: AccessProps) {
  const t = useText(catalogueWords)
  const words = useWords()
  const word = useWord()
  const { access, names } = draft
  const most = form.access?.mostDays
  const ends = form.access?.endNeeded || most != null
  const choice = (name: 'who' | 'right', label: string, options: readonly { value: string; label: string }[]) => (
    <Field
      id={idOf(name)}
      label={label}
      help={undefined}
      error={wrong[name]}
      field={{ name, kind: 'choice', required: true }}
      plan={{ name, options, radio: options.length <= 8 }}
      value={access[name]}
      optionText={(option) => option}
      change={(value) => change(name, String(value))}
    />
  )
  return (
    <>
      {choice('who', t('catalogue.for'), [
        { value: 'me', label: t('catalogue.for.me') },
        { value: 'other', label: t('catalogue.for.other') },
      ])}
      {access.who === 'other' && (
        <ColleagueSelect
          itemId={form.id}
          id={idOf('forId')}
          label={t('catalogue.colleague')}
          error={wrong.forId}
          value={access.forId || undefined}
          names={names}
          onChange={(id, known) => change('forId', id ?? '', known)}
        />
      )}
      {choice(
        'right',
        t('catalogue.right'),
        (form.access?.rights ?? []).map(({ key, label }) => ({ value: key, label: word(label) })),
      )}
      <Textarea
        id={idOf('why')}
        label={t('catalogue.why')}
        autosize
        minRows={2}
        maxLength={2000}
        value={access.why}
        error={wrong.why}
        onChange={(event) => change('why', event.currentTarget.value)}
      />
      <TextInput
        id={idOf('until')}
        type="date"
        label={ends ? t('catalogue.until') : `${t('catalogue.until')} (${words('kit.optional')})`}
        description={most ? t('catalogue.until.most', { days: most }) : t('catalogue.until.help')}
        value={access.until}
        error={wrong.until}
        onChange={(event) => change('until', event.currentTarget.value)}
      />
    </>
  )
}
