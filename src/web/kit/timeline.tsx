/** What was said and done, newest at the bottom. Internal entries stand on their own ground and say so; small happenings are one line. */
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import type { ReactNode } from 'react'
import { PersonChip } from './marks.tsx'
import type { Icon } from './room.ts'
import { useWords } from './texts.ts'
import { Time } from './time.tsx'
import classes from './timeline.module.css'

export interface TimelineEntry {
  id: string
  at: string
  /** Who; a name. */
  by: string
  /** `said` is a message, `done` one line about something that happened. */
  kind: 'said' | 'done'
  internal?: boolean
  /** By which way it came: mail, portal, phone. */
  detail?: string
  icon?: Icon
  content: ReactNode
  /** Under the content: attachments. */
  foot?: ReactNode
}

export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label?: string }) {
  const t = useWords()
  return (
    <ol className={classes.timeline} aria-label={label ?? t('kit.story')}>
      {entries.map((entry) => (
        <li
          key={entry.id}
          id={`entry-${entry.id}`}
          className={entry.kind === 'said' ? classes.said : classes.done}
          data-internal={entry.internal || undefined}
        >
          {entry.kind === 'said' ? <Said entry={entry} /> : <Done entry={entry} />}
        </li>
      ))}
    </ol>
  )
}

function Said({ entry }: { entry: TimelineEntry }) {
  const t = useWords()
  return (
    <>
      <div className={classes.head}>
        <PersonChip name={entry.by} />
        {entry.internal && (
          <span className={classes.internal} title={t('kit.timeline.internal.help')}>
            <IconLock size={12} stroke={2} aria-hidden />
            {t('kit.timeline.internal')}
          </span>
        )}
        <span className={classes.when}>
          {entry.detail && <span>{entry.detail}</span>}
          <Time at={entry.at} />
        </span>
      </div>
      <div className={classes.text}>{entry.content}</div>
      {entry.foot && <div className={classes.foot}>{entry.foot}</div>}
    </>
  )
}

function Done({ entry }: { entry: TimelineEntry }) {
  const Shape = entry.icon
  return (
    <>
      <span className={classes.dot}>{Shape && <Shape size={14} aria-hidden />}</span>
      <span className={classes.what}>
        <strong>{entry.by}</strong> {entry.content}
      </span>
      <span className={classes.when}>
        <Time at={entry.at} />
      </span>
    </>
  )
}
