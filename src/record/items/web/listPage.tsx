/** The list of items: views as tabs, filters in the address, sorted by its columns. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import IconDevices from '@tabler/icons-react/dist/esm/icons/IconDevices2.mjs'
import { useMemo, useState } from 'react'
import { columnsOfView, useOpenView } from '#record/views/web/openView.ts'
import { Filters } from '#web/kit/filters.tsx'
import { useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import { type Begun, Bulk, Many } from '../bulk/web/bulk.tsx'
import { LastBulk } from '../bulk/web/lastBulk.tsx'
import type { ListedItem } from '../contract.ts'
import { ExportMenu } from '../exporting/web/exportMenu.tsx'
import { LabelsLink } from '../labels/web/link.tsx'
import type { ItemView } from '../views/contract.ts'
import { useItemViews } from '../views/web/calls.ts'
import { items } from './calls.ts'
import { columnsOf } from './columns.tsx'
import { useFilterFields } from './filterFields.ts'
import { useWhere } from './more.ts'
import { ItemPlaces } from './places.tsx'
import { ItemTabs } from './tabs.tsx'
import { webTexts } from './texts.ts'
import { isNarrowed, noFilters, queryOf, sortOf, type View, views } from './views.ts'

export default function ListPage() {
  const t = useText(webTexts)
  const go = useGo()
  const mayWork = useMay('items.work')
  const mayKeep = useMay('items.read')
  const organisations = useWhere('items.see')
  const [search, change] = useUrlState()
  const open = useOpenView<View, ItemView>({ search, saved: useItemViews(mayKeep), standing: views, remembered: 'spil.items.view' })
  const query = queryOf(open.view, search)
  const fields = useFilterFields(organisations)
  const tight = useMediaQuery('(max-width: 1240px)', false, { getInitialValueInEffect: false }) ?? false
  const columns = useMemo(
    () =>
      columnsOfView(
        columnsOf(t, (id) => organisations.find((one) => one.id === id)?.name, tight),
        open.kept,
      ),
    [t, organisations, open.kept, tight],
  )
  const list = useLoadList({
    key: ['items', 'list', JSON.stringify(query)],
    when: open.ready,
    load: (after, signal) => items.items({ query: { ...(query as object), limit: 50, ...(after && { after }) } }, { signal }),
    on: ['items.created', 'items.changed', 'items.moved'],
  })
  const sort = sortOf(open.view, search)
  const [begun, setBegun] = useState<Begun>()
  return (
    <Page
      title={t('items.title')}
      width="fill"
      actions={
        <>
          <LabelsLink query={query} />
          <ExportMenu query={query} columns={columns} />
          {mayWork && <Button onClick={() => go('/items/new')}>{t('items.new')}</Button>}
        </>
      }
    >
      <ItemPlaces />
      {mayKeep && <ItemTabs open={open} query={query} columns={columns} organisationId={organisations[0]?.id} />}
      {mayWork && <LastBulk />}
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          key={open.name}
          name={`items/${open.name}`}
          label={t('items.title')}
          columns={columns}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={({ name }) => name}
          href={({ number }) => `/items/${number}`}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          sort={{ key: sort, down: sort === 'updated' || sort === 'created' }}
          onSort={({ key }) => change({ sort: key })}
          {...(mayWork && {
            actions: (chosen: readonly ListedItem[], clear: () => void) => <Bulk rows={chosen} clear={clear} begin={setBegun} />,
          })}
          bar={<Filters fields={fields} text="search" textLabel={t('items.filter.search')} />}
          empty={<Nothing narrowed={isNarrowed(search) || open.view !== 'all'} clear={isNarrowed(search) ? () => change(noFilters) : undefined} />}
        />
      )}
      <Many begun={begun} close={() => setBegun(undefined)} />
    </Page>
  )
}

function Nothing({ narrowed, clear }: { narrowed: boolean; clear: (() => void) | undefined }) {
  const t = useText(webTexts)
  const go = useGo()
  const mayWork = useMay('items.work')
  const run = narrowed ? (clear ?? (() => go('/items?view=all'))) : () => go('/items/new')
  const verb = narrowed ? t(clear ? 'items.list.clear' : 'items.list.showAll') : t('items.new')
  return (
    <Empty
      icon={IconDevices}
      title={narrowed ? t('items.list.noneFound') : t('items.list.empty')}
      action={
        (narrowed || mayWork) && (
          <Button variant="default" onClick={run}>
            {verb}
          </Button>
        )
      }
    >
      {narrowed ? t(clear ? 'items.list.noneFoundWhat' : 'items.list.noneInView') : t('items.list.emptyWhat')}
    </Empty>
  )
}
