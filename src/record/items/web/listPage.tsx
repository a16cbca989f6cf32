/** The list of items: filters in the address, sorted by its columns. */
import { Button } from '@mantine/core'
import IconDevices from '@tabler/icons-react/dist/esm/icons/IconDevices2.mjs'
import { useMemo } from 'react'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import { itemSorts } from '../contract.ts'
import { items } from './calls.ts'
import { columnsOf } from './columns.tsx'
import { useFilterFields } from './filterFields.ts'
import { useWhere } from './more.ts'
import { ItemPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

const narrowing = ['kind', 'class', 'importance', 'owner', 'location', 'tag', 'organisationId', 'search'] as const
const many = ['kind', 'class', 'importance'] as const

/** What the address asks, as the endpoint takes it. */
function queryOf(state: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const key of narrowing) {
    const values = listOf(state[key] as string)
    if (values.length > 0) query[key] = (many as readonly string[]).includes(key) ? values.join(',') : (values[0] ?? '')
  }
  const sort = listOf(state.sort as string)[0]
  if (sort && (itemSorts as readonly string[]).includes(sort)) query.sort = sort
  return query
}

export default function ListPage() {
  const t = useText(webTexts)
  const go = useGo()
  const mayWork = useMay('items.work')
  const organisations = useWhere('items.see')
  const [state, change] = useUrlState()
  const query = queryOf(state)
  const question = JSON.stringify(query)
  const fields = useFilterFields(organisations)
  const columns = useMemo(() => columnsOf(t, (id) => organisations.find((one) => one.id === id)?.name), [t, organisations])
  const list = useLoadList({
    key: ['items', 'list', question],
    load: (after, signal) => items.items({ query: { ...(query as object), limit: 50, ...(after && { after }) } }, { signal }),
    on: ['items.created', 'items.changed', 'items.moved'],
  })
  const sort = listOf(state.sort as string)[0] ?? 'name'
  const narrowed = narrowing.some((key) => listOf(state[key] as string).length > 0)
  return (
    <Page title={t('items.title')} width="fill" actions={mayWork && <Button onClick={() => go('/items/new')}>{t('items.new')}</Button>}>
      <ItemPlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="items"
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
          bar={<Filters fields={fields} text="search" textLabel={t('items.filter.search')} />}
          empty={
            <Empty
              icon={IconDevices}
              title={narrowed ? t('items.list.noneFound') : t('items.list.empty')}
              action={
                !narrowed &&
                mayWork && (
                  <Button variant="default" onClick={() => go('/items/new')}>
                    {t('items.new')}
                  </Button>
                )
              }
            >
              {narrowed ? t('items.list.noneFoundWhat') : t('items.list.emptyWhat')}
            </Empty>
          }
        />
      )}
    </Page>
  )
}
