/** Says what somebody else changed while this case was open, calmly, and where to find it. Nothing that is being typed is touched. */
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import type { CasePage } from '../../contract.ts'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import type { History } from './story.ts'

/** What is new in the history since the page was opened, by others. */
export function useOthersChanges(history: readonly History[] | undefined): { changes: readonly History[]; seen: () => void } {
  const me = useMe()
  const known = useRef<Set<string>>(undefined)
  const [changes, setChanges] = useState<readonly History[]>([])
  useEffect(() => {
    if (!history) return
    const before = known.current
    known.current = new Set([...(before ?? []), ...history.map(({ id }) => id)])
    if (!before) return
    const fresh = history.filter((item) => !before.has(item.id) && item.by !== null && item.by.id !== me?.id)
    if (fresh.length > 0) setChanges((now) => [...fresh, ...now])
  }, [history, me?.id])
  return { changes, seen: () => setChanges([]) }
}

export function UnderYourHands({ changes, seen, page }: { changes: readonly History[]; seen: () => void; page: CasePage }) {
  const t = useText(deskWords)
  const words = useWords()
  const last = changes[0]
  if (!last) return null
  const name = last.by?.name ?? t('cases.someone')
  const show = () => {
    const entry = last.name === 'cases.entryAdded' ? page.entries.findLast(({ author }) => author?.id === last.by?.id) : undefined
    const at = document.getElementById(entry ? `entry-${entry.id}` : `entry-event-${last.id}`)
    at?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
    seen()
  }
  return (
    <div className={classes.notice} role="status">
      <span>
        {last.name === 'cases.entryAdded' ? t('desk.case.newEntry', { name }) : t('desk.case.changedBy', { name, what: last.text })}
        {changes.length > 1 && ` ${t('desk.case.changedMore', { count: changes.length - 1 })}`}
      </span>
      <Button size="compact-xs" variant="default" onClick={show}>
        {t('desk.list.show')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={seen}>
        {words('kit.close')}
      </Button>
    </div>
  )
}
