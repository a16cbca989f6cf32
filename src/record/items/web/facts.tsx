/** What was observed of an item, with what other sources say where they contradict each other. */
import { Button, TextInput } from '@mantine/core'
import IconAlert from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import { useState } from 'react'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Item } from '../contract.ts'
import type { Fact, Observed } from '../facts/contract.ts'
import classes from './item.module.css'
import { facts } from './more.ts'
import { webTexts } from './texts.ts'

export function FactsPart({ item }: { item: Item }) {
  const t = useText(webTexts)
  const [search, setSearch] = useState('')
  const list = useLoadList({
    key: ['items', 'facts', item.id, search],
    load: (after, signal) =>
      facts.facts({ params: { id: item.id }, query: { limit: 20, ...(search && { search }), ...(after && { after }) } }, { signal }),
    about: [`item/${item.id}`],
  })
  const many = search !== '' || list.loadMore !== undefined || (list.rows?.length ?? 0) > 12
  return (
    <Section
      title={t('items.facts.title')}
      actions={
        many && (
          <TextInput
            type="search"
            size="xs"
            aria-label={t('items.facts.search')}
            placeholder={t('items.facts.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )
      }
    >
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={3} />}
      {list.rows?.length === 0 && <p className="dim">{search ? t('items.list.noneFound') : t('items.facts.none', { number: item.number })}</p>}
      <ul className={classes.list}>
        {list.rows?.map((fact) => (
          <OneFact key={fact.key} fact={fact} />
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

function OneFact({ fact }: { fact: Fact }) {
  const t = useText(webTexts)
  const shown = ({ value, unit }: Pick<Observed, 'value' | 'unit'>) =>
    [value === true ? t('items.facts.yes') : value === false ? t('items.facts.no') : String(value), unit].filter(Boolean).join(' ')
  return (
    <li className={classes.row}>
      <span className={`${classes.label} mono small`}>{fact.key}</span>
      <span className={classes.wide}>
        {shown(fact)}
        {fact.conflict && (
          <span>
            {' '}
            <IconAlert size={14} aria-label={t('items.facts.conflict')} />{' '}
            {fact.others
              .filter((other) => shown(other) !== shown(fact))
              .map((other) => t('items.facts.says', { source: other.source, value: shown(other) }))
              .join(', ')}
          </span>
        )}
      </span>
      <span className="dim small">
        {fact.source}, {t('items.facts.seen')} <Time at={fact.seenAt} />
      </span>
    </li>
  )
}
