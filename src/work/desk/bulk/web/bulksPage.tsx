/** What was done with several cases at once, the last first: how it went, with which cases, and the way back. */
import { Button, Progress } from '@mantine/core'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import { useEffect, useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import { DeskPage } from '../../web/places.tsx'
import type { Bulk } from '../contract.ts'
import classes from './bulk.module.css'
import { bulkCalls } from './calls.ts'
import { isRunning, reachedOf } from './outcome.tsx'
import { manyWords } from './texts.ts'

export default function BulksPage() {
  const t = useText(manyWords)
  const words = useWords()
  const { rows, error, retry, loadMore, loadingMore } = useLoadList({
    key: ['desk', 'bulks'],
    load: (after, signal) => bulkCalls.bulks({ query: { limit: 50, ...(after && { after }) } }, { signal }),
    on: ['desk.bulk.'],
  })
  const running = rows?.some(isRunning) ?? false
  // Its beginning and its end are told; how far it is must be asked.
  useEffect(() => {
    if (!running) return
    const timer = setInterval(retry, 1000)
    return () => clearInterval(timer)
  }, [running, retry])
  return (
    <DeskPage title={t('desk.many.mine')} lead={t('desk.many.mine.lead')}>
      {error ? (
        <Failure error={error} retry={retry} />
      ) : !rows ? (
        <Skeletons rows={4} />
      ) : rows.length === 0 ? (
        <Empty icon={IconStack} title={t('desk.many.history.none')}>
          {t('desk.many.history.how')}
        </Empty>
      ) : (
        <ul className={classes.bulks} aria-label={t('desk.many.mine')}>
          {rows.map((one) => (
            <One key={one.id} bulk={one} again={retry} />
          ))}
        </ul>
      )}
      {loadMore && (
        <Button variant="default" mt="md" loading={loadingMore} onClick={loadMore}>
          {words('kit.table.more')}
        </Button>
      )}
    </DeskPage>
  )
}

function One({ bulk, again }: { bulk: Bulk; again: () => void }) {
  const t = useText(manyWords)
  const words = useWords()
  const me = useMe()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  const { done, total, what } = bulk
  const undo = () =>
    bulkCalls
      .undo({ params: { id: bulk.id } })
      .then(again)
      .catch((thrown: unknown) => toastProblem(thrown, words('kit.away')))
  return (
    <li className={classes.bulk}>
      <div className={classes.head}>
        <div>
          <strong>{t('desk.many.title', { what, count: total })}</strong>
          <p className="dim small">
            <Time at={bulk.at} />
            {bulk.by.id !== me?.id && ` · ${bulk.by.name}`}
          </p>
          <How bulk={bulk} />
        </div>
        <div className={classes.foot}>
          <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'desk.many.fold' : 'desk.many.which')}
          </Button>
          {(done > 0 || bulk.state !== 'done') && (
            <Refused why={bulk.whyNot ?? undefined}>
              <Button size="xs" variant="default" onClick={() => setAsked(true)}>
                {t('desk.many.undo')}
              </Button>
            </Refused>
          )}
        </div>
      </div>
      {open && <Cases bulk={bulk} />}
      <Confirm
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('desk.many.undo.ask', { what, count: done })}
        consequences={t('desk.many.undo.means')}
        verb={t('desk.many.undo')}
        onConfirm={undo}
      />
    </li>
  )
}

/** How far it is, or what came of it, in one line. */
function How({ bulk }: { bulk: Bulk }) {
  const t = useText(manyWords)
  if (isRunning(bulk)) {
    const [reached, of] = reachedOf(bulk)
    const said = t('desk.many.progress', { done: reached, total: of })
    return (
      <div role="status">
        <Progress value={of === 0 ? 100 : (reached / of) * 100} aria-label={said} />
        <p className="dim small">{said}</p>
      </div>
    )
  }
  const parts = [
    bulk.state === 'undone' ? t('desk.many.undone', { count: bulk.undone }) : t('desk.many.outcome', { done: bulk.done }),
    ...(bulk.refused > 0 ? [t('desk.many.refused.some', { count: bulk.refused })] : []),
    ...(bulk.left > 0 ? [t('desk.many.left.some', { count: bulk.left })] : []),
  ]
  return <p>{parts.join(' · ')}</p>
}

/** Each of its cases, with what became of it and why. */
function Cases({ bulk }: { bulk: Bulk }) {
  const t = useText(manyWords)
  const words = useWords()
  const { rows, error, retry, loadMore, loadingMore } = useLoadList({
    key: ['desk', 'bulk', bulk.id, bulk.state],
    load: (after, signal) => bulkCalls.items({ params: { id: bulk.id }, query: { limit: 50, ...(after && { after }) } }, { signal }),
  })
  if (error) return <Failure error={error} retry={retry} />
  if (!rows) return <Skeletons rows={2} />
  return (
    <>
      <ul className={classes.list} aria-label={t('desk.many.which')}>
        {rows.map(({ id, number, title, state, why }) => (
          <li key={id}>
            <Link to={`/desk/cases/${number}`}>
              <span className="mono">{number}</span> {title}
            </Link>
            <span className="dim">
              {' · '}
              {t(`desk.many.item.${state}`)}
              {why && `: ${why}`}
            </span>
          </li>
        ))}
      </ul>
      {loadMore && (
        <Button size="xs" variant="default" mt="xs" loading={loadingMore} onClick={loadMore}>
          {words('kit.table.more')}
        </Button>
      )}
    </>
  )
}
