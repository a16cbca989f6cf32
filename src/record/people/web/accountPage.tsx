/** The frame of the pages about the own account: three parts, each with an address. */
import type { ReactNode } from 'react'
import { Link } from '#web/kit/links.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { webTexts } from './texts.ts'

const parts = { profile: '/account', security: '/account/security', tokens: '/account/tokens' } as const
export type Part = keyof typeof parts

export function AccountPage({ part, children }: { part: Part; children: ReactNode }) {
  const t = useText(webTexts)
  return (
    <Page title={t('people.account.title')} width="form">
      <nav className="tabs" aria-label={t('people.account.parts')}>
        {(Object.keys(parts) as Part[]).map((one) => (
          <Link key={one} to={parts[one]} {...(one === part && { 'aria-current': 'page' as const })}>
            {t(`people.account.${one}`)}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  )
}
