/** Known errors with what to do meanwhile; a later incident is linked from here. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import classes from '../../kinds/web/kinds.module.css'
import { CaseState } from '../../web/marksOfCase.tsx'
import { DeskPage } from '../../web/places.tsx'
import type { KnownError } from '../contract.ts'
import { LinkIncident } from './linkIncident.tsx'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

export default function KnownErrorsPage() {
  const t = useText(problemWords)
  const [url, change] = useUrlState()
  const [typed, setTyped] = useState(listOf(url.search)[0] ?? '')
  const search = listOf(url.search)[0] ?? ''
  const all = listOf(url.all)[0] === '1'
  useEffect(() => {
    const timer = setTimeout(() => typed !== search && change({ search: typed }), 250)
    return () => clearTimeout(timer)
  }, [typed, search, change])
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk', 'known', search, all],
    load: (after, signal) =>
      problemCalls.knownErrors({ query: { limit: 25, ...(search && { search }), ...(all && { all: 'true' }), ...(after && { after }) } }, { signal }),
    on: ['desk.problems.'],
  })
  return (
    <DeskPage title={t('desk.known.title')} lead={t('desk.known.lead')}>
      <div className={classes.search}>
        <TextInput
          type="search"
          label={t('desk.known.search')}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Checkbox label={t('desk.known.all')} checked={all} onChange={(event) => change({ all: event.currentTarget.checked ? '1' : undefined })} />
      </div>
      {error && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={6} />}
      {rows?.length === 0 && <Empty title={t('desk.known.none')}>{t('desk.known.none.text')}</Empty>}
      <ul className={classes.cards} aria-label={t('desk.known.title')}>
        {rows?.map((one) => (
          <Known key={one.id} one={one} />
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" mt="md" loading={loadingMore} onClick={loadMore}>
          {t('desk.known.more')}
        </Button>
      )}
    </DeskPage>
  )
}

function Known({ one }: { one: KnownError }) {
  const t = useText(problemWords)
  const may = useMay('desk.work')
  const [linking, setLinking] = useState(false)
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <Link to={`/desk/cases/${one.number}`}>
          <span className="mono">{one.number}</span> {one.title}
        </Link>
        <CaseState state={one.state} plain />
        <span className="dim small">{t('desk.known.incidents', { count: one.incidents })}</span>
        {one.forReporters && <span className="dim small">{t('desk.known.shownToReporters')}</span>}
      </div>
      <p className={classes.words}>{one.workaround}</p>
      {one.cause && (
        <p className="dim small">
          {t(one.causeKnown ? 'desk.problem.cause' : 'desk.problem.suspected')}: {one.cause}
        </p>
      )}
      {may && (
        <div className={classes.buttons}>
          <Button size="xs" variant="default" onClick={() => setLinking(true)} aria-label={`${t('desk.known.link')}: ${one.number}`}>
            {t('desk.known.link')}
          </Button>
        </div>
      )}
      {linking && <LinkIncident problem={one} onClose={() => setLinking(false)} />}
    </li>
  )
}
