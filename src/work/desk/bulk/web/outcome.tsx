/** How far it is and what came of it: what could not, by name and reason, and undo. */
import { Button, Progress } from '@mantine/core'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Refused } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Bulk } from '../contract.ts'
import classes from './bulk.module.css'
import { bulkCalls } from './calls.ts'
import { manyWords } from './texts.ts'

export const isRunning = ({ state }: Bulk) => state === 'running' || state === 'undoing'
/** How many of how many were reached: going, or going back. */
export const reachedOf = ({ state, total, pending, done, undone, left }: Bulk): [number, number] =>
  state === 'undoing' ? [undone + left, done + undone + left] : [total - pending, total]

export function Outcome({ bulk, undo }: { bulk: Bulk; undo: () => Promise<void> }) {
  const t = useText(manyWords)
  const { state, done, undone, left, refused } = bulk
  const running = isRunning(bulk)
  const [reached, of] = reachedOf(bulk)
  return (
    <div className={classes.form}>
      {running ? (
        <div role="status">
          <Progress value={of === 0 ? 100 : (reached / of) * 100} aria-label={t('desk.many.progress', { done: reached, total: of })} />
          <p className="dim small">{t('desk.many.progress', { done: reached, total: of })}</p>
        </div>
      ) : (
        <p role="status">{state === 'undone' ? t('desk.many.undone', { count: undone }) : t('desk.many.outcome', { done })}</p>
      )}
      {!running && refused > 0 && <Named bulk={bulk} state="refused" title={t('desk.many.refused', { count: refused })} />}
      {!running && left > 0 && <Named bulk={bulk} state="left" title={t('desk.many.left', { count: left })} />}
      {state === 'done' && done > 0 && (
        <div>
          <Refused why={bulk.whyNot ?? undefined}>
            <Button variant="default" onClick={() => void undo()}>
              {t('desk.many.undo')}
            </Button>
          </Refused>
        </div>
      )}
    </div>
  )
}

function Named({ bulk, state, title }: { bulk: Bulk; state: 'refused' | 'left'; title: string }) {
  const { data } = useLoad({
    key: ['desk', 'bulk', bulk.id, state, bulk.state],
    load: (signal) => bulkCalls.items({ params: { id: bulk.id }, query: { state, limit: 200 } }, { signal }),
  })
  return (
    <div>
      <p>{title}</p>
      <ul className={classes.list}>
        {data?.items.map(({ id, number, title: name, why }) => (
          <li key={id}>
            <Link to={`/desk/cases/${number}`}>
              <span className="mono">{number}</span> {name}
            </Link>
            <br />
            <span className="dim">{why}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
