/** What does not hold, newest first. */
import { useWhere } from '#record/items/web/more.ts'
import { Filters } from '#web/kit/filters.tsx'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { severities } from '../contract.ts'
import type { Deviation } from '../deviations/contract.ts'
import { deviations, norms } from './calls.ts'
import { ObservedWords, SeverityWord } from './marks.tsx'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

const columnsOf = (t: Text<keyof typeof webTexts & string>): Column<Deviation>[] => [
  { key: 'item', title: t('norms.col.item'), render: ({ item }) => item.name, lead: true, fixed: true },
  { key: 'title', title: t('norms.col.title'), render: ({ expectation }) => expectation.title },
  { key: 'observed', title: t('norms.col.observed'), render: ({ observed }) => <ObservedWords observed={observed} />, wideOnly: true },
  { key: 'severity', title: t('norms.edit.severity'), width: 90, render: ({ severity }) => <SeverityWord severity={severity} /> },
  { key: 'since', title: t('norms.col.since'), width: 130, render: ({ from }) => <Time at={from} /> },
  {
    key: 'until',
    title: t('norms.col.until'),
    width: 170,
    render: ({ until, ended, flapping }) =>
      ended && until ? t('norms.ended', { ended }) : flapping ? t('norms.flapping') : t('norms.deviations.open'),
  },
  {
    key: 'case',
    title: t('norms.col.case'),
    width: 90,
    mono: true,
    render: (row) => row.case && <Link to={`/desk/cases/${row.case.number}`}>{row.case.number}</Link>,
  },
]

export default function DeviationsPage() {
  const t = useText(webTexts)
  const [state] = useUrlState()
  const severity = severities.find((one) => one === listOf(state.severity)[0])
  const open = listOf(state.open)[0] === 'false' ? 'false' : 'true'
  const organisations = useWhere('norms.read')
  const narrow = Object.fromEntries(
    (['organisationId', 'expectationId', 'baselineId'] as const).flatMap((key) =>
      listOf(state[key])
        .slice(0, 1)
        .map((id) => [key, id]),
    ),
  )
  const expectation = useLoad({
    key: ['norms', 'one', narrow.expectationId ?? ''],
    load: (signal) => norms.expectation({ params: { id: narrow.expectationId ?? '' } }, { signal }),
    when: narrow.expectationId !== undefined,
  }).data
  const list = useLoadList({
    key: ['norms', 'deviations', open, severity ?? '', JSON.stringify(narrow)],
    load: (after, signal) =>
      deviations.deviations({ query: { limit: 50, open, ...narrow, ...(severity && { severity }), ...(after && { after }) } }, { signal }),
    on: ['norms.deviationOpened', 'norms.deviationEnded'],
  })
  const fields = [
    { key: 'open', label: t('norms.filter.state'), single: true, options: [{ value: 'false', label: t('norms.deviations.ended') }] },
    {
      key: 'severity',
      label: t('norms.filter.severity'),
      single: true,
      options: severities.map((value) => ({ value, label: t(`norms.severity.${value}`) })),
    },
  ]
  if (narrow.expectationId)
    fields.push({
      key: 'expectationId',
      label: t('norms.col.title').toLowerCase(),
      single: true,
      options: [{ value: narrow.expectationId, label: expectation?.title ?? '…' }],
    })
  if (organisations.length > 1)
    fields.push({
      key: 'organisationId',
      label: t('norms.compliance.organisation'),
      single: true,
      options: organisations.map(({ id, name }) => ({ value: id, label: name })),
    })
  return (
    <Page title={t('norms.deviations.title')} width="fill">
      <NormPlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="norms/deviations"
          label={t('norms.deviations.title')}
          columns={columnsOf(t)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={({ item }) => item.name}
          href={({ id }) => `/norms/deviations/${id}`}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          bar={<Filters fields={fields} />}
          empty={<Empty title={t('norms.deviations.empty')}>{t('norms.deviations.emptyWhat')}</Empty>}
        />
      )}
    </Page>
  )
}
