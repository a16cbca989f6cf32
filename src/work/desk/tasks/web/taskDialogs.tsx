/** A task in full: its words, who, when, what comes before it; and how it ended. */
import { Button, Checkbox, Group, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useText, useWords } from '#web/kit/texts.ts'
import { wallMoment } from '#web/kit/wall.ts'
import { useEngineers, useTeams } from '../../web/calls.ts'
import type { Task } from '../contract.ts'
import { tasksCalls } from './calls.ts'
import classes from './tasks.module.css'
import { tasksWords } from './texts.ts'

interface Props {
  task: Task
  close: () => void
  run: (change: () => Promise<unknown>) => Promise<void>
}

export function EditTask({ task, all, organisationId, close, run }: Props & { all: readonly Task[]; organisationId: string }) {
  const t = useText(tasksWords)
  const words = useWords()
  const [title, setTitle] = useState(task.title)
  const [text, setText] = useState(task.text)
  const [assigneeId, setAssignee] = useState(task.assignee?.id ?? '')
  const [teamId, setTeam] = useState(task.team?.id ?? '')
  const [due, setDue] = useState(wallMoment(task.dueAt))
  const [required, setRequired] = useState(task.required)
  const [afterId, setAfter] = useState(task.afterId ?? '')
  const engineers = useEngineers(organisationId) ?? []
  const teams = useTeams(organisationId) ?? []
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const dueAt = due === '' ? null : new Date(due).toISOString()
    const body = { version: task.version, title: title.trim() || task.title, text, required, dueAt }
    const who = { assigneeId: assigneeId || null, teamId: teamId || null, afterId: afterId || null }
    await run(() => tasksCalls.changeTask({ params: { id: task.id }, body: { ...body, ...who } }))
    close()
  }
  return (
    <Modal opened onClose={close} title={t('tasks.editTitle')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('tasks.field.title')}
          value={title}
          maxLength={200}
          data-autofocus
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('tasks.field.text')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={5000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('tasks.field.who')}
          value={assigneeId}
          onChange={(event) => setAssignee(event.currentTarget.value)}
          data={[{ value: '', label: t('tasks.nobody') }, ...engineers.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <NativeSelect
          label={t('tasks.field.team')}
          value={teamId}
          onChange={(event) => setTeam(event.currentTarget.value)}
          data={[{ value: '', label: t('tasks.noTeam') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <TextInput type="datetime-local" label={t('tasks.field.due')} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        <NativeSelect
          label={t('tasks.field.after')}
          value={afterId}
          onChange={(event) => setAfter(event.currentTarget.value)}
          data={[
            { value: '', label: t('tasks.noAfter') },
            ...all.filter(({ id, caseId }) => id !== task.id && caseId === task.caseId).map(({ id, title: label }) => ({ value: id, label })),
          ]}
        />
        <Checkbox label={t('tasks.required')} checked={required} onChange={(event) => setRequired(event.currentTarget.checked)} />
        <Buttons close={close} />
      </form>
    </Modal>
  )
}

export function Ending({ task, how, close, run }: Props & { how: 'done' | 'notNeeded' }) {
  const t = useText(tasksWords)
  const words = useWords()
  const [said, setSaid] = useState('')
  const [error, setError] = useState<string>()
  const params = { id: task.id }
  const { version } = task
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (how === 'notNeeded' && said.trim() === '') return setError(t('tasks.notNeededWhy'))
    await run(() =>
      how === 'done'
        ? tasksCalls.taskDone({ params, body: { version, result: said } })
        : tasksCalls.taskNotNeeded({ params, body: { version, reason: said.trim() } }),
    )
    close()
  }
  return (
    <Modal opened onClose={close} title={task.title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.form} noValidate onSubmit={(event) => void save(event)}>
        <Textarea
          label={t(how === 'done' ? 'tasks.result' : 'tasks.notNeededWhy')}
          autosize
          minRows={2}
          maxLength={2000}
          value={said}
          error={error}
          data-autofocus
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
        <Buttons close={close} />
      </form>
    </Modal>
  )
}

function Buttons({ close }: { close: () => void }) {
  const words = useWords()
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={close}>
        {words('kit.cancel')}
      </Button>
      <Button type="submit">{words('kit.save')}</Button>
    </Group>
  )
}
