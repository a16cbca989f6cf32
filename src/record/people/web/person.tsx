/** One person: who it is at the right, what they may do and where in the middle. */

import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { usePersonPanels, usePersonPanelsSoon } from '#web/kit/personPanels.tsx'
import { Facts, RecordPage } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Person } from '../contract.ts'
import { directory, useAdministrated } from './directory.ts'
import { people } from './mine.ts'
import { PersonActions } from './personActions.tsx'
import { PersonManager } from './personManager.tsx'
import { PersonRoles } from './personRoles.tsx'
import { PersonTeams } from './personTeams.tsx'
import { webTexts } from './texts.ts'
import { timeZones } from './timeZones.ts'

export default function PersonPage() {
  const { id = '' } = usePath()
  usePersonPanelsSoon()
  const { data, error, refetch } = useLoad({
    key: ['people/person', id],
    load: (signal) => people.person({ params: { id } }, { signal }),
    about: [`person/${id}`],
    on: ['people.team'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeletons kind="page" />
  return <Shown person={data} />
}

/** Why the facts cannot be changed, or undefined: who administrates each organisation where the person has a role may. */
function useRefused(person: Person): string | undefined {
  const t = useText(webTexts)
  const administrated = useAdministrated()
  if (person.roles.length > 0 && person.roles.every((held) => administrated.of(held.organisationId))) return undefined
  if (person.roles.length === 0 && administrated.all) return undefined
  return person.roles.some((held) => administrated.of(held.organisationId))
    ? t('people.person.administratedElsewhere')
    : t('people.person.administratorOnly')
}

function Shown({ person }: { person: Person }) {
  const t = useText(webTexts)
  const reload = useReload()
  const refused = useRefused(person)
  const save = async (change: Partial<Pick<Person, 'name' | 'email' | 'locale' | 'timeZone' | 'managerId'>>) => {
    // The latest version: an undo comes after the save it undoes.
    const { version } = await people.person({ params: { id: person.id } })
    await directory.changePerson({ params: { id: person.id }, body: { ...change, version } })
    await Promise.all([reload(['people/person', person.id]), reload(['people/persons'])])
  }
  const panels = usePersonPanels({ ...person, organisationIds: person.roles.map(({ organisationId }) => organisationId) })
  const story = panels.filter(({ aside }) => !aside).toSorted((one, other) => one.order - other.order)
  const edit = { ...(refused !== undefined && { refused }), saved: t('people.person.saved') }
  const locales = [
    { value: 'nl', label: t('people.profile.locale.nl') },
    { value: 'en', label: t('people.profile.locale.en') },
  ]
  const rows = [
    {
      label: t('people.list.email'),
      value: <EditInPlace {...edit} label={t('people.list.email')} value={person.email ?? ''} save={(email) => save({ email: email || null })} />,
    },
    {
      label: t('people.person.manager'),
      value: <PersonManager person={person} refused={refused} save={(managerId) => save({ managerId })} />,
    },
    {
      label: t('people.profile.locale'),
      value: (
        <EditInPlace
          {...edit}
          label={t('people.profile.locale')}
          kind="choice"
          options={locales}
          value={person.locale}
          show={locales.find(({ value }) => value === person.locale)?.label}
          save={(locale) => save({ locale: locale as Person['locale'] })}
        />
      ),
    },
    {
      label: t('people.profile.timeZone'),
      value: (
        <EditInPlace
          {...edit}
          label={t('people.profile.timeZone')}
          kind="choice"
          options={timeZones(person.timeZone)}
          value={person.timeZone}
          show={person.timeZone.replaceAll('_', ' ')}
          save={(timeZone) => save({ timeZone })}
        />
      ),
    },
  ]
  return (
    <RecordPage
      title={person.name}
      titleField={<EditInPlace {...edit} label={t('people.list.name')} value={person.name} maxLength={120} save={(name) => save({ name })} />}
      under={[{ label: t('people.list.people'), to: '/people' }]}
      state={
        <StateBadge meaning={person.active ? 'held' : 'cancelled'}>
          {person.active ? t('people.person.active') : t('people.person.closed')}
        </StateBadge>
      }
      actions={<PersonActions person={person} refused={refused} />}
      facts={[
        { key: 'people/account', title: t('people.person.account'), content: <Facts rows={rows} /> },
        { key: 'people/teams', title: t('people.list.teams'), content: <PersonTeams person={person} /> },
      ]}
    >
      <div>
        {!person.active && <Note tone="grey">{t('people.person.closedWhat')}</Note>}
        <PersonRoles person={person} />
        {story.map(({ content }) => content)}
      </div>
    </RecordPage>
  )
}
