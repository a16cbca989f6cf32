import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Form } from '#web/kit/form.tsx'
import { useReload } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { access as contract } from '../access/contract.ts'
import classes from './account.module.css'
import { atField, passwordRefusals } from './refusal.ts'
import { webTexts } from './texts.ts'

const access = api(contract)

/** Folded away until it is wanted. */
export function ChangePassword() {
  const t = useText(webTexts)
  const reload = useReload()
  const [open, setOpen] = useState(false)
  return (
    <Section title={t('people.password.title')}>
      {open ? (
        <div className={classes.panel}>
          <Form
            schema={contract.changePassword.body}
            texts={webTexts}
            prefix="people.password"
            fields={[
              { name: 'current', kind: 'password', autoComplete: 'current-password', autoFocus: true },
              { name: 'password', autoComplete: 'new-password' },
            ]}
            verb={t('people.password.verb')}
            extra={
              <Button variant="subtle" onClick={() => setOpen(false)}>
                {t('people.cancel')}
              </Button>
            }
            submit={async (body) => {
              await atField({ ...passwordRefusals, 'people.passwordWrong': 'current' }, access.changePassword({ body }))
              setOpen(false)
              toast(t('people.password.changed'))
              await reload(['people/sessions'])
            }}
          />
        </div>
      ) : (
        <>
          <p className={classes.text}>{t('people.password.lead')}</p>
          <Button className={classes.below} variant="default" onClick={() => setOpen(true)}>
            {t('people.password.open')}
          </Button>
        </>
      )}
    </Section>
  )
}
