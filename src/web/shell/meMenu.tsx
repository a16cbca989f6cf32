/** Theme, language, account and signing out. */
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { type Locale, locales } from '#platform/i18n.ts'
import { send } from '../kit/api.ts'
import { useGo } from '../kit/links.tsx'
import { PersonChip } from '../kit/marks.tsx'
import type { Me } from '../kit/person.ts'
import { useSessionChanged } from '../kit/session.ts'
import { useLooks, useWords } from '../kit/texts.ts'
import { schemeOf, type Theme, themes } from './looks.tsx'
import classes from './shell.module.css'

const names: Readonly<Record<Locale, string>> = { nl: 'Nederlands', en: 'English' }

/** Kept on the person as well, so that it is the same on every device; a refusal does not matter here. */
const keep = (change: { theme?: Theme; locale?: Locale }) =>
  send({
    method: 'PATCH',
    url: '/api/people/me',
    body: JSON.stringify(change),
    contentType: 'application/json',
    headers: {},
    signal: undefined,
  }).catch(() => undefined)

export function MeMenu({ me }: { me: Me }) {
  const t = useWords()
  const go = useGo()
  const changed = useSessionChanged()
  const { locale, setLocale } = useLooks()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const theme: Theme = colorScheme === 'auto' ? 'system' : colorScheme
  const signOut = async () => {
    await send({ method: 'POST', url: '/api/people/sign-out', body: undefined, contentType: undefined, headers: {}, signal: undefined }).catch(
      () => undefined,
    )
    changed('/sign-in')
  }
  return (
    <Menu position="bottom-end" width={240} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.me} aria-label={t('shell.me', { name: me.name })}>
          <PersonChip name={me.name} bare />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.who ?? ''}>
          <strong>{me.name}</strong>
          <span>{me.email}</span>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('shell.theme')}</Menu.Label>
        <Menu.RadioGroup
          value={theme}
          onChange={(value) => {
            const chosen = value as Theme
            setColorScheme(schemeOf(chosen))
            void keep({ theme: chosen })
          }}
        >
          {themes.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick={false}>
              {t(`shell.theme.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('shell.language')}</Menu.Label>
        <Menu.RadioGroup
          value={locale}
          onChange={(value) => {
            const chosen = value as Locale
            setLocale(chosen)
            void keep({ locale: chosen })
          }}
        >
          {locales.map((one) => (
            <Menu.RadioItem key={one} value={one} lang={one} closeMenuOnClick={false}>
              {names[one]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconUser size={14} aria-hidden />} onClick={() => go('/account')}>
          {t('shell.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={14} aria-hidden />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
