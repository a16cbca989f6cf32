/** What was observed of an item: which source counts, what every other one says, and the course of it in time. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import IconAlert from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconChevron from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { lazy, Suspense, useState } from 'react'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Item } from '../contract.ts'
import type { Fact } from '../facts/contract.ts'
import { factTexts } from './factTexts.ts'
import classes from './item.module.css'
import { facts, useWhere } from './more.ts'
import { shownValue } from './shownValue.ts'

const Course = lazy(() => import('./factCourse.tsx'))
const Ranking = lazy(() => import('./ranking.tsx').then((file) => ({ default: file.RankingDialog })))

export function FactsPart({ item }: { item: Item }) {
  const t = useText(factTexts)
  const [search, setSearch] = useState('')
  const [conflicts, setConflicts] = useState(false)
  const list = useLoadList({
    key: ['items', 'facts', item.id, search, conflicts],
    load: (after, signal) => {
      const query = { limit: 20, ...(search && { search }), ...(after && { after }), ...(conflicts && { conflicts: 'true' }) }
      return facts.facts({ params: { id: item.id }, query }, { signal })
    },
    about: [`item/${item.id}`],
    on: ['items.rankingChanged'],
  })
  const narrowed = search !== '' || conflicts
  const many = narrowed || list.loadMore !== undefined || (list.rows?.length ?? 0) > 12
  return (
    <Section
      title={t('items.facts.title')}
      actions={
        <span className={classes.foot}>
          {(conflicts || list.rows?.some((fact) => fact.conflict)) && (
            <Checkbox
              size="xs"
              label={t('items.facts.onlyConflicts')}
              checked={conflicts}
              onChange={(event) => setConflicts(event.currentTarget.checked)}
            />
          )}
          {many && (
            <TextInput
              type="search"
              size="xs"
              aria-label={t('items.facts.search')}
              placeholder={t('items.facts.search')}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          )}
        </span>
      }
    >
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={3} />}
      {list.rows?.length === 0 && <p className="dim">{narrowed ? t('items.facts.notFound') : t('items.facts.none', { number: item.number })}</p>}
      <ul className={classes.list} aria-label={t('items.facts.title')}>
        {list.rows?.map((fact) => (
          <OneFact key={fact.key} item={item} fact={fact} />
        ))}
      </ul>
      {list.loadMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('items.facts.more')}
        </Button>
      )}
    </Section>
  )
}

function OneFact({ item, fact }: { item: Item; fact: Fact }) {
  const t = useText(factTexts)
  const [open, setOpen] = useState(false)
  const [dialog, setDialog] = useState<'course' | 'ranking'>()
  const mayRank = useWhere('items.configure').some(({ id }) => id === item.organisationId)
  const close = () => setDialog(undefined)
  return (
    <li className={classes.fact}>
      <div className={classes.row}>
        <button type="button" className={classes.factKey} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevron size={12} aria-hidden />
          <span className="mono small">{fact.key}</span>
        </button>
        <span className={classes.wide}>
          {shownValue(t, fact)}
          {fact.conflict && (
            <span className={classes.conflict}>
              <IconAlert size={14} aria-hidden /> {t('items.facts.conflict')}
            </span>
          )}
        </span>
        <span className="dim small">
          {fact.source}, {t('items.facts.seen')} <Time at={fact.seenAt} />
        </span>
      </div>
      {open && (
        <div className={classes.sources}>
          <Sources fact={fact} />
          <span className={classes.foot}>
            <Button size="compact-xs" variant="default" aria-label={t('items.facts.history', { key: fact.key })} onClick={() => setDialog('course')}>
              {t('items.facts.course')}
            </Button>
            {mayRank && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('items.ranking.editFor', { key: fact.key })}
                onClick={() => setDialog('ranking')}
              >
                {t('items.ranking.edit')}
              </Button>
            )}
          </span>
        </div>
      )}
      <Suspense fallback={null}>
        {dialog === 'course' && <Course itemId={item.id} factKey={fact.key} close={close} />}
        {dialog === 'ranking' && (
          <Ranking organisationId={item.organisationId} factKey={fact.key} known={[fact, ...fact.others].map(({ source }) => source)} close={close} />
        )}
      </Suspense>
    </li>
  )
}

/** What each source says; the first is the one that counts. */
function Sources({ fact }: { fact: Fact }) {
  const t = useText(factTexts)
  const first = shownValue(t, fact)
  return (
    <ul className={classes.list} aria-label={fact.key}>
      {[fact, ...fact.others].map((one, at) => (
        <li key={one.source} className={classes.row}>
          <span className={classes.label}>{one.source}</span>
          <span className={classes.wide}>
            {shownValue(t, one) === first ? shownValue(t, one) : <strong>{shownValue(t, one)}</strong>}
            {at === 0 && fact.others.length > 0 && <span className="dim small"> {t('items.facts.counts')}</span>}
          </span>
          <span className="dim small">
            {t('items.facts.since')} <Time at={one.since} />, {t('items.facts.seen')} <Time at={one.seenAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
