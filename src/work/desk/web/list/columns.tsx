/** The columns of the list of cases. */
import { PersonChip } from '#web/kit/marks.tsx'
import type { Column } from '#web/kit/table.tsx'
import type { Text } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { CaseItem } from '../../contract.ts'
import { CaseState, Confidential, DueMark, PriorityWhy, whyOf } from '../marksOfCase.tsx'
import type { deskWords } from '../texts.ts'

type T = Text<keyof typeof deskWords & string>

/** `narrow`: cards on a phone. `tight`: a small screen, where the title goes before who reported it and when it changed. */
export function columnsOf(t: T, organisation: (id: string) => string | undefined, narrow: boolean, tight: boolean): readonly Column<CaseItem>[] {
  const all: readonly Column<CaseItem>[] = [
    { key: 'number', title: t('desk.column.number'), width: 64, mono: true, fixed: true, render: (row) => row.number },
    {
      key: 'title',
      title: t('desk.column.title'),
      lead: true,
      fixed: true,
      render: (row) => (
        <>
          {row.confidential && <Confidential />}
          {row.title}
        </>
      ),
    },
    {
      key: 'state',
      title: t('desk.column.state'),
      width: 152,
      render: (row) => <CaseState state={row.state} waitingFor={row.waitingFor} plain />,
    },
    { key: 'priority', title: t('desk.column.priority'), width: 84, sort: true, render: (row) => <PriorityWhy row={row} /> },
    {
      key: 'why',
      title: t('desk.column.why'),
      width: 260,
      wideOnly: true,
      hidden: true,
      render: (row) => whyOf(row).join('. '),
    },
    { key: 'reporter', title: t('desk.column.reporter'), width: 124, render: (row) => row.reporter.name },
    {
      key: 'assignee',
      title: t('desk.column.assignee'),
      width: 136,
      render: (row) => (row.assignee ? <PersonChip name={row.assignee.name} /> : narrow ? '' : <span className="dim">{t('desk.nobody')}</span>),
    },
    { key: 'team', title: t('desk.column.team'), width: 120, wideOnly: true, hidden: true, render: (row) => row.team?.name ?? '' },
    {
      key: 'organisation',
      title: t('desk.column.organisation'),
      width: 150,
      wideOnly: true,
      hidden: true,
      render: (row) => organisation(row.organisationId) ?? '',
    },
    { key: 'due', title: t('desk.column.due'), width: 104, sort: true, render: (row) => <DueMark due={row} /> },
    {
      key: 'updated',
      title: t('desk.column.updated'),
      width: 108,
      sort: true,
      end: true,
      wideOnly: true,
      render: (row) => <Time at={row.updatedAt} />,
    },
    {
      key: 'created',
      title: t('desk.column.opened'),
      width: 112,
      sort: true,
      end: true,
      wideOnly: true,
      hidden: true,
      render: (row) => <Time at={row.openedAt} />,
    },
  ]
  return tight && !narrow ? all.filter(({ key }) => key !== 'reporter' && key !== 'updated') : all
}
