/** Name, language, appearance and time zone of who is signed in. */
import { useMantineColorScheme } from '@mantine/core'
import { Form } from '#web/kit/form.tsx'
import { Skeletons } from '#web/kit/marks.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { people as contract } from '../contract.ts'
import { AccountPage } from './accountPage.tsx'
import { people, useMine, useMineChanged } from './mine.ts'
import { webTexts } from './texts.ts'
import { timeZones } from './timeZones.ts'

const schema = contract.updateMe.body.required()

export default function Profile() {
  const t = useText(webTexts)
  const me = useMine()
  const changed = useMineChanged()
  const { setLocale } = useLooks()
  const { setColorScheme } = useMantineColorScheme()
  return (
    <AccountPage part="profile">
      {me === null ? (
        <Skeletons />
      ) : (
        <Form
          schema={schema}
          texts={webTexts}
          prefix="people.profile"
          fields={[
            { name: 'name', autoComplete: 'name' },
            { name: 'locale', radio: true },
            { name: 'theme', radio: true },
            { name: 'timeZone', options: timeZones(me.timeZone) },
          ]}
          initial={{ name: me.name, locale: me.locale, theme: me.theme, timeZone: me.timeZone }}
          verb={t('people.save')}
          submit={async (body) => {
            const now = await people.updateMe({ body })
            await changed(now)
            setLocale(now.locale)
            setColorScheme(now.theme === 'system' ? 'auto' : now.theme)
            toast(t('people.profile.saved'))
          }}
        />
      )}
    </AccountPage>
  )
}
