/** What and who is hit when an item fails, and what could explain that it does. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Item } from '../contract.ts'
import classes from './item.module.css'
import { ItemState } from './marks.tsx'
import { impact } from './more.ts'
import { webTexts } from './texts.ts'

const first = 5
const about = ['items.related', 'items.unrelated', 'items.grouped', 'items.moved']

export function ImpactPart({ item }: { item: Item }) {
  const t = useText(webTexts)
  const [all, setAll] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['items', 'impact', item.id],
    load: (signal) => impact.impact({ params: { id: item.id } }, { signal }),
    on: about,
  })
  return (
    <Section title={t('items.impact.title')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.total === 0 && <p className="dim">{t('items.impact.nothing')}</p>}
      {data && data.total > 0 && (
        <>
          <p>
            {t('items.impact.hit', { count: data.total, people: data.people })}
            {data.persons.length > 0 && (
              <span className="dim">
                {' '}
                (
                {data.persons
                  .slice(0, first)
                  .map(({ name }) => name)
                  .join(', ')}
                {data.people > first && '…'})
              </span>
            )}
          </p>
          <ul className={classes.list}>
            {data.items.slice(0, all ? undefined : first).map((one) => (
              <li key={one.id} className={classes.row}>
                <span className={classes.wide}>
                  <Link to={`/items/${one.number}`}>{one.name}</Link> <span className="dim">{one.kind.name}</span>
                </span>
                {one.importance && <span>{t(`items.importance.${one.importance}`)}</span>}
                <span className="dim">{t('items.impact.steps', { steps: one.steps })}</span>
              </li>
            ))}
          </ul>
          {data.items.length > first && !all && (
            <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
              {t('items.impact.more')}
            </Button>
          )}
        </>
      )}
    </Section>
  )
}

export function CausesPart({ item }: { item: Item }) {
  const t = useText(webTexts)
  const { data, error, refetch } = useLoad({
    key: ['items', 'causes', item.id],
    load: (signal) => impact.causes({ params: { id: item.id } }, { signal }),
    on: about,
  })
  const others = data?.items.filter(({ id }) => id !== item.id) ?? []
  return (
    <Section title={t('items.causes.title')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data && others.length === 0 && <p className="dim">{t('items.causes.none')}</p>}
      {others.length > 0 && (
        <ul className={classes.list}>
          {others.slice(0, 8).map((one) => (
            <li key={one.id} className={classes.row}>
              <span className={classes.wide}>
                <Link to={`/items/${one.number}`}>{one.name}</Link> <span className="dim">{one.kind.name}</span>
              </span>
              {one.signs.length > 0 ? <span>{one.signs.join(', ')}</span> : <ItemState state={one.state} plain />}
              <span className="dim">{t('items.impact.steps', { steps: one.steps })}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
