/** What a table remembers: which columns, where you were. */
import { useEffect, useState } from 'react'
import type { Column } from './table.tsx'

const read = <T>(store: Storage, key: string): T | undefined => {
  try {
    return JSON.parse(store.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** The columns to show, in order, and a way to choose them; kept in this browser. */
export function useColumns<Row>(name: string, columns: readonly Column<Row>[]) {
  const key = `spil.columns.${name}`
  const [hidden, setHidden] = useState<readonly string[]>(
    () => read<string[]>(localStorage, key) ?? columns.filter((column) => column.hidden).map((column) => column.key),
  )
  const toggle = (column: string) => {
    const next = hidden.includes(column) ? hidden.filter((one) => one !== column) : [...hidden, column]
    setHidden(next)
    localStorage.setItem(key, JSON.stringify(next))
  }
  return { shown: columns.filter((column) => column.fixed || !hidden.includes(column.key)), hidden, toggle }
}

export interface Place {
  top: number
  active: number
}
/** Where this list stood when it was left, per address; so that coming back finds it again. */
export function usePlace(name: string): { first: Place; keep: (place: Place) => void } {
  const key = `spil.place.${name} ${location.search}`
  const [first] = useState<Place>(() => read<Place>(sessionStorage, key) ?? { top: 0, active: 0 })
  return { first, keep: (place) => sessionStorage.setItem(key, JSON.stringify(place)) }
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
