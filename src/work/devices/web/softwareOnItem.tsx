/** On the page of an item: what is installed on it, and what no longer is. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Installed } from '../software/contract.ts'
import { software } from './calls.ts'
import classes from './devices.module.css'
import { webTexts } from './texts.ts'

export default function SoftwareOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(webTexts)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim().slice(0, 200), 120)
  const [removed, setRemoved] = useState(false)
  const list = useLoadList({
    key: ['devices', 'software', item.id, search, removed],
    load: (after, signal) => {
      const query = { limit: 20, ...(search && { search }), ...(removed && { removed: 'true' }), ...(after && { after }) }
      return software.software({ params: { id: item.id }, query }, { signal })
    },
    about: [`item/${item.id}`],
  })
  const narrowed = typed !== '' || removed
  if (!narrowed && !list.error && !list.rows?.length) return null
  return (
    <Section
      title={title}
      actions={
        <span className={classes.deeds}>
          <Checkbox size="xs" label={t('devices.software.removed')} checked={removed} onChange={(event) => setRemoved(event.currentTarget.checked)} />
          <TextInput
            type="search"
            size="xs"
            aria-label={t('devices.software.search')}
            placeholder={t('devices.software.search')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </span>
      }
    >
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {list.rows?.length === 0 && <p className="dim">{t(search === '' ? 'devices.software.noneRemoved' : 'devices.software.noneFound')}</p>}
      <ul className={classes.list} aria-label={title}>
        {list.rows?.map((one) => (
          <Row key={`${one.source} ${one.name} ${one.arch} ${one.version} ${one.firstSeenAt}`} one={one} />
        ))}
      </ul>
      {list.loadMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('devices.software.more')}
        </Button>
      )}
    </Section>
  )
}

function Row({ one }: { one: Installed }) {
  const t = useText(webTexts)
  return (
    <li className={classes.row} data-over={one.removedAt !== null || undefined}>
      <span className={classes.wide}>
        <Link to={`/devices/products/${encodeURIComponent(one.product)}`}>{one.name}</Link> <span className="mono small">{one.version}</span>
        {one.was !== null && <span className="dim small"> {t('devices.software.was', { version: one.was })}</span>}
        {one.publisher && <span className="dim small"> · {one.publisher}</span>}
      </span>
      <span className="dim small">
        {t(one.removedAt ? 'devices.software.went' : 'devices.software.since')} <Time at={one.removedAt ?? one.firstSeenAt} as="day" />
      </span>
    </li>
  )
}
