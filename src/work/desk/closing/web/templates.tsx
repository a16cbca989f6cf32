/** Lists of test steps: our own, written by a lead, and those that are shipped. They are chosen on the page of a case. */
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type FormEvent, useState } from 'react'
import { kinds } from '#record/cases/contract.ts'
import type { NewTemplate, Template } from '#record/cases/testing/contract.ts'
import { api, problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { deskClosing } from '../contract.ts'
import classes from './closing.module.css'
import { settingWords } from './settingsTexts.ts'

const calls = api(deskClosing)

export function StepTemplates({ organisationId, may }: SettingsProps) {
  const t = useText(settingWords)
  const reload = useReload()
  const [open, setOpen] = useState<string>()
  const key = ['desk', 'closing', 'templates', organisationId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => calls.templates({ query: { organisationId } }, { signal }),
    on: ['cases.testTemplateChanged'],
  })
  const leave = () => setOpen(undefined)
  const saved = async () => {
    toast(t('cset.saved'))
    leave()
    await reload(key)
  }
  const remove = ({ id }: Template) =>
    calls
      .removeTemplate({ params: { id } })
      .then(saved)
      .catch((thrown) => toastProblem(thrown, t('cset.steps')))
  return (
    <Section title={t('cset.steps')}>
      <p className={classes.quiet}>{t('cset.steps.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.card}>
            {open === one.id ? (
              <Editor organisationId={organisationId} template={one} leave={leave} saved={saved} />
            ) : (
              <Line template={one} {...(may && one.version > 0 && { change: () => setOpen(one.id), remove: () => void remove(one) })} />
            )}
          </li>
        ))}
      </ul>
      {open === 'new' && <Editor organisationId={organisationId} leave={leave} saved={saved} />}
      {may && open === undefined && (
        <Button variant="default" onClick={() => setOpen('new')}>
          {t('cset.steps.add')}
        </Button>
      )}
    </Section>
  )
}

function Line({ template, change, remove }: { template: Template; change?: () => void; remove?: () => void }) {
  const t = useText(settingWords)
  const { name, kind, steps, version } = template
  return (
    <>
      <strong>{name}</strong>
      <span>{steps.map(({ what }) => what).join(' · ')}</span>
      <span className={classes.meta}>
        <span>{kind ? t(`cases.kind.${kind}`) : t('cset.steps.every')}</span>
        {version === 0 && <span>{t('cset.steps.shipped')}</span>}
        {change && (
          <Button size="xs" variant="default" aria-label={t('cset.change.of', { name })} onClick={change}>
            {t('cset.change')}
          </Button>
        )}
        {remove && (
          <Button size="xs" variant="default" aria-label={t('cset.steps.remove', { name })} onClick={remove}>
            {t('cset.remove')}
          </Button>
        )}
      </span>
    </>
  )
}

type Step = NewTemplate['steps'][number] & { key: string }
const fresh = (): Step => ({ key: crypto.randomUUID(), what: '', expected: '', question: null })

interface EditorProps {
  organisationId: string
  template?: Template
  leave: () => void
  saved: () => Promise<void>
}
function Editor({ organisationId, template, leave, saved }: EditorProps) {
  const t = useText(settingWords)
  const words = useWords()
  const [name, setName] = useState(template?.name ?? '')
  const [kind, setKind] = useState(template?.kind ?? null)
  const [steps, setSteps] = useState<readonly Step[]>(() => template?.steps.map((one) => ({ ...fresh(), ...one })) ?? [fresh()])
  const [error, setError] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const written = steps.filter(({ what }) => what.trim() !== '').map(({ key: _, ...one }) => ({ ...one, question: one.question?.trim() || null }))
    if (written.length === 0) return setError(t('cset.steps.needed'))
    const body = { name: name.trim(), kind, serviceId: template?.serviceId ?? null, steps: written }
    try {
      if (template) await calls.changeTemplate({ params: { id: template.id }, body: { ...body, version: template.version } })
      else await calls.addTemplate({ body: { ...body, organisationId } })
      await saved()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    }
  }
  return (
    <form className={classes.form} onSubmit={(event) => void save(event)}>
      {error && (
        <div role="alert">
          <Note tone="red">{error}</Note>
        </div>
      )}
      <TextInput
        label={t('cset.care.name')}
        required
        autoFocus
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        maw={360}
        label={t('cset.steps.kind')}
        value={kind ?? ''}
        data={[{ value: '', label: t('cset.steps.every') }, ...kinds.map((value) => ({ value, label: t(`cases.kind.${value}`) }))]}
        onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? null)}
      />
      <StepFields steps={steps} change={setSteps} />
      <span className={classes.actions}>
        <Button type="submit">{t('cset.save')}</Button>
        <Button variant="default" onClick={leave}>
          {words('kit.cancel')}
        </Button>
      </span>
    </form>
  )
}

function StepFields({ steps, change }: { steps: readonly Step[]; change: (steps: readonly Step[]) => void }) {
  const t = useText(settingWords)
  const put = (key: string, part: Partial<Step>) => change(steps.map((one) => (one.key === key ? { ...one, ...part } : one)))
  return (
    <>
      {steps.map((one, at) => (
        <fieldset key={one.key} className={classes.fields}>
          <legend className={classes.line}>
            {t('cset.steps.step', { n: at + 1 })}
            {steps.length > 1 && (
              <ActionIcon
                size="sm"
                aria-label={t('cset.steps.removeStep', { n: at + 1 })}
                onClick={() => change(steps.filter(({ key }) => key !== one.key))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </legend>
          <TextInput
            size="sm"
            label={t('cset.steps.what')}
            maxLength={500}
            value={one.what}
            onChange={(event) => put(one.key, { what: event.currentTarget.value })}
          />
          <TextInput
            size="sm"
            label={t('cset.steps.expected')}
            maxLength={2000}
            value={one.expected}
            onChange={(event) => put(one.key, { expected: event.currentTarget.value })}
          />
          <TextInput
            size="sm"
            label={t('cset.steps.question')}
            description={t('cset.steps.question.help')}
            maxLength={500}
            value={one.question ?? ''}
            onChange={(event) => put(one.key, { question: event.currentTarget.value })}
          />
        </fieldset>
      ))}
      {steps.length < 30 && (
        <div>
          <Button size="xs" variant="default" onClick={() => change([...steps, fresh()])}>
            {t('cset.steps.addStep')}
          </Button>
        </div>
      )}
    </>
  )
}
