/** Signing in: password first, the second step only when it is on. */
import { useMemo, useState } from 'react'
import * as z from 'zod'
import { problemIn } from '#web/kit/api.ts'
import { Form } from '#web/kit/form.tsx'
import { Link } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { afterSignIn, useSessionChanged } from '#web/kit/session.ts'
import { useText } from '#web/kit/texts.ts'
import { people as contract } from '../contract.ts'
import classes from './account.module.css'
import { people } from './mine.ts'
import { atField } from './refusal.ts'
import { webTexts } from './texts.ts'

const withCode = contract.signIn.body.extend({ code: z.string().trim().min(6).max(30) })

export default function SignIn() {
  const t = useText(webTexts)
  const changed = useSessionChanged()
  const [asksCode, setAsksCode] = useState(false)
  const [stranger] = useState(() => new URLSearchParams(location.search).has('to'))
  const fields = useMemo(
    () => [
      { name: 'email', autoComplete: 'username', autoFocus: true, when: () => !asksCode },
      { name: 'password', autoComplete: 'current-password', when: () => !asksCode },
      { name: 'code', autoComplete: 'one-time-code', autoFocus: true, when: () => asksCode },
    ],
    [asksCode],
  )
  const submit = async (body: z.output<typeof contract.signIn.body>) => {
    try {
      await atField({ 'people.codeWrong': 'code' }, people.signIn({ body: asksCode ? body : { email: body.email, password: body.password } }))
    } catch (error) {
      if (asksCode || problemIn(error)?.type !== 'people.codeRequired') throw error
      return setAsksCode(true)
    }
    changed(afterSignIn(location.search, '/'))
  }
  return (
    <Sheet
      title={asksCode ? t('people.signIn.codeTitle') : t('people.signIn.title')}
      lead={asksCode ? t('people.signIn.codeLead') : undefined}
      foot={
        asksCode ? (
          <button type="button" className={classes.plain} onClick={() => setAsksCode(false)}>
            {t('people.signIn.back')}
          </button>
        ) : (
          <Link to="/forgot">{t('people.signIn.forgot')}</Link>
        )
      }
    >
      {stranger && !asksCode && (
        <div className={classes.above}>
          <Note tone="grey">{t('people.signIn.first')}</Note>
        </div>
      )}
      <Form
        schema={asksCode ? withCode : contract.signIn.body}
        texts={webTexts}
        prefix="people.signIn"
        fields={fields}
        verb={asksCode ? t('people.signIn.codeVerb') : t('people.signIn.verb')}
        wideButton
        submit={submit}
      />
    </Sheet>
  )
}
