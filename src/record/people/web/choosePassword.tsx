/** Choosing a password with a link from a mail: after forgetting it, and after an invitation. What opens the door stands behind the #. */
import { useState } from 'react'
import { api, problemIn } from '#web/kit/api.ts'
import { Form } from '#web/kit/form.tsx'
import { Link } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useSessionChanged } from '#web/kit/session.ts'
import { useText } from '#web/kit/texts.ts'
import { access as contract } from '../access/contract.ts'
import { people } from './mine.ts'
import { atField, passwordRefusals } from './refusal.ts'
import { webTexts } from './texts.ts'

const access = api(contract)

function ChoosePassword({ purpose }: { purpose: 'reset' | 'invitation' }) {
  const t = useText(webTexts)
  const changed = useSessionChanged()
  const [token] = useState(() => location.hash.slice(1))
  const [ended, setEnded] = useState(token === '')
  const choose = async ({ password }: { password: string }) => {
    let email: string
    try {
      email = (await atField(passwordRefusals, access.choosePassword({ body: { token, password } }))).email
    } catch (error) {
      if (problemIn(error)?.type !== 'people.linkExpired') throw error
      return setEnded(true)
    }
    // With two-step sign-in on, the page to sign in asks for the code.
    const signedIn = await people.signIn({ body: { email, password } }).then(
      () => true,
      () => false,
    )
    changed(signedIn ? '/' : '/sign-in')
  }
  if (ended)
    return (
      <Sheet title={t('people.link.endedTitle')} foot={<Link to="/sign-in">{t('people.forgot.back')}</Link>}>
        <Note tone="amber">{purpose === 'reset' ? t('people.link.endedReset') : t('people.link.endedInvitation')}</Note>
        <p style={{ marginTop: 'var(--spil-space-4)' }}>
          <Link to="/forgot">{t('people.link.again')}</Link>
        </p>
      </Sheet>
    )
  return (
    <Sheet title={t(`people.${purpose}.title`)} lead={t(`people.${purpose}.lead`)}>
      <Form
        schema={contract.choosePassword.body.pick({ password: true })}
        texts={webTexts}
        prefix="people.newPassword"
        fields={[{ name: 'password', autoComplete: 'new-password', autoFocus: true }]}
        verb={t('people.newPassword.verb')}
        wideButton
        submit={choose}
      />
    </Sheet>
  )
}

export const Reset = () => <ChoosePassword purpose="reset" />
export const Invitation = () => <ChoosePassword purpose="invitation" />
