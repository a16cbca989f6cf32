import { Form } from '#web/kit/form.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { directory as contract } from '../directory/contract.ts'
import { directory, useChoices, useOrganisations } from './directory.ts'
import { atField } from './refusal.ts'
import { webTexts } from './texts.ts'

const schema = contract.createTeam.body.pick({ organisationId: true, name: true })

/** A new team; its members are chosen on its own page. */
export default function NewTeam() {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const choices = useChoices()
  const ready = useOrganisations() !== undefined && choices.length > 0
  return (
    <Page title={t('people.team.add')} under={[{ label: t('people.list.teams'), to: '/teams' }]} lead={t('people.team.lead')} width="form">
      {ready ? (
        <Form
          schema={schema}
          texts={webTexts}
          prefix="people.newTeam"
          fields={[
            { name: 'name', autoFocus: true },
            { name: 'organisationId', options: choices, when: () => choices.length > 1 },
          ]}
          initial={{ organisationId: choices[0]?.value ?? '' }}
          verb={t('people.team.add')}
          submit={async (body) => {
            const team = await atField({ 'people.teamNameTaken': 'name' }, directory.createTeam({ body }))
            await reload(['people/teams'])
            toast(t('people.team.added', { name: team.name }))
            go(`/teams/${team.id}`)
          }}
        />
      ) : (
        <Skeletons rows={3} />
      )}
    </Page>
  )
}
