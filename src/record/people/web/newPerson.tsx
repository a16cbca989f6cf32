/** Adding somebody, with the first role, and a mail to choose a password. */
import { useMemo } from 'react'
import * as z from 'zod'
import { Form } from '#web/kit/form.tsx'
import { Link, useGo, useUrlState } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Email, Locale, Role, roles, type Team } from '../contract.ts'
import { directory as contract } from '../directory/contract.ts'
import classes from './account.module.css'
import { directory, guarded, useChoices, useOrganisations, useTeams } from './directory.ts'
import { atField, refuse } from './refusal.ts'
import { webTexts } from './texts.ts'

const schema = contract.createPerson.body
  .pick({ name: true, organisationId: true, invite: true })
  .extend({ email: Email, role: Role, locale: Locale, teamId: z.string().optional() })

export default function NewPerson() {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const choices = useChoices()
  const organisations = useOrganisations()
  const teams = useTeams() ?? []
  const [state] = useUrlState()
  const wanted = choices.find((one) => one.value === state.organisationId) ?? choices[0]
  const fields = useMemo(() => {
    const customer = (id: string) => organisations?.find((one) => one.id === id && !one.own)?.name
    const labelOf = (team: Team) => [team.name, customer(team.organisationId)].filter(Boolean).join(', ')
    return [
      { name: 'name', autoFocus: true },
      { name: 'email' },
      { name: 'organisationId', options: choices, when: () => choices.length > 1 },
      {
        name: 'role',
        options: roles.map((role) => ({ value: role, label: `${t(`people.role.${role}`)}: ${t(`people.roleWhat.${role}`)}` })),
        radio: true,
      },
      {
        name: 'teamId',
        options: teams.filter((team) => team.active).map((team) => ({ value: team.id, label: labelOf(team) })),
        when: () => teams.length > 0,
      },
      { name: 'locale' },
      { name: 'invite' },
    ]
  }, [choices, organisations, teams, t])
  const submit = async ({ role, teamId, ...person }: z.output<typeof schema>) => {
    const team = teams.find((one) => one.id === teamId)
    if (team && team.organisationId !== person.organisationId) throw refuse('teamId', t('people.new.teamElsewhere'))
    const body = { ...person, roles: [role], teamIds: team ? [team.id] : [] }
    const made = await atField({ 'people.emailTaken': 'email' }, directory.createPerson({ body }))
    await reload(['people/persons'])
    toast(person.invite ? t('people.new.invited', { name: made.name }) : t('people.new.added', { name: made.name }))
    go(`/people/${made.id}`)
  }
  return (
    <Page title={t('people.new.title')} under={[{ label: t('people.list.people'), to: '/people' }]} lead={t('people.new.lead')} width="form">
      {organisations === undefined || !wanted ? (
        <Skeletons />
      ) : (
        <>
          <Form
            schema={schema}
            texts={webTexts}
            prefix="people.new"
            draft="people/new"
            fields={fields}
            initial={{
              organisationId: wanted.value,
              role: 'reporter',
              locale: organisations.find((one) => one.id === wanted.value)?.locale ?? 'nl',
              invite: true,
            }}
            verb={t('people.new.verb')}
            submit={submit}
          >
            {(values) => guarded(values.role) && <Note tone="amber">{t('people.person.guarded')}</Note>}
          </Form>
          <p className={`${classes.text} ${classes.below}`}>
            {t('people.new.many')} <Link to="/people/import">{t('people.list.import')}</Link>
          </p>
        </>
      )}
    </Page>
  )
}
