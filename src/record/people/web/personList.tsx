/** Everybody, with filters that stand in the address. */
import { Button } from '@mantine/core'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { Filters } from '#web/kit/filters.tsx'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, PersonChip, Refused } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import { type Organisation, type Person, type Role, roles, type Team } from '../contract.ts'
import { useOrganisations, useTeams } from './directory.ts'
import { DirectoryPage } from './directoryPage.tsx'
import { people } from './mine.ts'
import { webTexts } from './texts.ts'

function useColumns(organisations: readonly Organisation[], teams: readonly Team[]): Column<Person>[] {
  const t = useText(webTexts)
  const customer = (id: string) => organisations.find((one) => one.id === id && !one.own)?.name
  return [
    { key: 'name', title: t('people.list.name'), lead: true, fixed: true, render: (person) => <PersonChip name={person.name} /> },
    { key: 'email', title: t('people.list.email'), render: (person) => person.email ?? <span className="dim">{t('people.list.noEmail')}</span> },
    {
      key: 'roles',
      title: t('people.list.roles'),
      render: (person) =>
        [...person.roles]
          .sort((a, b) => Number(customer(a.organisationId) !== undefined) - Number(customer(b.organisationId) !== undefined))
          .map(({ role, organisationId }) => {
            const at = customer(organisationId)
            return at ? `${t(`people.role.${role}`)} (${at})` : t(`people.role.${role}`)
          })
          .join(' · '),
    },
    {
      key: 'teams',
      title: t('people.list.teams'),
      width: 160,
      wideOnly: true,
      render: (person) =>
        person.teamIds
          .map((id) => teams.find((team) => team.id === id)?.name)
          .filter(Boolean)
          .join(', '),
    },
    {
      key: 'state',
      title: t('people.list.state'),
      width: 112,
      render: (person) => (
        <StateBadge meaning={person.active ? 'held' : 'cancelled'} plain>
          {person.active ? t('people.person.active') : t('people.person.closed')}
        </StateBadge>
      ),
    },
  ]
}

function useFilterFields(organisations: readonly Organisation[], teams: readonly Team[]) {
  const t = useText(webTexts)
  return [
    ...(organisations.length > 1
      ? [
          {
            key: 'organisationId',
            label: t('people.filter.organisation'),
            single: true,
            options: organisations.map((one) => ({ value: one.id, label: one.name })),
          },
        ]
      : []),
    { key: 'role', label: t('people.filter.role'), single: true, options: roles.map((role) => ({ value: role, label: t(`people.role.${role}`) })) },
    { key: 'teamId', label: t('people.filter.team'), single: true, options: teams.map((one) => ({ value: one.id, label: one.name })) },
    {
      key: 'active',
      label: t('people.filter.state'),
      single: true,
      options: [
        { value: 'true', label: t('people.filter.active') },
        { value: 'false', label: t('people.filter.closed') },
      ],
    },
  ]
}

/** To the pages where people are added; for who may not, why. */
function Actions() {
  const t = useText(webTexts)
  const go = useGo()
  const why = useMay('people.administrate') ? undefined : t('people.list.administratorOnly')
  return (
    <>
      <Refused why={why}>
        <Button variant="default" onClick={() => go('/people/import')}>
          {t('people.list.import')}
        </Button>
      </Refused>
      <Refused why={why}>
        <Button onClick={() => go('/people/new')}>{t('people.list.invite')}</Button>
      </Refused>
    </>
  )
}

export default function PersonList() {
  const t = useText(webTexts)
  const [state] = useUrlState()
  const organisations = useOrganisations() ?? []
  const teams = useTeams() ?? []
  const fields = useFilterFields(organisations, teams)
  const columns = useColumns(organisations, teams)
  const one = (key: string) => listOf(state[key])[0]
  const query = {
    organisationId: one('organisationId'),
    role: one('role') as Role | undefined,
    teamId: one('teamId'),
    active: one('active'),
    search: one('search'),
  }
  const found = useLoadList({
    key: ['people/persons', query],
    load: (after, signal) => people.persons({ query: { ...query, after } }, { signal }),
    on: ['people.person', 'people.role', 'people.team', 'people.imported'],
  })
  const filtered = Object.values(query).some(Boolean)
  return (
    <DirectoryPage list="people" actions={<Actions />}>
      {found.error ? (
        <Failure error={found.error} retry={found.retry} />
      ) : (
        <Table
          name="people/persons"
          label={t('people.list.people')}
          columns={columns}
          rows={found.rows}
          rowKey={(person) => person.id}
          href={(person) => `/people/${person.id}`}
          loadMore={found.loadMore}
          loadingMore={found.loadingMore}
          bar={<Filters fields={fields} text="search" textLabel={t('people.list.search')} />}
          empty={
            <Empty
              icon={IconUsers}
              title={filtered ? t('people.list.noneFound') : t('people.list.none')}
              action={filtered ? undefined : <Link to="/people/new">{t('people.list.invite')}</Link>}
            >
              {filtered ? t('people.list.noneFoundWhat') : t('people.list.noneWhat')}
            </Empty>
          }
        />
      )}
    </DirectoryPage>
  )
}
