/** Tasks on the page of a case: ticked, ordered and added by keyboard. */
import { ActionIcon, Button, Checkbox, Menu, NativeSelect, TextInput } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import { type KeyboardEvent, useState } from 'react'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import type { Task } from '../contract.ts'
import { tasksCalls } from './calls.ts'
import { EditTask, Ending } from './taskDialogs.tsx'
import classes from './tasks.module.css'
import { tasksWords } from './texts.ts'

export default function CaseTasks({ page }: CaseProps) {
  const t = useText(tasksWords)
  const reload = useReload()
  const { id } = page.case
  const key = ['desk', 'tasks', id]
  const { data, error, refetch } = useLoad({ key, load: (signal) => tasksCalls.caseTasks({ params: { id } }, { signal }), about: [`case/${id}`] })
  const run = async (change: () => Promise<unknown>) => {
    try {
      await change()
    } catch (thrown) {
      toastProblem(thrown, t('tasks.title'))
    }
    await reload(key)
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={2} />
  const move = (task: Task, by: number) => {
    const ids = data.map((one) => one.id)
    const at = ids.indexOf(task.id)
    const to = at + by
    if (to < 0 || to >= ids.length) return
    ids.splice(at, 1)
    ids.splice(to, 0, task.id)
    void run(() => tasksCalls.orderTasks({ params: { id }, body: { ids } }))
  }
  return (
    <>
      {data.length === 0 ? (
        <p className="dim">{t('tasks.none')}</p>
      ) : (
        <>
          <p className="dim small">{t('tasks.progress', { done: data.filter(({ state }) => state !== 'open').length, all: data.length })}</p>
          <ul className={classes.list} aria-label={t('tasks.title')}>
            {data.map((task) => (
              <Line key={task.id} task={task} all={data} mayWork={page.mayWork} organisationId={page.case.organisationId} run={run} move={move} />
            ))}
          </ul>
        </>
      )}
      {page.mayWork && <Add caseId={id} organisationId={page.case.organisationId} run={run} />}
      {page.mayWork && data.length > 1 && <p className={classes.help}>{t('tasks.keys')}</p>}
    </>
  )
}

interface LineProps {
  task: Task
  all: readonly Task[]
  mayWork: boolean
  organisationId: string
  run: (change: () => Promise<unknown>) => Promise<void>
  move: (task: Task, by: number) => void
}
function Line({ task, all, mayWork, organisationId, run, move }: LineProps) {
  const t = useText(tasksWords)
  const [open, setOpen] = useState<'edit' | 'done' | 'notNeeded'>()
  const params = { id: task.id }
  const flip = () =>
    run(async () => {
      if (task.state !== 'open') return tasksCalls.reopenTask({ params, body: { version: task.version } })
      const done = await tasksCalls.taskDone({ params, body: { version: task.version } })
      toast(t('tasks.finished', { count: 1 }), {
        label: t('tasks.undo'),
        run: () => void run(() => tasksCalls.reopenTask({ params, body: { version: done.version } })),
      })
      return done
    })
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(task, event.key === 'ArrowUp' ? -1 : 1)
  }
  const before = all.find(({ id }) => id === task.afterId)
  return (
    <li className={classes.task}>
      <div className={classes.what} data-ended={task.state !== 'open' || undefined}>
        <Checkbox
          size="sm"
          label={task.title}
          checked={task.state !== 'open'}
          disabled={!mayWork || task.blocked}
          onChange={() => void flip()}
          {...(mayWork && { onKeyDown })}
        />
        <span className={classes.under}>
          {task.required && task.state === 'open' && <span>{t('tasks.requiredMark')}</span>}
          {(task.assignee ?? task.team) && task.state === 'open' && <span>{(task.assignee ?? task.team)?.name}</span>}
          {task.blocked && before && <span>{t('tasks.blocked', { title: before.title })}</span>}
          {task.dueAt && task.state === 'open' && (
            <span className={task.late ? classes.late : undefined}>
              {t(task.late ? 'tasks.late' : 'tasks.due')} <Time at={task.dueAt} as="day" />
            </span>
          )}
          {task.state === 'notNeeded' && <span>{t('tasks.notNeeded')}</span>}
          {task.endedBy && task.endedAt && (
            <span>
              {task.endedBy.name} <Time at={task.endedAt} />
            </span>
          )}
          {task.result && <span>{task.result}</span>}
          {task.text && task.state === 'open' && <span>{task.text}</span>}
        </span>
      </div>
      {mayWork && (
        <Menu position="bottom-end" withinPortal={false}>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={t('tasks.more', { title: task.title })}>
              <IconDots size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpen('edit')}>{t('tasks.edit')}</Menu.Item>
            {task.state === 'open' && !task.blocked && <Menu.Item onClick={() => setOpen('done')}>{t('tasks.doneWith')}</Menu.Item>}
            {task.state === 'open' && <Menu.Item onClick={() => setOpen('notNeeded')}>{t('tasks.notNeeded')}</Menu.Item>}
            <Menu.Item onClick={() => move(task, -1)}>{t('tasks.up')}</Menu.Item>
            <Menu.Item onClick={() => move(task, 1)}>{t('tasks.down')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {open === 'edit' && <EditTask task={task} all={all} organisationId={organisationId} close={() => setOpen(undefined)} run={run} />}
      {(open === 'done' || open === 'notNeeded') && <Ending task={task} how={open} close={() => setOpen(undefined)} run={run} />}
    </li>
  )
}

function Add({ caseId, organisationId, run }: { caseId: string; organisationId: string; run: LineProps['run'] }) {
  const t = useText(tasksWords)
  const [title, setTitle] = useState('')
  const [required, setRequired] = useState(false)
  const lists = useLoad({
    key: ['desk', 'checklists', organisationId],
    load: (signal) => tasksCalls.checklists({ query: { organisationId } }, { signal }),
    on: ['cases.checklistSaved'],
  }).data?.filter(({ active }) => active)
  const params = { id: caseId }
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() === '') return
        void run(() => tasksCalls.addTasks({ params, body: { tasks: [{ title: title.trim(), required }] } })).then(() => setTitle(''))
      }}
    >
      <div className={classes.row}>
        <TextInput
          className={classes.grow ?? ''}
          size="xs"
          aria-label={t('tasks.new')}
          placeholder={t('tasks.new')}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" disabled={title.trim() === ''}>
          {t('tasks.add')}
        </Button>
      </div>
      {title.trim() !== '' && (
        <Checkbox size="xs" label={t('tasks.required')} checked={required} onChange={(event) => setRequired(event.currentTarget.checked)} />
      )}
      {lists && lists.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t('tasks.addList')}
          value=""
          onChange={(event) => {
            const checklistId = event.currentTarget.value
            if (checklistId) void run(() => tasksCalls.addChecklist({ params, body: { checklistId } }))
          }}
          data={[{ value: '', label: t('tasks.addList') }, ...lists.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </form>
  )
}
