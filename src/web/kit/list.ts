/** What a table remembers: which columns, where you were. */
import { useRouterState } from '@tanstack/react-router'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Column } from './table.tsx'

const read = <T>(store: Storage, key: string): T | undefined => {
  try {
    return JSON.parse(store.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

const columnsKey = (name: string) => `spil.columns.${name}`
const hiddenNow = <Row>(name: string, columns: readonly Column<Row>[]): readonly string[] =>
  read<string[]>(localStorage, columnsKey(name)) ?? columns.filter((column) => column.hidden).map((column) => column.key)
/** The keys of the columns that this table shows in this browser now. */
export const columnsShown = <Row>(name: string, columns: readonly Column<Row>[]): string[] => {
  const hidden = hiddenNow(name, columns)
  return columns.filter(({ key, fixed }) => fixed || !hidden.includes(key)).map(({ key }) => key)
}

/** The columns to show, in order, and their widths; chosen by the person and kept in this browser. */
export function useColumns<Row>(name: string, columns: readonly Column<Row>[]) {
  const key = columnsKey(name)
  const [hidden, setHidden] = useState<readonly string[]>(() => hiddenNow(name, columns))
  const [widths, setWidths] = useState<Readonly<Record<string, number | undefined>>>(
    () => read<Record<string, number>>(localStorage, `${key}.widths`) ?? {},
  )
  const toggle = (column: string) => {
    const next = hidden.includes(column) ? hidden.filter((one) => one !== column) : [...hidden, column]
    setHidden(next)
    localStorage.setItem(key, JSON.stringify(next))
  }
  /** In pixels; undefined gives back the width it had. */
  const resize = (column: string, width: number | undefined) => {
    const next = { ...widths, [column]: width === undefined ? undefined : Math.round(Math.max(56, Math.min(width, 900))) }
    setWidths(next)
    localStorage.setItem(`${key}.widths`, JSON.stringify(next))
  }
  return { shown: columns.filter((column) => column.fixed || !hidden.includes(column.key)), hidden, toggle, widths, resize }
}

interface Place {
  top: number
  active: number
}
/** Where this list stood when it was left, per address, so that coming back finds it again. Other filters begin at the top. */
export function usePlace(name: string, scroller: RefObject<HTMLDivElement | null>, ready: boolean) {
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const key = `spil.place.${name} ${search}`
  const [active, setActive] = useState(() => read<Place>(sessionStorage, key)?.active ?? 0)
  const restored = useRef<string>(undefined)
  useLayoutEffect(() => {
    if (!ready || restored.current === key || !scroller.current) return
    const again = restored.current !== undefined
    restored.current = key
    const place = again ? undefined : read<Place>(sessionStorage, key)
    scroller.current.scrollTop = place?.top ?? 0
    if (again) setActive(0)
  }, [key, ready, scroller])
  const keep = useCallback(() => {
    if (restored.current !== undefined && scroller.current)
      sessionStorage.setItem(restored.current, JSON.stringify({ top: scroller.current.scrollTop, active }))
  }, [scroller, active])
  useEffect(keep, [keep])
  return { active, setActive, onScroll: keep }
}

/** Narrow enough for a list of cards. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia('(max-width: 640px)').matches)
  useEffect(() => {
    const media = matchMedia('(max-width: 640px)')
    const change = () => setNarrow(media.matches)
    media.addEventListener('change', change)
    return () => media.removeEventListener('change', change)
  }, [])
  return narrow
}
