/** Hand-outs, newest first: what is not signed, what is with people, what came back. */
import { Button } from '@mantine/core'
import IconSignature from '@tabler/icons-react/dist/esm/icons/IconSignature.mjs'
import { Filters } from '#web/kit/filters.tsx'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { DevicePlaces } from '../../web/places.tsx'
import { handoutFilters, type ListedHandout } from '../contract.ts'
import { handouts } from './calls.ts'
import { SigningBadge } from './marks.tsx'
import { handoutWords } from './texts.ts'

type T = Text<keyof typeof handoutWords & string>
/** The first devices by name, and how many more. */
export const devicesIn = (t: T, { names, items }: ListedHandout) =>
  [names.join(', '), ...(items > names.length ? [t('handout.more', { count: items - names.length })] : [])].join(' ')
const columnsOf = (t: T): Column<ListedHandout>[] => [
  { key: 'number', title: t('handout.col.number'), width: 68, mono: true, fixed: true, render: ({ number }) => number },
  { key: 'receiver', title: t('handout.col.receiver'), width: 120, lead: true, fixed: true, render: ({ receiver }) => receiver.name },
  { key: 'devices', title: t('handout.col.devices'), render: (row) => devicesIn(t, row) },
  {
    key: 'out',
    title: t('handout.col.out'),
    width: 130,
    render: ({ out, items, missing }) => `${out} / ${items}${missing > 0 ? ` · ${t('handout.missingCount', { count: missing })}` : ''}`,
  },
  { key: 'signing', title: t('handout.col.signing'), width: 116, render: ({ signing }) => <SigningBadge signing={signing} plain /> },
  {
    key: 'due',
    title: t('handout.col.due'),
    width: 124,
    wideOnly: true,
    render: ({ dueOn, overdue }) =>
      dueOn &&
      (overdue ? (
        <StateBadge plain meaning="late">
          <span className="visually-hidden">{t('handout.show.overdue')} </span>
          <Time at={`${dueOn}T12:00:00Z`} as="day" />
        </StateBadge>
      ) : (
        <Time at={`${dueOn}T12:00:00Z`} as="day" />
      )),
  },
  { key: 'issuedBy', title: t('handout.col.issuedBy'), width: 150, wideOnly: true, hidden: true, render: ({ issuedBy }) => issuedBy },
  { key: 'issued', title: t('handout.col.issued'), width: 90, end: true, render: ({ issuedAt }) => <Time at={issuedAt} /> },
]

export default function ListPage() {
  const t = useText(handoutWords)
  const go = useGo()
  const works = useMay('devices.work')
  const leads = useMay('devices.configure')
  const [query] = useUrlState()
  const show = handoutFilters.find((one) => one === listOf(query.show)[0])
  const search = listOf(query.search)[0]?.slice(0, 100)
  const list = useLoadList({
    key: ['devices', 'handouts', show ?? '', search ?? ''],
    load: (after, signal) =>
      handouts.handouts({ query: { limit: 50, ...(show && { show }), ...(search && { search }), ...(after && { after }) } }, { signal }),
    on: ['devices.handedOut', 'devices.handout', 'devices.takenBack'],
  })
  const narrowed = show !== undefined || Boolean(search)
  const begin = works && <Button onClick={() => go('/devices/handouts/new')}>{t('handout.new')}</Button>
  return (
    <Page
      title={t('handout.title')}
      lead={t('handout.lead')}
      width="fill"
      actions={
        <>
          {leads && <Link to="/devices/handouts/settings">{t('handout.settings')}</Link>} {begin}
        </>
      }
    >
      <DevicePlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="devices/handouts"
          label={t('handout.title')}
          columns={columnsOf(t)}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={({ number, receiver }) => `${number} ${receiver.name}`}
          href={({ number }) => `/devices/handouts/${number}`}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          bar={
            <Filters
              fields={[
                {
                  key: 'show',
                  label: t('handout.show'),
                  single: true,
                  options: handoutFilters.map((value) => ({ value, label: t(`handout.show.${value}`) })),
                },
              ]}
              text="search"
              textLabel={t('handout.search')}
            />
          }
          empty={
            narrowed ? (
              <Empty title={t('handout.noneFound')}>{t('handout.noneFoundWhat')}</Empty>
            ) : (
              <Empty icon={IconSignature} title={t('handout.none')} action={begin}>
                {t('handout.noneWhat')}
              </Empty>
            )
          }
        />
      )}
    </Page>
  )
}
