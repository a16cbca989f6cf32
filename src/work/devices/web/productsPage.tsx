/** What is installed on devices, a product a row: what is said of it, on how many it is, and which versions are behind. */
import IconPackage from '@tabler/icons-react/dist/esm/icons/IconPackage.mjs'
import { useWhere } from '#record/items/web/more.ts'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { judgements, type Listed } from '../products/contract.ts'
import { products } from './calls.ts'
import { Judged } from './judged.tsx'
import { DevicePlaces } from './places.tsx'
import { productTexts } from './productTexts.ts'

type T = Text<keyof typeof productTexts & string>
const columnsOf = (t: T, organisation: ((id: string) => string) | undefined): Column<Listed>[] => [
  { key: 'product', title: t('devices.products.product'), lead: true, fixed: true, render: ({ product }) => product },
  { key: 'judged', title: t('devices.products.judged'), width: 150, render: (row) => <Judged {...row} /> },
  ...(organisation
    ? [{ key: 'organisation', title: t('devices.products.organisation'), width: 160, render: (row: Listed) => organisation(row.organisationId) }]
    : []),
  { key: 'devices', title: t('devices.products.devices'), width: 96, end: true, render: ({ devices }) => devices },
  { key: 'versions', title: t('devices.products.versions'), width: 84, end: true, wideOnly: true, render: ({ versions }) => versions },
  { key: 'newest', title: t('devices.products.newest'), width: 180, mono: true, wideOnly: true, render: ({ newest }) => newest },
  {
    key: 'behind',
    title: t('devices.products.behind'),
    width: 90,
    end: true,
    render: ({ behind }) =>
      behind > 0 && (
        <StateBadge meaning="risk" plain>
          {behind}
        </StateBadge>
      ),
  },
]

export default function ProductsPage() {
  const t = useText(productTexts)
  const [query] = useUrlState()
  const organisations = useWhere('devices.read')
  const judged = ([...judgements, 'unjudged'] as const).find((one) => one === listOf(query.judged)[0])
  const behind = listOf(query.behind)[0] === 'true'
  const search = listOf(query.search)[0]?.slice(0, 100)
  const list = useLoadList({
    key: ['devices', 'products', judged ?? '', behind, search ?? ''],
    load: (after, signal) => {
      const asked = { ...(judged && { judged }), ...(behind && { behind: 'true' }), ...(search && { search }), ...(after && { after }) }
      return products.products({ query: { limit: 50, ...asked } }, { signal })
    },
    on: ['devices.inventoried', 'devices.productJudged'],
  })
  const named = (id: string) => organisations.find((one) => one.id === id)?.name ?? ''
  const fields = [
    {
      key: 'judged',
      label: t('devices.products.judgedFilter'),
      single: true,
      options: ([...judgements, 'unjudged'] as const).map((value) => ({ value, label: t(`devices.products.${value}`).toLowerCase() })),
    },
    { key: 'behind', label: t('devices.products.behindFilter'), single: true, options: [{ value: 'true', label: t('devices.products.behindOnly') }] },
  ]
  const narrowed = judged !== undefined || behind || search !== undefined
  return (
    <Page title={t('devices.software')} under={[{ label: t('devices.title'), to: '/devices' }]} lead={t('devices.products.lead')} width="fill">
      <DevicePlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="devices/products"
          label={t('devices.software')}
          columns={columnsOf(t, organisations.length > 1 ? named : undefined)}
          rows={list.rows}
          rowKey={({ organisationId, product }) => `${organisationId} ${product}`}
          rowName={({ product }) => product}
          href={({ product }) => `/devices/products/${encodeURIComponent(product)}`}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          bar={<Filters fields={fields} text="search" textLabel={t('devices.products.search')} />}
          empty={
            <Empty icon={IconPackage} title={t(narrowed ? 'devices.products.noneFound' : 'devices.products.empty')}>
              {t(narrowed ? 'devices.products.noneFoundWhat' : 'devices.products.emptyWhat')}
            </Empty>
          }
        />
      )}
    </Page>
  )
}
