/** To whom: a person or a team of the organisation. */
import { NativeSelect } from '@mantine/core'
import { useText } from '#web/kit/texts.ts'
import { useEngineers, useTeams } from '../../web/calls.ts'
import classes from './handover.module.css'
import { handoverWords } from './texts.ts'

export interface Whom {
  toId: string
  teamId: string
}
interface Props {
  organisationId: string | undefined
  whom: Whom
  change: (whom: Whom) => void
  /** Who has it now. */
  without?: string | undefined
  error: string | undefined
}
export function WhomFields({ organisationId, whom, change, without, error }: Props) {
  const t = useText(handoverWords)
  const engineers = useEngineers(organisationId)
  const teams = useTeams(organisationId)
  const options = (known: readonly { id: string; name: string }[] | undefined) => [
    { value: '', label: t('hand.choose') },
    ...(known ?? []).filter(({ id }) => id !== without).map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className={classes.two}>
      <NativeSelect
        label={t('hand.toPerson')}
        data={options(engineers)}
        value={whom.toId}
        error={error}
        data-autofocus
        onChange={(event) => change({ ...whom, toId: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('hand.toTeam')}
        data={options(teams)}
        value={whom.teamId}
        onChange={(event) => change({ ...whom, teamId: event.currentTarget.value })}
      />
    </div>
  )
}
export const sent = ({ toId, teamId }: Whom) => ({ ...(toId && { toId }), ...(teamId && { teamId }) })
