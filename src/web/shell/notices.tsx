/** What happened to your work: what the server kept, also from while you were away, and what comes in while this tab is open. */
import { ActionIcon, Popover } from '@mantine/core'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { Link } from '../kit/links.tsx'
import { useLive } from '../kit/live.ts'
import { type Me, mayIn } from '../kit/person.ts'
import { textOf, useLooks, useWords } from '../kit/texts.ts'
import { Time } from '../kit/time.tsx'
import { rooms } from '../rooms.ts'
import classes from './shell.module.css'

interface Noticed {
  id: string
  at: string
  text: string
  to: string | undefined
}
const key = ['notices']
/** What the server keeps is written just after the event is told. */
const soon = 1200

function useKept(me: Me) {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const keepers = useMemo(() => rooms.flatMap(({ kept }) => (kept && mayIn(me, kept.may) ? [kept] : [])), [me])
  const { data } = useQuery({
    queryKey: key,
    enabled: keepers.length > 0,
    queryFn: async ({ signal }) => {
      const parts = await Promise.all(keepers.map((kept) => kept.load(signal)))
      return { items: parts.flatMap(({ items }) => items), unread: parts.reduce((sum, { unread }) => sum + unread, 0) }
    },
  })
  return {
    kept: data,
    again: () => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void queries.invalidateQueries({ queryKey: key }), soon)
    },
    read: async () => {
      // Not being able to say so leaves them unread, which does no harm.
      await Promise.all(keepers.map((kept) => kept.read())).catch(() => undefined)
      await queries.invalidateQueries({ queryKey: key })
    },
  }
}

export function Notices({ me }: { me: Me }) {
  const t = useWords()
  const { locale } = useLooks()
  const [fleeting, setFleeting] = useState<readonly Noticed[]>([])
  const [fresh, setFresh] = useState(0)
  const [opened, setOpened] = useState(false)
  const { kept, again, read } = useKept(me)
  useLive({ on: [''] }, (event) => {
    for (const room of rooms) {
      const notice = room.notice?.(event, me)
      if (!notice) continue
      if (notice.kept) {
        again()
        continue
      }
      const text = textOf(room.texts, locale)(notice.title, notice.values)
      const one = { id: String(event.seq), at: new Date().toISOString(), text, to: notice.to }
      setFleeting((now) => [one, ...now.filter(({ id }) => id !== one.id)].slice(0, 30))
      if (!opened) setFresh((n) => n + 1)
    }
  })
  const unread = fresh + (kept?.unread ?? 0)
  const change = (open: boolean) => {
    setOpened(open)
    setFresh(0)
    if (open && (kept?.unread ?? 0) > 0) void read()
  }
  const all = [...fleeting, ...(kept?.items ?? [])].sort((a, b) => b.at.localeCompare(a.at)).slice(0, 30)
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
        {all.length === 0 ? <p className="dim small">{t('shell.notices.none')}</p> : <NoticeList all={all} close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function NoticeList({ all, close }: { all: readonly Noticed[]; close: () => void }) {
  return (
    <ul className={classes.notices}>
      {all.map((one) => (
        <li key={one.id}>
          {one.to ? (
            <Link to={one.to} onClick={close}>
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
  )
}
