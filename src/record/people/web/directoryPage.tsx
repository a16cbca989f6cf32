/** The frame of the three lists of the directory. */
import type { ReactNode } from 'react'
import { Link } from '#web/kit/links.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { webTexts } from './texts.ts'

const lists = { people: '/people', teams: '/teams', organisations: '/organisations' } as const
export type List = keyof typeof lists

export function DirectoryPage({ list, actions, children }: { list: List; actions: ReactNode; children: ReactNode }) {
  const t = useText(webTexts)
  return (
    <Page title={t(`people.list.${list}`)} actions={actions} width="fill">
      <nav className="tabs" aria-label={t('people.list.parts')}>
        {(Object.keys(lists) as List[]).map((one) => (
          <Link key={one} to={lists[one]} {...(one === list && { 'aria-current': 'page' as const })}>
            {t(`people.list.${one}`)}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  )
}
