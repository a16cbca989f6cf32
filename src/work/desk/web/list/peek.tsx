/** A look at a case without leaving the list; j and k go on to the next one. */
import { Button, Group } from '@mantine/core'
import { useEffect } from 'react'
import { useGo } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, PersonChip, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { Side } from '#web/kit/side.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import type { CaseItem } from '../../contract.ts'
import { calls } from '../calls.ts'
import { CaseState, DueMark, PriorityMark, Reasons, whyOf } from '../marksOfCase.tsx'
import { deskWords } from '../texts.ts'
import classes from './list.module.css'

interface Props {
  row: CaseItem | undefined
  onClose: () => void
  /** To the row below (1) or above (-1). */
  move: (by: 1 | -1) => void
}
export function Peek({ row, onClose, move }: Props) {
  const t = useText(deskWords)
  const opened = row !== undefined
  useEffect(() => {
    if (!opened) return
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1)
      else if (event.key === ' ' && !(event.target as HTMLElement).closest('button, a')) onClose()
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    document.addEventListener('keydown', press, true)
    return () => document.removeEventListener('keydown', press, true)
  }, [opened, move, onClose])
  return (
    <Side opened={opened} onClose={onClose} title={row ? `${row.number} ${row.title}` : t('desk.case')}>
      {row && <Content row={row} />}
    </Side>
  )
}

function Content({ row }: { row: CaseItem }) {
  const t = useText(deskWords)
  const go = useGo()
  const reload = useReload()
  const { data, error } = useLoad({
    key: ['desk', 'case', row.number],
    load: (signal) => calls.case({ params: { id: row.number } }, { signal }),
    about: [`case/${row.id}`],
  })
  const take = async () => {
    try {
      await calls.take({ params: { id: row.id }, body: { version: data?.case.version ?? row.version } })
      await reload(['desk'])
    } catch (thrown) {
      toastProblem(thrown, t('desk.take'))
    }
  }
  const shown = data?.case ?? row
  const mayTake = data?.allowed.some((one) => one.move === 'take' && one.allowed) ?? false
  const last = data?.entries.filter(({ kind }) => kind !== 'system').slice(-3) ?? []
  return (
    <div className={classes.peek}>
      <Facts
        rows={[
          { label: t('desk.column.state'), value: <CaseState state={shown.state} waitingFor={shown.waitingFor} plain /> },
          { label: t('desk.column.priority'), value: <PriorityMark priority={shown.priority} /> },
          ...(whyOf(shown).length > 0 ? [{ label: t('desk.column.why'), value: <Reasons lines={whyOf(shown)} /> }] : []),
          { label: t('desk.column.reporter'), value: <PersonChip name={shown.reporter.name} /> },
          { label: t('desk.column.assignee'), value: shown.assignee ? <PersonChip name={shown.assignee.name} /> : t('desk.nobody') },
          ...(shown.dueAt || shown.late ? [{ label: t('desk.column.due'), value: <DueMark due={shown} words /> }] : []),
        ]}
      />
      {error && <Failure error={error} />}
      {!data && !error && <Skeletons rows={5} />}
      {data?.case.text && <p className={classes.text}>{data.case.text}</p>}
      {last.map((entry) => (
        <div key={entry.id} className={classes.entry} data-internal={entry.visibility === 'internal' || undefined}>
          <div className={classes.by}>
            <strong>{entry.author?.name ?? t('desk.case.spil')}</strong>
            <span>
              {entry.visibility === 'internal' && `${t('cases.visibility.internal')} · `}
              <Time at={entry.at} />
            </span>
          </div>
          <p className={classes.text}>{entry.text}</p>
        </div>
      ))}
      <Group gap="sm">
        <Button onClick={() => go(`/desk/cases/${row.number}`)}>{t('desk.open')}</Button>
        {mayTake && (
          <Button variant="default" onClick={() => void take()}>
            {t('desk.take')}
          </Button>
        )}
      </Group>
    </div>
  )
}
