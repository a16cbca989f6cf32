/** The first thing anybody sees of Spil: who we are and who looks after it. Once. */
import { Radio } from '@mantine/core'
import { type Locale, locales } from '#platform/i18n.ts'
import { Form } from '#web/kit/form.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useSessionChanged } from '#web/kit/session.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import { people as contract, TimeZone } from '../contract.ts'
import classes from './account.module.css'
import { beginWhatNow, people } from './mine.ts'
import { atField, passwordRefusals } from './refusal.ts'
import { webTexts } from './texts.ts'
import { timeZones } from './timeZones.ts'

const schema = contract.setUp.body.omit({ locale: true }).extend({ timeZone: TimeZone })

/** The page speaks the language that is chosen in it. */
function ChooseLocale() {
  const t = useText(webTexts)
  const { locale, setLocale } = useLooks()
  return (
    <Radio.Group className={classes.above} label={t('people.setUp.locale')} value={locale} onChange={(value) => setLocale(value as Locale)}>
      <div className={classes.row}>
        {locales.map((one) => (
          <Radio key={one} value={one} lang={one} label={t(`people.setUp.locale.${one}`)} />
        ))}
      </div>
    </Radio.Group>
  )
}

export default function SetUp() {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const changed = useSessionChanged()
  return (
    <Sheet title={t('people.setUp.title')} lead={t('people.setUp.lead')} foot={t('people.setUp.foot')} wide>
      <ChooseLocale />
      <Form
        schema={schema}
        texts={webTexts}
        prefix="people.setUp"
        draft="people/setUp"
        fields={[
          { name: 'organisation', autoComplete: 'organization' },
          { name: 'name', autoComplete: 'name' },
          { name: 'email', autoComplete: 'username' },
          { name: 'password', autoComplete: 'new-password' },
          { name: 'timeZone', options: timeZones() },
        ]}
        initial={{ timeZone: timeZones()[0]?.value ?? 'Europe/Amsterdam' }}
        verb={t('people.setUp.verb')}
        submit={async (body) => {
          await atField(passwordRefusals, people.setUp({ body: { ...body, locale } }))
          beginWhatNow()
          changed('/desk')
        }}
      />
    </Sheet>
  )
}
