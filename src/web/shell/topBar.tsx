/** Where we are, search, create, notices and me. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
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
      <button type="button" className={classes.search} onClick={openPalette} aria-label={t('shell.search')}>
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
  const first = creations[0]
  if (!first) return null
  const one = creations.length === 1
  const label = one ? first.title : t('shell.create')
  const onClick = one ? () => go(first.to) : undefined
  return (
    <Menu position="bottom-end" disabled={one}>
      <Menu.Target>
        <span>
          <Button
            size="xs"
            variant="light"
            visibleFrom="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            rightSection={<Kbd keys="C" />}
            {...(onClick && { onClick })}
          >
            {label}
          </Button>
          <ActionIcon hiddenFrom="sm" variant="light" color="accent" aria-label={label} {...(onClick && { onClick })}>
            <IconPlus size={18} aria-hidden />
          </ActionIcon>
        </span>
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
