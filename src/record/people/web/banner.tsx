/** Above every page: that two-step sign-in is required soon or now, and what to do first after setting up. */
import IconShield from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import classes from './account.module.css'
import { endWhatNow, useMine, whatNowWaits } from './mine.ts'
import { roomTexts } from './roomTexts.ts'

/** Only just after setting up, so its words are not loaded with every page. */
const WhatNow = lazy(() => import('./whatNow.tsx').then((file) => ({ default: file.WhatNow })))

export function Banner() {
  const [told, setTold] = useState(whatNowWaits)
  const close = () => {
    endWhatNow()
    setTold(false)
  }
  return (
    <>
      <TwoStepDue quiet={told} />
      {told && (
        <Suspense fallback={null}>
          <WhatNow close={close} />
        </Suspense>
      )}
    </>
  )
}

/** `quiet`: what to do first says it too, so only when nothing else works any more. */
function TwoStepDue({ quiet }: { quiet: boolean }) {
  const t = useText(roomTexts)
  const me = useMine()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const from = me?.totp?.requiredFrom
  // The page itself says it already.
  if (!from || me.totp.enabled || pathname === '/account/security' || pathname === '/account/two-step') return null
  const blocked = new Date(from) <= new Date()
  if (quiet && !blocked) return null
  return (
    <section className={classes.banner} data-tone={blocked ? 'red' : undefined} aria-label={t('people.twoStep.title')}>
      <IconShield size={18} aria-hidden />
      <span>
        {blocked ? (
          t('people.banner.blocked')
        ) : (
          <>
            {t('people.banner.soon')} <Time at={from} as="day" />.
          </>
        )}{' '}
        <Link to="/account/security">{t('people.banner.go')}</Link>
      </span>
    </section>
  )
}
