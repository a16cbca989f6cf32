/** How the state, the priority and the due moment of a case look, everywhere the same. */
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import type { Priority, State, WaitingFor } from '#record/cases/contract.ts'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { CaseItem } from '../contract.ts'
import classes from './desk.module.css'
import { deskWords } from './texts.ts'

const meanings: Readonly<Record<State, Meaning>> = {
  new: 'new',
  inProgress: 'progress',
  reopened: 'risk',
  waiting: 'waiting',
  solved: 'test',
  closed: 'done',
  cancelled: 'cancelled',
}

export function CaseState({ state, waitingFor, plain }: { state: State; waitingFor?: WaitingFor | null; plain?: boolean }) {
  const t = useText(deskWords)
  const word = t(`cases.state.${state}`)
  return (
    <StateBadge meaning={meanings[state]} plain={plain ?? false}>
      {state === 'waiting' && waitingFor ? `${word}: ${t(`cases.waiting.${waitingFor}`)}` : word}
    </StateBadge>
  )
}

const heights: Readonly<Record<Priority, number>> = { critical: 4, high: 3, normal: 2, low: 1 }
/** Four bars, as many filled as it is pressing, and the word. */
export function PriorityMark({ priority, strong }: { priority: Priority; strong?: boolean }) {
  const t = useText(deskWords)
  return (
    <span className={classes.priority} data-priority={priority} data-strong={strong || undefined}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
        {[0, 1, 2, 3].map((at) => (
          <rect key={at} x={at * 4} y={9 - at * 3} width="2.5" height={3 + at * 3} rx="1" data-on={at < heights[priority] || undefined} />
        ))}
      </svg>
      {t(`cases.priority.${priority}`)}
    </span>
  )
}

interface Due {
  dueAt: string | null
  late: boolean
  atRisk: boolean
}
/** What is due next, with a word when it is late or nearly so. */
/** Why the priority is what it is: what was chosen by hand first, then the arguments for the proposal. */
export const whyOf = ({ priorityReason, why }: Pick<CaseItem, 'priorityReason' | 'why'>): readonly string[] =>
  priorityReason === null ? why : [priorityReason, ...why]

export const Reasons = ({ lines }: { lines: readonly string[] }) =>
  lines.map((line) => (
    <p key={line} style={{ margin: 0 }}>
      {line}
    </p>
  ))

/** The priority, with its arguments under the pointer and for who hears the page. */
export function PriorityWhy({ row }: { row: CaseItem }) {
  const why = whyOf(row).join('. ')
  return (
    <span title={why || undefined}>
      <PriorityMark priority={row.priority} />
      {row.priorityReason !== null && <span aria-hidden>*</span>}
      <span className="visually-hidden"> {why}</span>
    </span>
  )
}

export function DueMark({ due, words }: { due: Due; words?: boolean }) {
  const t = useText(deskWords)
  if (due.late)
    return (
      <span className={classes.due} data-tone="red" title={t('desk.late')}>
        <StateBadge meaning="late" plain>
          {due.dueAt ? <Time at={due.dueAt} /> : t('desk.late')}
          {words && due.dueAt && ` · ${t('desk.late')}`}
          {!words && <span className="visually-hidden"> {t('desk.late')}</span>}
        </StateBadge>
      </span>
    )
  if (!due.dueAt) return null
  return due.atRisk ? (
    <span title={t('desk.atRisk')}>
      <StateBadge meaning="risk" plain>
        <Time at={due.dueAt} />
        {words ? ` · ${t('desk.atRisk')}` : <span className="visually-hidden"> {t('desk.atRisk')}</span>}
      </StateBadge>
    </span>
  ) : (
    <Time at={due.dueAt} />
  )
}

export function Confidential() {
  const t = useText(deskWords)
  return (
    <span className={classes.confidential} title={t('desk.confidential')}>
      <IconLock size={14} aria-hidden />
      <span className="visually-hidden">{t('desk.confidential')}</span>
    </span>
  )
}
