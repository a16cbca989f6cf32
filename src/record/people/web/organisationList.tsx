/** Our own organisation and the customers. */
import { Button } from '@mantine/core'
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Refused } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Organisation } from '../contract.ts'
import { useAdministrated } from './directory.ts'
import { DirectoryPage } from './directoryPage.tsx'
import { people } from './mine.ts'
import { webTexts } from './texts.ts'

export default function OrganisationList() {
  const t = useText(webTexts)
  const go = useGo()
  const [state] = useUrlState()
  const administrated = useAdministrated()
  const search = listOf(state.search)[0]
  const found = useLoadList({
    key: ['people/organisations', 'list', search],
    load: (after, signal) => people.organisations({ query: { search, after } }, { signal }),
    on: ['people.organisation'],
  })
  const columns: Column<Organisation>[] = [
    { key: 'name', title: t('people.organisation.name'), lead: true, fixed: true, render: (one) => one.name },
    {
      key: 'kind',
      title: t('people.organisation.kind'),
      width: 160,
      render: (one) => (one.own ? t('people.organisation.own') : t('people.organisation.customer')),
    },
    { key: 'mailDomains', title: t('people.organisation.mailDomains'), mono: true, render: (one) => one.mailDomains.join(', ') },
    {
      key: 'state',
      title: t('people.list.state'),
      width: 140,
      render: (one) => (
        <StateBadge meaning={one.active ? 'held' : 'cancelled'} plain>
          {one.active ? t('people.organisation.active') : t('people.organisation.closed')}
        </StateBadge>
      ),
    },
  ]
  const add = (
    <Refused why={administrated.all ? undefined : t('people.organisation.ownAdministratorOnly')}>
      <Button onClick={() => go('/organisations/new')}>{t('people.organisation.add')}</Button>
    </Refused>
  )
  return (
    <DirectoryPage list="organisations" actions={add}>
      {found.error ? (
        <Failure error={found.error} retry={found.retry} />
      ) : (
        <Table
          name="people/organisations"
          label={t('people.list.organisations')}
          columns={columns}
          rows={found.rows}
          rowKey={(one) => one.id}
          href={(one) => `/organisations/${one.id}`}
          loadMore={found.loadMore}
          loadingMore={found.loadingMore}
          bar={<Filters fields={[]} text="search" textLabel={t('people.organisation.search')} />}
          empty={
            <Empty icon={IconBuilding} title={t('people.list.noneFound')}>
              {t('people.list.noneFoundWhat')}
            </Empty>
          }
        />
      )}
    </DirectoryPage>
  )
}
