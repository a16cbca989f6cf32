/** My tasks across all cases: soonest due on top, ticked off where they stand. */
import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useLoadList, useReload } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { DeskPage } from '../../web/places.tsx'
import type { TaskOnCase } from '../contract.ts'
import { tasksCalls } from './calls.ts'
import classes from './tasks.module.css'
import { tasksWords } from './texts.ts'

const views = {
  mine: { assignee: 'me', open: 'true' },
  team: { teamId: 'mine', open: 'true' },
  none: { assignee: 'none', open: 'true' },
  ended: { assignee: 'me', open: 'false' },
} as const
type View = keyof typeof views

export default function TasksPage() {
  const t = useText(tasksWords)
  const reload = useReload()
  const [view, setView] = useState<View>('mine')
  const { rows, error, retry, ...more } = useLoadList({
    key: ['desk', 'tasksAcross', view],
    load: (after, signal) => tasksCalls.tasks({ query: { ...views[view], limit: 50, ...(after && { after }) } }, { signal }),
    on: ['cases.task', 'cases.tasks'],
  })
  const finish = async (tasks: readonly TaskOnCase[], clear: () => void) => {
    const done: { id: string; version: number }[] = []
    for (const { id, version } of tasks)
      try {
        done.push(await tasksCalls.taskDone({ params: { id }, body: { version } }))
      } catch (thrown) {
        toastProblem(thrown, t('tasks.title'))
      }
    clear()
    await reload(['desk', 'tasksAcross'])
    if (done.length === 0) return
    const back = async () => {
      for (const { id, version } of done) await tasksCalls.reopenTask({ params: { id }, body: { version } })
      await reload(['desk', 'tasksAcross'])
    }
    toast(t('tasks.finished', { count: done.length }), { label: t('tasks.undo'), run: () => void back() })
  }
  return (
    <DeskPage title={t('tasks.title')} lead={t('tasks.page.lead')} width="fill">
      {error ? (
        <Failure error={error} retry={retry} />
      ) : (
        <Table<TaskOnCase>
          name="desk/tasks"
          label={t('tasks.title')}
          rows={rows}
          {...more}
          rowKey={({ id }) => id}
          rowName={({ title }) => title}
          href={({ number }) => `/desk/cases/${number}`}
          empty={<Empty title={t('tasks.empty')}>{t('tasks.empty.text')}</Empty>}
          bar={
            <SegmentedControl
              size="xs"
              aria-label={t('tasks.title')}
              value={view}
              onChange={(value) => setView(value as View)}
              data={(Object.keys(views) as View[]).map((value) => ({ value, label: t(`tasks.view.${value}`) }))}
            />
          }
          actions={(chosen, clear) =>
            view !== 'ended' && (
              <Button size="xs" onClick={() => void finish(chosen, clear)}>
                {t('tasks.finish')}
              </Button>
            )
          }
          columns={columnsOf(t)}
        />
      )}
    </DeskPage>
  )
}

const columnsOf = (t: Text<keyof typeof tasksWords & string>): readonly Column<TaskOnCase>[] => [
  { key: 'task', title: t('tasks.column.task'), lead: true, fixed: true, render: ({ title }) => title },
  {
    key: 'case',
    title: t('tasks.column.case'),
    render: ({ number, caseTitle }) => (
      <>
        <span className="mono">{number}</span> {caseTitle}
      </>
    ),
  },
  {
    key: 'due',
    title: t('tasks.column.due'),
    width: 150,
    render: ({ dueAt, late }) => dueAt && <span className={late ? classes.late : undefined}>{<Time at={dueAt} />}</span>,
  },
  { key: 'who', title: t('tasks.column.who'), width: 160, render: ({ assignee, team }) => (assignee ?? team)?.name ?? '' },
  {
    key: 'state',
    title: t('tasks.column.state'),
    width: 220,
    render: ({ state, blockedBy }) => (blockedBy ? t('tasks.blocked', { title: blockedBy }) : t(`tasks.state.${state}`)),
  },
]
