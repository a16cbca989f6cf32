/** The keyboard of a table: j/k and arrows move, Enter opens, x selects, Space shows a preview. Works from anywhere on the page but fields. */
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'

interface Keys<Row> {
  rows: readonly Row[] | undefined
  active: number
  setActive: (at: number) => void
  scroller: RefObject<HTMLDivElement | null>
  show: (at: number) => void
  open: (row: Row) => void
  peek: ((row: Row) => void) | undefined
  select: ((row: Row) => void) | undefined
}

/** True when keys belong to what has the focus: a field, a menu, a dialog. */
export const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') !== null

function moveOf(key: string, active: number, count: number): number | undefined {
  if (key === 'j' || key === 'ArrowDown') return Math.min(active + 1, count - 1)
  if (key === 'k' || key === 'ArrowUp') return Math.max(active - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key === 'PageDown') return Math.min(active + 15, count - 1)
  if (key === 'PageUp') return Math.max(active - 15, 0)
  return undefined
}

export function useTableKeys<Row>(keys: Keys<Row>) {
  const latest = useRef(keys)
  latest.current = keys
  const focusRow = (at: number) => {
    const { show, setActive, scroller } = latest.current
    setActive(at)
    show(at)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus({ preventScroll: true }))
  }
  const press = (event: Pick<KeyboardEvent, 'key' | 'target' | 'preventDefault' | 'ctrlKey' | 'metaKey' | 'altKey'>, inside: boolean) => {
    const { rows, active, open, peek, select } = latest.current
    if (!rows || rows.length === 0 || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    const to = inside || event.key === 'j' || event.key === 'k' ? moveOf(event.key, active, rows.length) : undefined
    const row = rows[active]
    const onControl = event.target instanceof HTMLElement && event.target.closest('a, button') !== null
    if (to !== undefined) focusRow(inside ? to : active)
    else if (!inside || row === undefined || onControl) return
    else if (event.key === 'Enter') open(row)
    else if (event.key === ' ' && peek) peek(row)
    else if (event.key === 'x' && select) select(row)
    else return
    event.preventDefault()
  }
  const pressed = useRef(press)
  pressed.current = press
  useEffect(() => {
    const outside = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || keys.scroller.current?.contains(event.target as Node)) return
      if (event.target instanceof HTMLElement && event.target.closest('button, a') && event.key !== 'j' && event.key !== 'k') return
      pressed.current(event as unknown as KeyboardEvent, false)
    }
    document.addEventListener('keydown', outside)
    return () => document.removeEventListener('keydown', outside)
  }, [keys.scroller])
  return (event: KeyboardEvent) => press(event, true)
}
