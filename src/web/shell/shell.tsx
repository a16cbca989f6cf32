/** The frame around every page: rail, top bar, palette, notices; and the focus kept where a person expects it. */
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { whenSignedOut } from '../kit/api.ts'
import { ItemPanelsContext } from '../kit/itemPanels.tsx'
import { useGo } from '../kit/links.tsx'
import { startLive } from '../kit/live.ts'
import { type Crumb, FrameContext } from '../kit/page.tsx'
import { panelsOf } from '../kit/panels.tsx'
import { mayIn, useMe } from '../kit/person.ts'
import { PersonPanelsContext } from '../kit/personPanels.tsx'
import { typing } from '../kit/tableKeys.ts'
import { textOf, useLooks, useWords } from '../kit/texts.ts'
import { rooms } from '../rooms.ts'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { TopBar } from './topBar.tsx'

const loadPalette = () => import('./palette.tsx')
const Palette = lazy(loadPalette)
const itemPanels = panelsOf(rooms.map(({ texts, itemPanels: panels }) => ({ texts, panels })))
const personPanels = panelsOf(rooms.map(({ texts, personPanels: panels }) => ({ texts, panels })))

export interface Creation {
  title: string
  to: string
}

/** What this person may create here. */
export function useCreations(): readonly Creation[] {
  const me = useMe()
  const { locale } = useLooks()
  return useMemo(
    () =>
      rooms.flatMap((room) =>
        (room.create ?? []).filter(({ may }) => mayIn(me, may)).map(({ title, to }) => ({ to, title: textOf(room.texts, locale)(title) })),
      ),
    [me, locale],
  )
}

/** Ctrl+K and / open the palette, C creates; not while somebody types. */
function useShellKeys(openPalette: () => void, create: () => void) {
  const latest = useRef({ openPalette, create })
  latest.current = { openPalette, create }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (key === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        latest.current.openPalette()
      } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && (key === 'c' || key === '/')) {
        event.preventDefault()
        if (key === 'c') latest.current.create()
        else latest.current.openPalette()
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** The heading of a new page takes the focus once, after moving from another page; not at the first load. */
function useFocusOnMove() {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const seen = useRef(pathname)
  const due = useRef(false)
  if (seen.current !== pathname) {
    seen.current = pathname
    due.current = true
  }
  return useCallback(() => {
    const take = due.current
    due.current = false
    return take
  }, [])
}

export function Shell() {
  const t = useWords()
  const me = useMe()
  const go = useGo()
  const queries = useQueryClient()
  const creations = useCreations()
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>([])
  const [palette, setPalette] = useState(false)
  const takeFocus = useFocusOnMove()
  const frame = useMemo(() => ({ setCrumbs, takeFocus }), [takeFocus])
  useShellKeys(
    () => setPalette(true),
    () => creations[0] && (creations.length === 1 ? go(creations[0].to) : setPalette(true)),
  )
  useEffect(() => {
    // Fetched beforehand: where that fails it is fetched when somebody asks for it.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), 1500)
    return () => clearTimeout(timer)
  }, [])
  const signedIn = me !== null
  useEffect(() => {
    if (!signedIn) return
    whenSignedOut(() => location.assign(`/sign-in?${new URLSearchParams({ to: location.pathname + location.search })}`))
    const stop = startLive(queries)
    return () => {
      stop()
      whenSignedOut(() => undefined)
    }
  }, [signedIn, queries])
  return (
    <FrameContext value={frame}>
      <a href="#content" className={classes.skip}>
        {t('shell.skip')}
      </a>
      <div className={classes.shell}>
        <Rail />
        <div className={classes.side}>
          <TopBar crumbs={crumbs} creations={creations} openPalette={() => setPalette(true)} />
          {rooms.map(({ banner: Banner }) => Banner && <Banner key={Banner.name} />)}
          <main id="content" tabIndex={-1} className={classes.content}>
            <ItemPanelsContext value={itemPanels}>
              <PersonPanelsContext value={personPanels}>
                <Outlet />
              </PersonPanelsContext>
            </ItemPanelsContext>
          </main>
        </div>
      </div>
      <Suspense>{palette && <Palette close={() => setPalette(false)} creations={creations} />}</Suspense>
    </FrameContext>
  )
}
