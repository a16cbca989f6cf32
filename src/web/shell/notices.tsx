/** What happened to your work since you opened this tab. Rooms decide which events are worth a word. */
import { ActionIcon, Popover } from '@mantine/core'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import { useState } from 'react'
import { Link } from '../kit/links.tsx'
import { useLive } from '../kit/live.ts'
import type { Me } from '../kit/person.ts'
import { textOf, useLooks, useWords } from '../kit/texts.ts'
import { Time } from '../kit/time.tsx'
import { rooms } from '../rooms.ts'
import classes from './shell.module.css'

interface Noticed {
  seq: number
  at: string
  text: string
  to: string | undefined
}

export function Notices({ me }: { me: Me }) {
  const t = useWords()
  const { locale } = useLooks()
  const [all, setAll] = useState<readonly Noticed[]>([])
  const [unread, setUnread] = useState(0)
  const [opened, setOpened] = useState(false)
  useLive({ on: [''] }, (event) => {
    for (const room of rooms) {
      const notice = room.notice?.(event, me)
      if (!notice) continue
      const text = textOf(room.texts, locale)(notice.title, notice.values)
      setAll((now) =>
        [{ seq: event.seq, at: new Date().toISOString(), text, to: notice.to }, ...now.filter(({ seq }) => seq !== event.seq)].slice(0, 30),
      )
      if (!opened) setUnread((n) => n + 1)
    }
  })
  const change = (open: boolean) => {
    setOpened(open)
    setUnread(0)
  }
  const label = unread > 0 ? t('shell.notices.new', { count: unread }) : t('shell.notices')
  return (
    <Popover position="bottom-end" opened={opened} onChange={change} width={340} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon aria-label={label} title={label} onClick={() => change(!opened)} className={classes.bell}>
          <IconBell size={18} stroke={1.75} aria-hidden />
          {unread > 0 && <span className={classes.unread} aria-hidden />}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.notices')}>
        <h2 className={classes.noticeTitle}>{t('shell.notices')}</h2>
        {all.length === 0 ? (
          <p className="dim small">{t('shell.notices.none')}</p>
        ) : (
          <ul className={classes.notices}>
            {all.map((one) => (
              <li key={one.seq}>
                {one.to ? (
                  <Link to={one.to} onClick={() => setOpened(false)}>
                    {one.text}
                  </Link>
                ) : (
                  one.text
                )}
                <span className="dim small">
                  <Time at={one.at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
