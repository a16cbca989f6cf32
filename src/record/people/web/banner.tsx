/** Above every page: that two-step sign-in is required soon or now, and what to do first after setting up. */
import IconShield from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import classes from './account.module.css'
import { useMine } from './mine.ts'
import { webTexts } from './texts.ts'
import { WhatNow } from './whatNow.tsx'

export function Banner() {
  return (
    <>
      <TwoStepDue />
      <WhatNow />
    </>
  )
}

function TwoStepDue() {
  const t = useText(webTexts)
  const me = useMine()
  const from = me?.totp?.requiredFrom
  if (!from || me.totp.enabled) return null
  const blocked = new Date(from) <= new Date()
  return (
    <div className={classes.banner} data-tone={blocked ? 'red' : undefined} role={blocked ? 'alert' : undefined}>
      <IconShield size={18} aria-hidden />
      <span>
        {blocked ? (
          t('people.banner.blocked')
        ) : (
          <>
            {t('people.banner.soon')} <Time at={from} as="day" />.
          </>
        )}
      </span>
      <Link to="/account/security">{t('people.banner.go')}</Link>
    </div>
  )
}
