/** What an item hangs together with: now, still to come, and what is over; with its redundancy, and the ways to say and end it. */
import { Button } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Item } from '../contract.ts'
import type { Relation } from '../relations/contract.ts'
import { lastDayOf } from './days.ts'
import classes from './item.module.css'
import { ItemState } from './marks.tsx'
import { relations } from './more.ts'
import { AddRelation, EndRelation } from './relationForm.tsx'
import { Groups } from './relationGroups.tsx'
import { relationTexts } from './relationTexts.ts'

export type When = 'now' | 'coming' | 'over'
/** Whether it holds at this moment. What ended before it began never held, and is over. */
export function whenOf({ validFrom, validUntil }: Pick<Relation, 'validFrom' | 'validUntil'>, now: number): When {
  if (validUntil !== null && (Date.parse(validUntil) <= now || validUntil <= validFrom)) return 'over'
  return Date.parse(validFrom) > now ? 'coming' : 'now'
}

/** What else is shown follows from what holds. */
export function useRelationsChanged() {
  const reload = useReload()
  return () => Promise.all(['relations', 'impact', 'causes', 'surroundings'].map((part) => reload(['items', part])))
}

export function RelationsPart({ item }: { item: Item }) {
  const t = useText(relationTexts)
  const changed = useRelationsChanged()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Relation>()
  const [past, setPast] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['items', 'relations', item.id],
    load: (signal) => relations.relations({ params: { id: item.id }, query: { past: 'true' } as never }, { signal }),
    on: ['items.related', 'items.unrelated', 'items.grouped'],
  })
  const now = Date.now()
  const at = (when: When) => data?.items.filter((one) => whenOf(one, now) === when) ?? []
  const over = at('over')
  const list = (when: When, rows = at(when)) => <Rows item={item} when={when} rows={rows} end={setEnding} />
  return (
    <Section
      title={t('items.relations.title')}
      actions={
        <span className={classes.foot}>
          <Link to={`/items/${item.number}/surroundings`}>{t('items.relations.draw')}</Link>
          {item.mayChange && (
            <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
              {t('items.relations.add')}
            </Button>
          )}
        </span>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data && at('now').length === 0 && <p className="dim">{t('items.relations.none')}</p>}
      {list('now')}
      {data && <Groups item={item} data={data} rows={at('now')} />}
      {at('coming').length > 0 && <h3 className={classes.sub}>{t('items.relations.coming')}</h3>}
      {list('coming')}
      {over.length > 0 && (
        <Button size="compact-sm" variant="subtle" aria-expanded={past} onClick={() => setPast(!past)}>
          {past ? t('items.relations.hideOver') : t('items.relations.showOver', { count: over.length })}
        </Button>
      )}
      {past && over.length > 0 && (
        <>
          <h3 className={classes.sub}>{t('items.relations.over')}</h3>
          {list('over')}
        </>
      )}
      {data?.more && <p className="dim small">{t('items.relations.more')}</p>}
      {adding && (
        <AddRelation
          item={item}
          close={async (added) => {
            setAdding(false)
            if (added) await changed()
          }}
        />
      )}
      {ending && (
        <EndRelation
          item={item}
          relation={ending}
          close={async (ended) => {
            setEnding(undefined)
            if (ended) await changed()
          }}
        />
      )}
    </Section>
  )
}

interface RowsProps {
  item: Item
  when: When
  rows: readonly Relation[]
  end: (relation: Relation) => void
}
function Rows({ item, when, rows, end }: RowsProps) {
  const t = useText(relationTexts)
  if (rows.length === 0) return null
  const label = when === 'now' ? 'items.relations.title' : when === 'coming' ? 'items.relations.coming' : 'items.relations.over'
  return (
    <ul className={classes.list} aria-label={t(label)}>
      {rows.map((one) => (
        <li key={one.id} className={classes.row} data-over={when === 'over' || undefined}>
          <span className={classes.label}>{one.label}</span>
          <span className={classes.wide}>
            <Link to={`/items/${one.other.number}`}>{one.other.name}</Link> <span className="dim">{one.other.kind.name}</span>
            {(one.port || one.otherPort) && <span className="mono small"> {[one.port ?? '…', one.otherPort ?? '…'].join(' → ')}</span>}
            {one.note && <span className="dim small"> {one.note}</span>}
            <Period relation={one} when={when} />
          </span>
          <ItemState state={one.other.state} plain />
          {item.mayChange && when !== 'over' && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              aria-label={t('items.relations.end', { name: one.other.name })}
              title={t('items.relations.endVerb')}
              onClick={() => end(one)}
            >
              <IconX size={14} aria-hidden />
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** From when and until when, where that says more than “now”. */
function Period({ relation: { validFrom, validUntil }, when }: { relation: Relation; when: When }) {
  const t = useText(relationTexts)
  if (when === 'over' && validUntil !== null && validUntil <= validFrom) return <span className="dim small"> {t('items.relations.never')}</span>
  if (when === 'now' && validUntil === null) return null
  // The words stand around the moment, which is drawn by itself.
  const around = (words: string, moment: string) => {
    const [before = '', after = ''] = words.split('\u0001')
    return (
      <span className="dim small">
        {' '}
        {before}
        <Time at={moment} as="day" />
        {after}
      </span>
    )
  }
  return (
    <>
      {when !== 'now' && around(t('items.relations.begins', { day: '\u0001' }), validFrom)}
      {validUntil !== null && around(t('items.relations.ends', { day: '\u0001' }), lastDayOf(validUntil))}
    </>
  )
}
