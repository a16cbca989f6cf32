/** Pages without rail and top bar: signing in, setting up, links in mail. The language can still be chosen. */
import { Outlet } from '@tanstack/react-router'
import { useMemo } from 'react'
import { FrameContext } from '../kit/page.tsx'
import { useLooks } from '../kit/texts.ts'
import classes from './shell.module.css'

const names = { nl: 'Nederlands', en: 'English' } as const

export function Bare() {
  const { locale, setLocale } = useLooks()
  const frame = useMemo(() => ({ setCrumbs: () => undefined, takeFocus: () => false }), [])
  const other = locale === 'nl' ? 'en' : 'nl'
  return (
    <FrameContext value={frame}>
      <Outlet />
      <button type="button" className={classes.language} lang={other} onClick={() => setLocale(other)}>
        {names[other]}
      </button>
    </FrameContext>
  )
}
