/** Checklists of an organisation, in the settings of the desk. */
import { ActionIcon, Button, Checkbox, Group, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { useTeams } from '../../web/calls.ts'
import type { SettingsProps } from '../../web/settings/parts.ts'
import type { Checklist } from '../contract.ts'
import { tasksCalls } from './calls.ts'
import classes from './tasks.module.css'
import { tasksWords } from './texts.ts'

export default function ChecklistsSection({ organisationId, may }: SettingsProps) {
  const t = useText(tasksWords)
  const reload = useReload()
  const [open, setOpen] = useState<string>()
  const key = ['desk', 'checklists', organisationId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => tasksCalls.checklists({ query: { organisationId } }, { signal }),
    on: ['cases.checklistSaved'],
  })
  const saved = async () => {
    setOpen(undefined)
    await reload(key)
  }
  return (
    <Section title={t('lists.title')}>
      <p className="dim">{t('lists.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data?.length === 0 && open === undefined && <Empty title={t('lists.none')}>{may && t('lists.none.text')}</Empty>}
      <ul className={classes.lists}>
        {data?.map((list) =>
          open === list.id ? (
            <li key={list.id}>
              <Editor list={list} organisationId={organisationId} close={() => setOpen(undefined)} saved={saved} />
            </li>
          ) : (
            <li key={list.id} className={classes.listLine}>
              <span>
                <strong>{list.name}</strong>{' '}
                <span className="dim">
                  {t('lists.count', { count: list.tasks.length })}
                  {!list.active && ` · ${t('lists.inactive')}`}
                </span>
              </span>
              {may && (
                <Button size="compact-xs" variant="subtle" aria-label={t('lists.edit', { name: list.name })} onClick={() => setOpen(list.id)}>
                  {t('tasks.edit')}
                </Button>
              )}
            </li>
          ),
        )}
      </ul>
      {may && open === 'new' && <Editor list={undefined} organisationId={organisationId} close={() => setOpen(undefined)} saved={saved} />}
      {may && open === undefined && (
        <Button size="xs" variant="default" onClick={() => setOpen('new')}>
          {t('lists.add')}
        </Button>
      )}
    </Section>
  )
}

interface EditorProps {
  list: Checklist | undefined
  organisationId: string
  close: () => void
  saved: () => Promise<void>
}
type Step = Checklist['tasks'][number] & { key: string }
const step = (): Step => ({
  key: crypto.randomUUID(),
  title: '',
  text: '',
  required: false,
  after: null,
  dueInDays: null,
  teamId: null,
  toAssignee: false,
})

function Editor({ list, organisationId, close, saved }: EditorProps) {
  const t = useText(tasksWords)
  const words = useWords()
  const teams = useTeams(organisationId) ?? []
  const [name, setName] = useState(list?.name ?? '')
  const [active, setActive] = useState(list?.active ?? true)
  const [steps, setSteps] = useState<readonly Step[]>(() => list?.tasks.map((one) => ({ ...step(), ...one })) ?? [step()])
  const [error, setError] = useState<string>()
  const put = (key: string, change: Partial<Step>) => setSteps((now) => now.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const tasks = steps
      .filter(({ title }) => title.trim() !== '')
      .map(({ key: _, ...one }, at) => ({ ...one, after: one.after === null || at === 0 ? null : at - 1 }))
    try {
      const body = { name: name.trim(), text: list?.text ?? '', tasks, active }
      if (list) await tasksCalls.changeChecklist({ params: { id: list.id }, body: { ...body, version: list.version } })
      else await tasksCalls.createChecklist({ body: { ...body, organisationId } })
      await saved()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.failed'))
    }
  }
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void save(event)}>
      <TextInput
        label={t('lists.name')}
        value={name}
        maxLength={120}
        error={error}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {steps.map((one, at) => (
        <StepFields
          key={one.key}
          one={one}
          at={at}
          teams={teams}
          put={(change) => put(one.key, change)}
          remove={() => setSteps((now) => now.filter(({ key }) => key !== one.key))}
        />
      ))}
      <Group gap="sm">
        <Button size="xs" variant="default" onClick={() => setSteps((now) => [...now, step()])}>
          {t('lists.addTask')}
        </Button>
        {list && <Checkbox label={t('lists.active')} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />}
      </Group>
      <Group gap="sm">
        <Button type="submit">{words('kit.save')}</Button>
        <Button variant="default" onClick={close}>
          {words('kit.cancel')}
        </Button>
      </Group>
    </form>
  )
}

interface StepProps {
  one: Step
  at: number
  teams: readonly { id: string; name: string }[]
  put: (change: Partial<Step>) => void
  remove: () => void
}
function StepFields({ one, at, teams, put, remove }: StepProps) {
  const t = useText(tasksWords)
  return (
    <div className={classes.row}>
      <TextInput
        className={classes.grow ?? ''}
        label={t('lists.task', { n: at + 1 })}
        value={one.title}
        maxLength={200}
        onChange={(event) => put({ title: event.currentTarget.value })}
      />
      <NumberInput
        className={classes.days ?? ''}
        label={t('lists.days')}
        min={0}
        max={3650}
        allowDecimal={false}
        value={one.dueInDays ?? ''}
        onChange={(value) => put({ dueInDays: value === '' ? null : Number(value) })}
      />
      <NativeSelect
        label={t('lists.team')}
        value={one.teamId ?? ''}
        onChange={(event) => put({ teamId: event.currentTarget.value || null })}
        data={[{ value: '', label: t('lists.noTeam') }, ...teams.map(({ id, name: label }) => ({ value: id, label }))]}
      />
      <Textarea
        className={classes.grow ?? ''}
        label={t('lists.text')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={5000}
        value={one.text}
        onChange={(event) => put({ text: event.currentTarget.value })}
      />
      <Checkbox label={t('lists.required')} checked={one.required} onChange={(event) => put({ required: event.currentTarget.checked })} />
      <Checkbox label={t('lists.toAssignee')} checked={one.toAssignee} onChange={(event) => put({ toAssignee: event.currentTarget.checked })} />
      {at > 0 && (
        <Checkbox
          label={t('lists.after')}
          checked={one.after !== null}
          onChange={(event) => put({ after: event.currentTarget.checked ? at - 1 : null })}
        />
      )}
      <ActionIcon aria-label={t('lists.removeTask', { n: at + 1 })} onClick={remove}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  )
}
