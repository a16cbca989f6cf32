/** One template: for which items, and what is asked of each; changed by who decides, read by others. */
import { Button, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChosenOrganisation } from '#record/items/web/chosenOrganisation.tsx'
import { useMayAt } from '#record/items/web/more.ts'
import { Scope } from '#record/norms/contract.ts'
import { ScopeFields } from '#record/norms/web/editorFields.tsx'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import type { Template } from '../templates/contract.ts'
import { templates } from './calls.ts'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'
import { Exceptions } from './exceptions.tsx'
import { askedIn, type DraftQuestion, draftOf, QuestionFields } from './questionFields.tsx'
import { useTemplates } from './templatesPage.tsx'

interface Begun {
  key?: string | null | undefined
  name: string
  scope: Scope
  enabled: boolean
  checks: Parameters<typeof draftOf>[0][]
}
export default function TemplatePage() {
  const t = useText(checkTexts)
  const { id = '' } = usePath()
  const [search] = useUrlState()
  const { organisationId = '' } = useChosenOrganisation()
  const from = listOf(search.from)[0]
  const isNew = id === 'new'
  const all = useTemplates(isNew ? organisationId : '')
  const one = useLoad({
    key: ['monitoring', 'template', id],
    load: (signal) => templates.template({ params: { id } }, { signal }),
    about: [`monitoringTemplate/${id}`],
    when: !isNew,
  })
  const offered = all.data?.offered.find(({ key }) => key === from)
  const blank: Begun = { name: '', scope: Scope.parse({}), enabled: false, checks: [undefined] }
  const begun: Begun | undefined = isNew ? all.data && (offered ? { ...offered, checks: [...offered.checks], enabled: false } : blank) : one.data
  const error = isNew ? all.error : one.error
  const under = [{ label: t('monitoring.templates'), to: '/monitoring/templates' }]
  if (error) return <Failure error={error} retry={() => void (isNew ? all.refetch() : one.refetch())} />
  if (!begun) return (isNew ? all : one).isLoading ? <Skeletons kind="page" /> : <Empty title={t('monitoring.templates.gone')} />
  const known = isNew ? undefined : one.data
  return (
    <MonitoringPage title={begun.name || t('monitoring.templates.add')} under={under}>
      <Editor key={`${id} ${known?.version}`} known={known} begun={begun} organisationId={known?.organisationId ?? organisationId} />
    </MonitoringPage>
  )
}

function Editor({ known, begun, organisationId }: { known: Template | undefined; begun: Begun; organisationId: string }) {
  const t = useText(checkTexts)
  const go = useGo()
  const reload = useReload()
  const may = useMayAt('monitoring.configure', organisationId)
  const { wrong, busy, attempt } = useAttempt()
  const [name, setName] = useState(begun.name)
  const [scope, setScope] = useState(begun.scope)
  const [enabled, setEnabled] = useState(begun.enabled)
  const [questions, setQuestions] = useState(() => begun.checks.map((one) => draftOf(one)))
  const back = `/monitoring/templates?organisationId=${organisationId}`
  const save = () =>
    void attempt(async () => {
      const body = { name: name.trim(), scope, enabled, checks: questions.map((one) => ({ ...askedIn(one), ...(one.id && { id: one.id }) })) }
      if (known) await templates.changeTemplate({ params: { id: known.id }, body: { ...body, version: known.version } })
      else await templates.addTemplate({ body: { ...body, organisationId, key: begun.key ?? undefined } })
      await reload(['monitoring'])
      toast(t('monitoring.check.saved', { name: body.name }))
      go(back)
    })
  const remove = async () => {
    if (known) await templates.removeTemplate({ params: { id: known.id }, query: { version: known.version } })
    await reload(['monitoring'])
    go(back)
  }
  return (
    <KeptForm wrong={wrong} save={save}>
      <div className={`${classes.stack} ${classes.narrow}`}>
        <TextInput
          label={t('monitoring.templates.name')}
          required
          readOnly={!may}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Switch
          label={t('monitoring.templates.enabled')}
          disabled={!may}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
      </div>
      <ScopeFields organisationId={organisationId} rule={{ scope }} readOnly={!may} change={(part) => setScope(part.scope)} />
      <Questions questions={questions} put={setQuestions} organisationId={organisationId} scope={scope} readOnly={!may} />
      {known && <Exceptions template={known} may={may} />}
      {may && (
        <div className={form.foot}>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t('monitoring.check.save')}
          </Button>
          {known && <Remove verb={t('monitoring.templates.remove')} consequences={t('monitoring.templates.removeWhat')} run={remove} />}
        </div>
      )}
    </KeptForm>
  )
}

interface QuestionsProps {
  questions: readonly DraftQuestion[]
  put: (change: (before: DraftQuestion[]) => DraftQuestion[]) => void
  organisationId: string
  scope: Scope
  readOnly: boolean
}
/** What is asked; each may be tried on the first item of the scope. */
function Questions({ questions, put, organisationId, scope, readOnly }: QuestionsProps) {
  const t = useText(checkTexts)
  const found = useLoad({
    key: ['monitoring', 'scope', organisationId, JSON.stringify(scope)],
    load: (signal) => templates.scopeItems({ body: { organisationId, scope } }, { signal }),
  }).data
  const first = found?.first[0]
  const change = (key: string, part: Partial<DraftQuestion>) => put((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)))
  return (
    <Section title={t('monitoring.checks')}>
      <p className="dim">
        {found && t('monitoring.templates.items', { count: found.items })}
        {first && ` · ${t('monitoring.templates.tryOn')} ${first.name}`}
        {'. '}
        {t('monitoring.check.holes', { braces: '{address}, {name}, {attribute:…}, {fact:…}' })}
      </p>
      {questions.map((one) => (
        <div key={one.key} className={classes.question}>
          <QuestionFields question={one} put={(part) => change(one.key, part)} readOnly={readOnly} itemId={first?.id} />
          {!readOnly && questions.length > 1 && (
            <div className={classes.deeds}>
              <Button
                size="xs"
                variant="subtle"
                color="red"
                aria-label={t('monitoring.check.removeOne', { name: one.name })}
                onClick={() => put((before) => before.filter(({ key }) => key !== one.key))}
              >
                {t('monitoring.check.remove')}
              </Button>
            </div>
          )}
        </div>
      ))}
      {!readOnly && questions.length < 30 && (
        <Button variant="default" onClick={() => put((before) => [...before, draftOf()])}>
          {t('monitoring.check.add')}
        </Button>
      )}
    </Section>
  )
}
