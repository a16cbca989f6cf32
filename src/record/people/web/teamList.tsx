/** The teams, to open, and to add one. */
import { Button } from '@mantine/core'
import IconUsersGroup from '@tabler/icons-react/dist/esm/icons/IconUsersGroup.mjs'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Refused } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Team } from '../contract.ts'
import { useOrganisations } from './directory.ts'
import { DirectoryPage } from './directoryPage.tsx'
import { people } from './mine.ts'
import { webTexts } from './texts.ts'

export default function TeamList() {
  const t = useText(webTexts)
  const go = useGo()
  const [state] = useUrlState()
  const organisations = useOrganisations() ?? []
  const why = useMay('people.administrate') ? undefined : t('people.list.administratorOnly')
  const organisationId = listOf(state.organisationId)[0]
  const found = useLoadList({
    key: ['people/teams', 'list', organisationId],
    load: (after, signal) => people.teams({ query: { organisationId, after } }, { signal }),
    on: ['people.team'],
  })
  const columns: Column<Team>[] = [
    { key: 'name', title: t('people.team.name'), lead: true, fixed: true, render: (team) => team.name },
    {
      key: 'organisation',
      title: t('people.team.organisation'),
      render: (team) => organisations.find((one) => one.id === team.organisationId)?.name,
    },
    {
      key: 'members',
      title: t('people.team.members'),
      width: 120,
      end: true,
      render: (team) => t('people.team.count', { count: team.memberIds.length }),
    },
    {
      key: 'state',
      title: t('people.list.state'),
      width: 160,
      render: (team) => (
        <StateBadge meaning={team.active ? 'held' : 'cancelled'} plain>
          {team.active ? t('people.team.active') : t('people.team.closed')}
        </StateBadge>
      ),
    },
  ]
  const add = (
    <Refused why={why}>
      <Button onClick={() => go('/teams/new')}>{t('people.team.add')}</Button>
    </Refused>
  )
  const options = organisations.map((one) => ({ value: one.id, label: one.name }))
  const fields = options.length > 1 ? [{ key: 'organisationId', label: t('people.filter.organisation'), single: true, options }] : []
  return (
    <DirectoryPage list="teams" actions={add}>
      {found.error ? (
        <Failure error={found.error} retry={found.retry} />
      ) : (
        <Table
          name="people/teams"
          label={t('people.list.teams')}
          columns={columns}
          rows={found.rows}
          rowKey={(team) => team.id}
          href={(team) => `/teams/${team.id}`}
          loadMore={found.loadMore}
          loadingMore={found.loadingMore}
          bar={<Filters fields={fields} />}
          empty={
            <Empty icon={IconUsersGroup} title={t('people.team.none')}>
              {t('people.team.noneWhat')}
            </Empty>
          }
        />
      )}
    </DirectoryPage>
  )
}
