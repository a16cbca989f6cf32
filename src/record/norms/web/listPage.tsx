/** Expectations, with how many items meet them. */
import { Button } from '@mantine/core'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import type { Expectation } from '../contract.ts'
import { norms } from './calls.ts'
import { SeverityWord } from './marks.tsx'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

const columnsOf = (t: Text<keyof typeof webTexts & string>): Column<Expectation>[] => [
  { key: 'title', title: t('norms.col.title'), render: ({ title }) => title, lead: true, fixed: true },
  { key: 'reads', title: t('norms.edit.reads'), render: ({ reads }) => <span className="dim">{reads}</span>, wideOnly: true },
  { key: 'severity', title: t('norms.edit.severity'), width: 100, render: ({ severity }) => <SeverityWord severity={severity} /> },
  {
    key: 'state',
    title: t('norms.col.state'),
    width: 150,
    render: ({ draft, counts }) => t(draft && counts ? 'norms.state.both' : draft ? 'norms.state.draft' : 'norms.state.counts'),
  },
  { key: 'met', title: t('norms.col.holds'), width: 90, end: true, render: ({ standings }) => standings.met },
  { key: 'broken', title: t('norms.col.broken'), width: 90, end: true, render: ({ standings }) => standings.broken },
  { key: 'unknown', title: t('norms.col.unknown'), width: 100, end: true, render: ({ standings }) => standings.unknown },
]

export default function ListPage() {
  const t = useText(webTexts)
  const go = useGo()
  const may = useMay('norms.configure')
  const [state] = useUrlState()
  const search = listOf(state.search)[0]
  const list = useLoadList({
    key: ['norms', 'list', search ?? ''],
    load: (after, signal) => norms.expectations({ query: { limit: 50, ...(search && { search }), ...(after && { after }) } }, { signal }),
    on: ['norms.expectationChanged', 'norms.baselineChanged', 'norms.deviationOpened', 'norms.deviationEnded'],
  })
  return (
    <Page title={t('norms.expectations.title')} width="fill" actions={may && <Button onClick={() => go('/norms/new')}>{t('norms.new')}</Button>}>
      <NormPlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="norms"
          label={t('norms.expectations.title')}
          columns={columnsOf(t)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={({ title }) => title}
          href={({ id }) => `/norms/expectations/${id}`}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          bar={<Filters fields={[]} text="search" textLabel={t('norms.filter.search')} />}
          empty={<Empty title={t('norms.empty')}>{t('norms.emptyWhat')}</Empty>}
        />
      )}
    </Page>
  )
}
