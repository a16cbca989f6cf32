/** The teams somebody is in, to join and to leave where it may. */
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { Person, Team } from '../contract.ts'
import classes from './account.module.css'
import { directory, useAdministrated, useTeams } from './directory.ts'
import { webTexts } from './texts.ts'

export function PersonTeams({ person }: { person: Person }) {
  const t = useText(webTexts)
  const reload = useReload()
  const administrated = useAdministrated()
  const [busy, setBusy] = useState<string>()
  const here = new Set(person.roles.map((held) => held.organisationId))
  const teams = (useTeams() ?? []).filter((team) => person.teamIds.includes(team.id) || (team.active && here.has(team.organisationId)))
  const flip = async (team: Team) => {
    setBusy(team.id)
    const memberIds = team.memberIds.includes(person.id) ? team.memberIds.filter((id) => id !== person.id) : [...team.memberIds, person.id]
    try {
      await directory.changeTeam({ params: { id: team.id }, body: { version: team.version, memberIds } })
    } catch (error) {
      toastProblem(error, t('people.failed'))
    }
    await Promise.all([reload(['people/teams']), reload(['people/person', person.id]), reload(['people/persons'])])
    setBusy(undefined)
  }
  if (teams.length === 0) return <p className="dim">{t('people.person.noTeams')}</p>
  return (
    <ul className={classes.teams}>
      {teams.map((team) => (
        <li key={team.id}>
          {administrated.of(team.organisationId) ? (
            <Checkbox
              size="xs"
              label={team.name}
              checked={person.teamIds.includes(team.id)}
              disabled={busy !== undefined}
              onChange={() => void flip(team)}
            />
          ) : (
            person.teamIds.includes(team.id) && <Link to={`/teams/${team.id}`}>{team.name}</Link>
          )}
        </li>
      ))}
    </ul>
  )
}
