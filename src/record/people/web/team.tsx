/** One team: who is in it. */
import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { Link, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, PersonChip, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { Facts, RecordPage } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Person, Team } from '../contract.ts'
import classes from './account.module.css'
import { directory, useAdministrated, useOrganisations, useTeams } from './directory.ts'
import { people } from './mine.ts'
import { PersonPicker } from './personPicker.tsx'
import { webTexts } from './texts.ts'

export default function TeamPage() {
  const t = useText(webTexts)
  const { id = '' } = usePath()
  const teams = useTeams()
  const team = teams?.find((one) => one.id === id)
  const { data, error, refetch } = useLoad({
    key: ['people/persons', 'ofTeam', id],
    load: (signal) => people.persons({ query: { teamId: id, limit: 200 } }, { signal }),
    on: ['people.team', 'people.person'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (teams === undefined || data === undefined) return <Skeletons kind="page" />
  if (!team) return <Empty title={t('people.team.missing')}>{t('people.team.missingWhat')}</Empty>
  return <Shown team={team} members={data.items} />
}

/** Changes the team as it was read; a change of somebody else meanwhile is said and shown. */
function useChange(team: Team) {
  const t = useText(webTexts)
  const reload = useReload()
  const refresh = useMemo(() => () => Promise.all([reload(['people/teams']), reload(['people/persons'])]), [reload])
  const change = async (body: { name?: string; active?: boolean; memberIds?: string[] }) => {
    try {
      await directory.changeTeam({ params: { id: team.id }, body: { ...body, version: team.version } })
    } finally {
      await refresh()
    }
  }
  const orSay = (call: Promise<unknown>) => call.catch((error: unknown) => toastProblem(error, t('people.failed')))
  return { change, orSay }
}

function Shown({ team, members }: { team: Team; members: readonly Person[] }) {
  const t = useText(webTexts)
  const administrated = useAdministrated()
  const organisation = useOrganisations()?.find((one) => one.id === team.organisationId)
  const refused = administrated.of(team.organisationId) ? undefined : t('people.person.administratorOnly')
  const { change, orSay } = useChange(team)
  const remove = async (person: Person) => {
    await orSay(change({ memberIds: team.memberIds.filter((id) => id !== person.id) }))
    toast(t('people.team.removed', { name: person.name, team: team.name }))
  }
  const title = (
    <EditInPlace label={t('people.team.name')} value={team.name} maxLength={80} {...(refused && { refused })} save={(name) => change({ name })} />
  )
  return (
    <RecordPage
      title={team.name}
      titleField={title}
      under={[{ label: t('people.list.teams'), to: '/teams' }]}
      state={<StateBadge meaning={team.active ? 'held' : 'cancelled'}>{team.active ? t('people.team.active') : t('people.team.closed')}</StateBadge>}
      actions={
        <Refused why={refused}>
          <Button variant="default" onClick={() => void orSay(change({ active: !team.active }))}>
            {team.active ? t('people.team.close') : t('people.team.open')}
          </Button>
        </Refused>
      }
      facts={[
        {
          key: 'people/team',
          title: t('people.team.facts'),
          content: (
            <Facts
              rows={[
                { label: t('people.team.organisation'), value: organisation?.name },
                { label: t('people.team.members'), value: String(members.length) },
              ]}
            />
          ),
        },
      ]}
    >
      <Section title={t('people.team.members')}>
        {refused === undefined && team.active && (
          <div className={classes.above}>
            <PersonPicker
              organisationId={team.organisationId}
              without={team.memberIds}
              pick={(person) => orSay(change({ memberIds: [...team.memberIds, person.id] }))}
            />
          </div>
        )}
        {members.length === 0 ? (
          <Empty title={t('people.team.empty')}>{t('people.team.emptyWhat')}</Empty>
        ) : (
          <Members {...{ members, refused, remove }} />
        )}
      </Section>
    </RecordPage>
  )
}

function Members({
  members,
  refused,
  remove,
}: {
  members: readonly Person[]
  refused: string | undefined
  remove: (person: Person) => Promise<void>
}) {
  const t = useText(webTexts)
  return (
    <ul className={classes.items}>
      {members.map((person) => (
        <li key={person.id} className={classes.item}>
          <Link to={`/people/${person.id}`} className={classes.person}>
            <PersonChip name={person.name} {...(person.email && { detail: person.email })} />
          </Link>
          <Refused why={refused}>
            <Button size="xs" variant="default" aria-label={t('people.team.removeNamed', { name: person.name })} onClick={() => void remove(person)}>
              {t('people.team.remove')}
            </Button>
          </Refused>
        </li>
      ))}
    </ul>
  )
}
