/** One case in the shift view, with the note that goes along. */
import type { ReactNode } from 'react'
import { Link } from '#web/kit/links.tsx'
import { Note, PersonChip } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { CaseState, PriorityMark } from '../../web/marksOfCase.tsx'
import type { ShiftItem } from '../contract.ts'
import classes from './handover.module.css'
import { NoteShown } from './noteFields.tsx'
import { handoverWords } from './texts.ts'

interface Props {
  item: ShiftItem
  /** The note is shown at once. */
  open?: boolean
  before?: ReactNode
  children?: ReactNode
}
export function ShiftRow({ item, open, before, children }: Props) {
  const t = useText(handoverWords)
  const { case: one, note } = item
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        {before}
        <Link to={`/desk/cases/${one.number}`} className={classes.grow}>
          <span className="mono">{one.number}</span> {one.title}
        </Link>
        <PriorityMark priority={one.priority} />
        <CaseState state={one.state} waitingFor={one.waitingFor} />
        {one.assignee && <PersonChip name={one.assignee.name} {...(item.absent && { detail: t('shift.absent') })} />}
        {item.endsAt && (
          <span className="dim small">
            <Time at={item.endsAt} />
          </span>
        )}
        {!open && <StateBadge meaning={note ? 'done' : 'risk'}>{t(note ? 'shift.hasNote' : 'shift.noNote')}</StateBadge>}
      </div>
      {note?.status === 'sentBack' && (
        <Note tone="amber">{t('hand.sentBack', { by: note.to?.name ?? t('hand.someone'), question: note.question ?? '' })}</Note>
      )}
      {note && open && <NoteShown note={note} />}
      {note && !open && (
        <details>
          <summary className="dim small">
            {note.status === 'offered' ? t('hand.waits', { to: note.to?.name ?? note.team?.name ?? '' }) : t('shift.hasNote')}
          </summary>
          <NoteShown note={note} />
        </details>
      )}
      {children}
    </li>
  )
}
