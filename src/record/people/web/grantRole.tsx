import { Button } from '@mantine/core'
import * as z from 'zod'
import { Form } from '#web/kit/form.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { type Person, Role, roles } from '../contract.ts'
import { directory as contract } from '../directory/contract.ts'
import classes from './account.module.css'
import { directory, guarded, useChoices } from './directory.ts'
import { webTexts } from './texts.ts'

const schema = z.object({ organisationId: contract.grantRole.params.shape.organisationId, role: Role })

/** Choosing a role says what it means before it is given. */
export function GrantRole({ person, close, done }: { person: Person; close: () => void; done: () => Promise<unknown> }) {
  const t = useText(webTexts)
  const choices = useChoices()
  const options = roles.map((role) => ({ value: role, label: `${t(`people.role.${role}`)}: ${t(`people.roleWhat.${role}`)}` }))
  const held = choices.find((one) => person.roles.some(({ organisationId }) => organisationId === one.value))
  return (
    <div className={`${classes.panel} ${classes.above}`}>
      <Form
        schema={schema}
        texts={webTexts}
        prefix="people.grant"
        fields={[
          { name: 'organisationId', options: choices },
          { name: 'role', options, radio: true },
        ]}
        initial={{ organisationId: held?.value ?? choices[0]?.value ?? '' }}
        verb={t('people.role.give')}
        extra={
          <Button variant="subtle" onClick={close}>
            {t('people.cancel')}
          </Button>
        }
        submit={async ({ organisationId, role }) => {
          await directory.grantRole({ params: { id: person.id, organisationId, role } })
          toast(t('people.role.given', { name: person.name, role: t(`people.role.${role}`) }))
          close()
          await done()
        }}
      >
        {(values) => guarded(values.role) && <Note tone="amber">{t('people.person.guarded')}</Note>}
      </Form>
    </div>
  )
}
