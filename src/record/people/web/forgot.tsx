/** Asking for a mail to choose a new password. The answer is the same whether or not the address is known. */
import { useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Form } from '#web/kit/form.tsx'
import { Link } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { access as contract } from '../access/contract.ts'
import { webTexts } from './texts.ts'

const access = api(contract)

export default function Forgot() {
  const t = useText(webTexts)
  const [asked, setAsked] = useState<string>()
  return (
    <Sheet
      title={t('people.forgot.title')}
      lead={asked === undefined ? t('people.forgot.lead') : undefined}
      foot={<Link to="/sign-in">{t('people.forgot.back')}</Link>}
    >
      {asked === undefined ? (
        <Form
          schema={contract.requestReset.body}
          texts={webTexts}
          prefix="people.signIn"
          fields={[{ name: 'email', autoComplete: 'username', autoFocus: true }]}
          verb={t('people.forgot.verb')}
          wideButton
          submit={async (body) => {
            await access.requestReset({ body })
            setAsked(body.email)
          }}
        />
      ) : (
        <div role="status">
          <Note tone="green">{t('people.forgot.asked', { email: asked })}</Note>
        </div>
      )}
    </Sheet>
  )
}
