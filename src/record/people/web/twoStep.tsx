/** The state of two-step sign-in, and what can be done with it. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Form } from '#web/kit/form.tsx'
import { useGo } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { access as contract } from '../access/contract.ts'
import classes from './account.module.css'
import { useMine, useMineChanged } from './mine.ts'
import { RecoveryCodes } from './recoveryCodes.tsx'
import { atField } from './refusal.ts'
import { webTexts } from './texts.ts'

const access = api(contract)

export function TwoStep() {
  const t = useText(webTexts)
  const go = useGo()
  const me = useMine()
  const [asks, setAsks] = useState<'stop' | 'codes'>()
  const on = me?.totp?.enabled ?? false
  const required = me?.totp?.requiredFrom ?? null
  return (
    <Section title={t('people.twoStep.title')}>
      <div className={classes.row}>
        <StateBadge meaning={on ? 'held' : required ? 'risk' : 'waiting'}>{on ? t('people.twoStep.on') : t('people.twoStep.off')}</StateBadge>
        {!on && required && (
          <span>
            {t('people.twoStep.requiredFrom')} <Time at={required} as="day" />
          </span>
        )}
      </div>
      <p className={`${classes.text} ${classes.below}`}>{t('people.twoStep.lead')}</p>
      <div className={`${classes.row} ${classes.below}`}>
        {on ? (
          <>
            <Button variant="default" onClick={() => setAsks('codes')}>
              {t('people.codes.renew')}
            </Button>
            <Button
              variant="default"
              disabled={required !== null}
              aria-describedby={required === null ? undefined : 'two-step-refused'}
              onClick={() => setAsks('stop')}
            >
              {t('people.twoStep.stop')}
            </Button>
            {required !== null && (
              <span id="two-step-refused" className={classes.detail}>
                {t('people.twoStep.stopRefused')}
              </span>
            )}
          </>
        ) : (
          <Button onClick={() => go('/account/two-step')}>{t('people.twoStep.start')}</Button>
        )}
      </div>
      {asks && <AskPassword what={asks} onClose={() => setAsks(undefined)} />}
    </Section>
  )
}

/** What weakens or renews the second step asks for the password once more. */
function AskPassword({ what, onClose }: { what: 'stop' | 'codes'; onClose: () => void }) {
  const t = useText(webTexts)
  const words = useWords()
  const changed = useMineChanged()
  const [codes, setCodes] = useState<readonly string[]>()
  const submit = async (body: { password: string }) => {
    if (what === 'codes') return setCodes((await atField(wrong, access.renewRecoveryCodes({ body }))).recoveryCodes)
    await atField(wrong, access.stopTotp({ body }))
    await changed()
    toast(t('people.twoStep.stopped'))
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeOnClickOutside={codes === undefined}
      title={what === 'stop' ? t('people.twoStep.stopTitle') : t('people.codes.title')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {codes ? (
        <>
          <RecoveryCodes codes={codes} />
          <Button mt="xl" onClick={onClose}>
            {t('people.codes.kept')}
          </Button>
        </>
      ) : (
        <>
          <div className={classes.above}>
            <Note tone="amber">{what === 'stop' ? t('people.twoStep.stopWhat') : t('people.codes.renewWhat')}</Note>
          </div>
          <Form
            schema={contract.stopTotp.body}
            texts={webTexts}
            prefix="people.confirm"
            fields={[{ name: 'password', autoComplete: 'current-password', autoFocus: true }]}
            verb={what === 'stop' ? t('people.twoStep.stop') : t('people.codes.renew')}
            submit={submit}
          />
        </>
      )}
    </Modal>
  )
}

const wrong = { 'people.passwordWrong': 'password' } as const
