/** Canned answers: mine, of my teams, of the organisation; written with fields and seen as the reporter will. */
import { Button, Checkbox, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { mayIn, useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { useMyOrganisations, useTeams } from '../../web/calls.ts'
import { DeskPage } from '../../web/places.tsx'
import { type CannedAnswer, scopes, variables } from '../contract.ts'
import classes from './answers.module.css'
import { answersCalls } from './calls.ts'
import { answersWords } from './texts.ts'

export default function AnswersPage() {
  const t = useText(answersWords)
  const organisations = useMyOrganisations()
  const [organisationId, setOrganisation] = useState(organisations[0]?.id ?? '')
  const [open, setOpen] = useState<string>()
  const reload = useReload()
  const key = ['desk', 'answers', organisationId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => answersCalls.answers({ query: { organisationId } }, { signal }),
    when: organisationId !== '',
  })
  const saved = async () => {
    setOpen(undefined)
    await reload(key)
  }
  const close = () => setOpen(undefined)
  return (
    <DeskPage
      title={t('answers.title')}
      lead={t('answers.lead')}
      actions={open === undefined && <Button onClick={() => setOpen('new')}>{t('answers.add')}</Button>}
    >
      {organisations.length > 1 && (
        <NativeSelect
          label={t('answers.organisation')}
          value={organisationId}
          onChange={(event) => setOrganisation(event.currentTarget.value)}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {open === 'new' && <Editor answer={undefined} organisationId={organisationId} close={close} saved={saved} />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.length === 0 && open === undefined && <Empty title={t('answers.none')}>{t('answers.none.text')}</Empty>}
      <ul className={classes.list}>
        {data?.map((one) =>
          open === one.id ? (
            <li key={one.id}>
              <Editor answer={one} organisationId={organisationId} close={close} saved={saved} />
            </li>
          ) : (
            <li key={one.id} className={classes.line}>
              <span className={classes.what}>
                <strong>{one.name}</strong>{' '}
                <span className="dim small">
                  {one.team?.name ?? t(`answers.scope.${one.scope}`)}
                  {!one.active && ` · ${t('answers.inactive')}`}
                </span>
                <span className={classes.text}>{one.texts.nl || one.texts.en}</span>
              </span>
              {one.mayChange && (
                <Button size="compact-xs" variant="subtle" aria-label={t('answers.edit', { name: one.name })} onClick={() => setOpen(one.id)}>
                  {t('answers.change')}
                </Button>
              )}
            </li>
          ),
        )}
      </ul>
    </DeskPage>
  )
}

interface EditorProps {
  answer: CannedAnswer | undefined
  organisationId: string
  close: () => void
  saved: () => Promise<void>
}
function Editor({ answer, organisationId, close, saved }: EditorProps) {
  const t = useText(answersWords)
  const words = useWords()
  const me = useMe()
  const teams = useTeams(organisationId)?.filter(({ memberIds }) => me && memberIds.includes(me.id)) ?? []
  const [name, setName] = useState(answer?.name ?? '')
  const [scope, setScope] = useState<(typeof scopes)[number]>(answer?.scope ?? 'personal')
  const [teamId, setTeam] = useState('')
  const [nl, setNl] = useState(answer?.texts.nl ?? '')
  const [en, setEn] = useState(answer?.texts.en ?? '')
  const [active, setActive] = useState(answer?.active ?? true)
  const [error, setError] = useState<string>()
  const lead = mayIn(me, 'desk.configure')
  const offered = scopes.filter((one) => one === 'personal' || (one === 'team' ? teams.length > 0 : lead))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (nl.trim() === '' && en.trim() === '') return setError(t('answers.empty'))
    try {
      const fields = { name: name.trim(), texts: { nl, en } }
      const team = scope === 'team' && { teamId: teamId || (teams[0]?.id ?? '') }
      if (answer) await answersCalls.changeAnswer({ params: { id: answer.id }, body: { ...fields, active, version: answer.version } })
      else await answersCalls.addAnswer({ body: { ...fields, organisationId, scope, ...team } })
      await saved()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.failed'))
    }
  }
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void save(event)}>
      <TextInput label={t('answers.name')} value={name} maxLength={120} autoFocus onChange={(event) => setName(event.currentTarget.value)} />
      {!answer && (
        <NativeSelect
          label={t('answers.scope')}
          value={scope}
          onChange={(event) => setScope(event.currentTarget.value as (typeof scopes)[number])}
          data={offered.map((value) => ({ value, label: t(`answers.scope.${value}`) }))}
        />
      )}
      {!answer && scope === 'team' && (
        <NativeSelect
          label={t('answers.team')}
          value={teamId}
          onChange={(event) => setTeam(event.currentTarget.value)}
          data={teams.map(({ id, name: label }) => ({ value: id, label }))}
        />
      )}
      <Textarea
        label={t('answers.nl')}
        description={t('answers.fields', { names: variables.map((one) => `{${one}}`).join(' ') })}
        autosize
        minRows={4}
        maxLength={10_000}
        value={nl}
        error={error}
        onChange={(event) => {
          setNl(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <Preview text={nl} locale="nl" />
      <Textarea label={t('answers.en')} autosize minRows={4} maxLength={10_000} value={en} onChange={(event) => setEn(event.currentTarget.value)} />
      <Preview text={en} locale="en" />
      {answer && <Checkbox label={t('answers.active')} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />}
      <Group gap="sm">
        <Button type="submit">{words('kit.save')}</Button>
        <Button variant="default" onClick={close}>
          {words('kit.cancel')}
        </Button>
      </Group>
    </form>
  )
}

/** As the reporter will read it, a moment after typing stops; what is wrong with it shows here too. */
function Preview({ text, locale }: { text: string; locale: 'nl' | 'en' }) {
  const t = useText(answersWords)
  const [asked, setAsked] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error } = useLoad({
    key: ['desk', 'answerPreview', locale, asked],
    load: (signal) => answersCalls.previewAnswer({ body: { text: asked, locale } }, { signal }),
    when: /[{}]/.test(asked),
  })
  if (!/[{}]/.test(asked)) return null
  return (
    <section aria-label={t('answers.preview')} className={classes.preview} lang={locale}>
      {error ? problemIn(error)?.title : data?.text}
    </section>
  )
}
