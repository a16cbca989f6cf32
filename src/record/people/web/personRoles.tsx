/** What somebody may do, per organisation; giving and taking says what follows from it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { useReload } from '#web/kit/load.ts'
import { Empty, Refused } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Person, Role } from '../contract.ts'
import classes from './account.module.css'
import { directory, useAdministrated, useOrganisations } from './directory.ts'
import { GrantRole } from './grantRole.tsx'
import { useMine } from './mine.ts'
import { webTexts } from './texts.ts'

interface Held {
  organisationId: string
  role: Role
}

export function PersonRoles({ person }: { person: Person }) {
  const t = useText(webTexts)
  const me = useMine()
  const reload = useReload()
  const administrated = useAdministrated()
  const organisations = useOrganisations()
  const nameOf = (id: string) => organisations?.find((one) => one.id === id)?.name ?? t('people.person.otherOrganisation')
  const [revoking, setRevoking] = useState<Held>()
  const [granting, setGranting] = useState(false)
  const anywhere = administrated.all || person.roles.some((held) => administrated.of(held.organisationId))
  const refresh = () => Promise.all([reload(['people/person', person.id]), reload(['people/persons']), reload(['people/teams'])])
  const revoke = async ({ organisationId, role }: Held) => {
    try {
      await directory.revokeRole({ params: { id: person.id, organisationId, role } })
      const undo = async () => {
        await directory.grantRole({ params: { id: person.id, organisationId, role } })
        await refresh()
      }
      toast(t('people.role.revoked', { role: t(`people.role.${role}`) }), { label: t('people.role.giveBack'), run: undo })
    } catch (error) {
      toastProblem(error, t('people.failed'))
    }
    await refresh()
  }
  return (
    <Section
      title={t('people.person.roles')}
      actions={
        !granting && (
          <Refused why={anywhere ? undefined : t('people.person.administratorOnly')}>
            <Button size="xs" variant="default" onClick={() => setGranting(true)}>
              {t('people.role.give')}
            </Button>
          </Refused>
        )
      }
    >
      {granting && <GrantRole person={person} close={() => setGranting(false)} done={refresh} />}
      {person.roles.length === 0 ? (
        !granting && <Empty title={t('people.person.noRoles')}>{t('people.person.noRolesWhat')}</Empty>
      ) : (
        <ul className={classes.items}>
          {person.roles.map((held) => (
            <li key={`${held.organisationId} ${held.role}`} className={classes.item}>
              <div className={classes.what}>
                <span className={classes.name}>
                  {t(`people.role.${held.role}`)} <span className="dim">{t('people.role.in', { organisation: nameOf(held.organisationId) })}</span>
                </span>
                <span className={classes.detail}>{t(`people.roleWhat.${held.role}`)}</span>
              </div>
              <Refused why={administrated.of(held.organisationId) ? undefined : t('people.person.administratorOnly')}>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t('people.role.revokeNamed', { role: t(`people.role.${held.role}`), organisation: nameOf(held.organisationId) })}
                  onClick={() => setRevoking(held)}
                >
                  {t('people.role.revoke')}
                </Button>
              </Refused>
            </li>
          ))}
        </ul>
      )}
      <Confirm
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('people.role.revokeTitle', { role: revoking ? t(`people.role.${revoking.role}`) : '' })}
        consequences={revoking && consequences(revoking, person, nameOf(revoking.organisationId), me?.id === person.id, t)}
        verb={t('people.role.revoke')}
        danger
        onConfirm={() => revoking && revoke(revoking)}
      />
    </Section>
  )
}

function consequences(
  held: Held,
  person: Person,
  organisation: string,
  self: boolean,
  t: (key: never, values: Record<string, string>) => string,
): string {
  const say = t as (key: string, values: Record<string, string>) => string
  const values = { name: person.name, organisation }
  const last = person.roles.filter((one) => one.organisationId === held.organisationId).length === 1
  return [say('people.role.revokeWhat', values), last && say('people.role.revokeLast', values), self && say('people.role.revokeSelf', values)]
    .filter(Boolean)
    .join(' ')
}
