/** Language, zone and theme: of the person when signed in, of the browser before that. */
import { useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { MeContext } from '../kit/person.ts'
import { firstLocale, keepLocale, LooksContext, textOf } from '../kit/texts.ts'
import { words } from '../kit/words.ts'
import { sessionQuery } from '../session.ts'
import { Away } from './away.tsx'

const Toasts = lazy(() => import('./toasts.tsx'))

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]
export const schemeOf = (theme: Theme) => (theme === 'system' ? 'auto' : theme)

export function Looks({ children }: { children: ReactNode }) {
  const { data } = useQuery({ ...sessionQuery, enabled: false })
  const me = data?.installed ? data.me : null
  const [locale, setLocale] = useState(firstLocale)
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (me?.locale) setLocale(me.locale)
    if (me?.theme) setColorScheme(schemeOf(me.theme))
  }, [me?.locale, me?.theme, setColorScheme])
  useEffect(() => keepLocale(locale), [locale])
  const timeZone = me?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const looks = useMemo(() => ({ locale, setLocale, timeZone }), [locale, timeZone])
  return (
    <LooksContext value={looks}>
      <MeContext value={me}>
        <Away />
        {children}
        <section aria-label={textOf(words, locale)('shell.toasts')}>
          <Suspense>
            <Toasts />
          </Suspense>
        </section>
      </MeContext>
    </LooksContext>
  )
}
