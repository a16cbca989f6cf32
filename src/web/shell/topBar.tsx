/** Where we are, search, create, notices and me. */
import { Menu } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { forwardRef } from 'react'
import { Link, useGo } from '../kit/links.tsx'
import { Kbd } from '../kit/marks.tsx'
import type { Crumb } from '../kit/page.tsx'
import { useMe } from '../kit/person.ts'
import { useWords } from '../kit/texts.ts'
import { MeMenu } from './meMenu.tsx'
import { Notices } from './notices.tsx'
import classes from './shell.module.css'
import type { Creation } from './shell.tsx'

export function TopBar({ crumbs, creations, openPalette }: { crumbs: readonly Crumb[]; creations: readonly Creation[]; openPalette: () => void }) {
  const t = useWords()
  const me = useMe()
  return (
    <header className={classes.top}>
      <nav aria-label={t('shell.crumbs')} className={classes.crumbs}>
        <ol>
          {crumbs.map((crumb, at) => (
            <li key={crumb.label}>
              {crumb.to && at < crumbs.length - 1 ? (
                <Link to={crumb.to}>{crumb.label}</Link>
              ) : (
                <span aria-current={at === crumbs.length - 1 ? 'page' : undefined}>{crumb.label}</span>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <button type="button" className={classes.search} onClick={openPalette}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span>{t('shell.search')}</span>
        <Kbd keys="Ctrl K" />
      </button>
      <Create creations={creations} />
      {me && <Notices me={me} />}
      {me && <MeMenu me={me} />}
    </header>
  )
}

function Create({ creations }: { creations: readonly Creation[] }) {
  const t = useWords()
  const go = useGo()
  const [first, ...others] = creations
  if (!first) return null
  if (others.length === 0) return <CreateButton label={first.title} onClick={() => go(first.to)} />
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <CreateButton label={t('shell.create')} />
      </Menu.Target>
      <Menu.Dropdown>
        {creations.map(({ title, to }) => (
          <Menu.Item key={to} onClick={() => go(to)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const CreateButton = forwardRef<HTMLButtonElement, { label: string; onClick?: () => void }>(({ label, ...rest }, ref) => (
  <button ref={ref} type="button" {...rest} className={classes.create}>
    <IconPlus size={16} aria-hidden />
    <span>{label}</span>
    <Kbd keys="C" />
  </button>
))
