/** Ctrl+K: search everything and do anything. A text field that drives a list; arrows choose, Enter goes. */
import { Modal } from '@mantine/core'
import IconGo from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useRegistered } from '../kit/commands.ts'
import { useGo } from '../kit/links.tsx'
import { Kbd } from '../kit/marks.tsx'
import { mayIn, useMe } from '../kit/person.ts'
import type { Icon } from '../kit/room.ts'
import { textOf, useLooks, useWords } from '../kit/texts.ts'
import { rooms } from '../rooms.ts'
import classes from './palette.module.css'
import { usePlaces } from './rail.tsx'
import type { Creation } from './shell.tsx'

interface Line {
  id: string
  group: string
  title: string
  detail?: string | undefined
  icon?: Icon | undefined
  keys?: string | undefined
  run: () => void
}
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Results of every room that can search, as they come; what was typed on is forgotten. */
function useFound(query: string): { found: readonly Line[]; busy: boolean } {
  const me = useMe()
  const { locale } = useLooks()
  const go = useGo()
  const [found, setFound] = useState<readonly Line[]>([])
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    const wanted = query.trim()
    setBusy(wanted.length > 1)
    if (wanted.length < 2) {
      setFound([])
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const parts = rooms.flatMap((room) =>
        (room.search ?? [])
          .filter(({ may }) => mayIn(me, may ?? 'signedIn'))
          .map(async (provider) => {
            const hits = await provider.search(wanted, stop.signal).catch(() => [])
            const group = textOf(room.texts, locale)(provider.title)
            return hits.map((hit) => ({
              id: `${group} ${hit.id}`,
              group,
              title: hit.title,
              detail: hit.detail,
              icon: hit.icon ?? IconSearch,
              run: () => go(hit.to),
            }))
          }),
      )
      const lines = (await Promise.all(parts)).flat()
      if (stop.signal.aborted) return
      setFound(lines)
      setBusy(false)
    }, 120)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [query, me, locale, go])
  return { found, busy }
}

function useLines(query: string, creations: readonly Creation[]) {
  const t = useWords()
  const go = useGo()
  const places = usePlaces()
  const registered = useRegistered()
  const { found, busy } = useFound(query)
  const fixed = useMemo<readonly Line[]>(
    () => [
      ...registered.map((action) => ({ ...action, group: t('shell.actions') })),
      ...creations.map(({ title, to }) => ({ id: `create ${to}`, group: t('shell.actions'), title, icon: IconPlus, run: () => go(to) })),
      ...places.map(({ to, name, icon }) => ({ id: `go ${to}`, group: t('shell.go'), title: name, icon: icon ?? IconGo, run: () => go(to) })),
    ],
    [registered, creations, places, t, go],
  )
  const wanted = plain(query.trim()).split(/\s+/)
  const fitting = fixed.filter((line) => wanted.every((word) => plain(line.title).includes(word)))
  // What is found comes later, so it comes below: Enter does what was on top when it was pressed.
  return { lines: [...fitting, ...found], busy }
}

export default function Palette({ close, creations }: { close: () => void; creations: readonly Creation[] }) {
  const t = useWords()
  return (
    <Modal.Root opened onClose={close} size={620} yOffset="12vh" padding={0} centered={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('shell.search')}>
        <Modal.Body>
          <Choose close={close} creations={creations} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Choose({ close, creations }: { close: () => void; creations: readonly Creation[] }) {
  const t = useWords()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const { lines, busy } = useLines(query, creations)
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const active = Math.min(at, Math.max(lines.length - 1, 0))
  useEffect(() => {
    list.current?.querySelector(`#palette-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const run = (line: Line | undefined) => {
    if (!line) return
    close()
    line.run()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, lines.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0))
    else if (event.key === 'Enter') run(lines[active])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} aria-hidden />
        <input
          ref={field}
          role="combobox"
          aria-expanded={lines.length > 0}
          aria-controls="palette-list"
          aria-activedescendant={lines.length > 0 ? `palette-${active}` : undefined}
          aria-autocomplete="list"
          aria-label={t('shell.search.hint')}
          placeholder={t('shell.search.hint')}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onKeyDown={keys}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
          }}
        />
        <Kbd keys="Esc" />
      </div>
      <div ref={list} id="palette-list" role="listbox" aria-label={t('shell.search')} className={classes.list} aria-busy={busy}>
        {lines.map((line, index) => (
          <LineView
            key={line.id}
            line={line}
            first={line.group !== lines[index - 1]?.group}
            index={index}
            active={index === active}
            run={() => run(line)}
          />
        ))}
      </div>
      <p role="status" className={lines.length === 0 && !busy ? classes.none : 'visually-hidden'}>
        {busy ? t('kit.loading') : lines.length === 0 ? t('shell.search.none', { query }) : t('shell.search.found', { count: lines.length })}
      </p>
    </>
  )
}

function LineView({ line, first, index, active, run }: { line: Line; first: boolean; index: number; active: boolean; run: () => void }) {
  const Shape = line.icon
  return (
    <>
      {first && (
        <div className={classes.group} role="presentation">
          {line.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points at the line */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field listens to the keys */}
      <div role="option" id={`palette-${index}`} aria-selected={active} className={classes.line} onClick={run}>
        {Shape && <Shape size={16} stroke={1.75} aria-hidden />}
        <span className={classes.title}>{line.title}</span>
        {line.detail && <span className={classes.detail}>{line.detail}</span>}
        {line.keys && <Kbd keys={line.keys} />}
      </div>
    </>
  )
}
