/** Two-step sign-in in three steps: password, the app, the codes for when the telephone is not there. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Copy } from '#web/kit/copy.tsx'
import { Form } from '#web/kit/form.tsx'
import { useGo } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { access as contract } from '../access/contract.ts'
import classes from './account.module.css'
import { useMine, useMineChanged } from './mine.ts'
import { RecoveryCodes } from './recoveryCodes.tsx'
import { atField } from './refusal.ts'
import { webTexts } from './texts.ts'

const access = api(contract)
interface Begun {
  secret: string
  uri: string
}

export default function SetUpTwoStep() {
  const t = useText(webTexts)
  const go = useGo()
  const me = useMine()
  const changed = useMineChanged()
  const [begun, setBegun] = useState<Begun>()
  const [codes, setCodes] = useState<readonly string[]>()
  const under = [
    { label: t('people.account.title'), to: '/account' },
    { label: t('people.account.security'), to: '/account/security' },
  ]
  const step = codes ? 3 : begun ? 2 : 1
  return (
    <Page title={t('people.setUpTwoStep.title')} under={under} lead={t('people.setUpTwoStep.step', { step })} width="form">
      {codes ? (
        <>
          <RecoveryCodes codes={codes} />
          <Button mt="xl" onClick={() => go('/account/security')}>
            {t('people.codes.kept')}
          </Button>
        </>
      ) : begun ? (
        <Scan
          begun={begun}
          done={async (made) => {
            setCodes(made)
            await changed()
          }}
        />
      ) : me?.totp?.enabled ? (
        <Note tone="green">{t('people.setUpTwoStep.already')}</Note>
      ) : (
        <>
          <p className={`${classes.text} ${classes.above}`}>{t('people.setUpTwoStep.need')}</p>
          <Form
            schema={contract.startTotp.body}
            texts={webTexts}
            prefix="people.confirm"
            fields={[{ name: 'password', autoComplete: 'current-password', autoFocus: true }]}
            verb={t('people.setUpTwoStep.next')}
            submit={async (body) => setBegun(await atField({ 'people.passwordWrong': 'password' }, access.startTotp({ body })))}
          />
        </>
      )}
    </Page>
  )
}

function Scan({ begun, done }: { begun: Begun; done: (codes: readonly string[]) => Promise<void> }) {
  const t = useText(webTexts)
  return (
    <ol className={classes.steps}>
      <li>
        <h2 className={classes.stepTitle}>{t('people.setUpTwoStep.scan')}</h2>
        <QrCode uri={begun.uri} />
        <p className={classes.text}>{t('people.setUpTwoStep.cannotScan')}</p>
        <div className={classes.row}>
          <span className={`mono ${classes.secret}`}>{begun.secret.replace(/(.{4})(?!$)/g, '$1 ')}</span>
          <Copy text={begun.secret} />
        </div>
      </li>
      <li>
        <h2 className={classes.stepTitle}>{t('people.setUpTwoStep.type')}</h2>
        <div className={classes.code}>
          <Form
            schema={contract.confirmTotp.body}
            texts={webTexts}
            prefix="people.setUpTwoStep"
            fields={[{ name: 'code', autoComplete: 'one-time-code' }]}
            verb={t('people.setUpTwoStep.verb')}
            submit={async (body) => done((await atField({ 'people.codeWrong': 'code' }, access.confirmTotp({ body }))).recoveryCodes)}
          />
        </div>
      </li>
    </ol>
  )
}

/** Drawn in the browser, so that the secret goes nowhere else; the library is fetched for it alone. */
function QrCode({ uri }: { uri: string }) {
  const t = useText(webTexts)
  const [picture, setPicture] = useState<string>()
  useEffect(() => {
    let wanted = true
    void import('qrcode').then(async ({ default: qrcode }) => {
      const drawn = await qrcode.toDataURL(uri, { width: 416, margin: 2 })
      if (wanted) setPicture(drawn)
    })
    return () => {
      wanted = false
    }
  }, [uri])
  return picture ? <img className={classes.qr} src={picture} alt={t('people.setUpTwoStep.qr')} /> : <div className={classes.qr} />
}
