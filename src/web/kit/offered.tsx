/** What a text field offers while somebody types. The field keeps the focus and takes the keys; `id` is what it points at. */
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import classes from './offered.module.css'

export interface Offered {
  id: string
  label: string
  detail?: string | undefined
  /** What comes into the text. */
  insert: string
}
interface Field<T extends Offered> {
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  write: (text: string) => void
  /** Where what is chosen comes in, instead of what was typed until the caret; undefined while nothing is offered. */
  from: number | undefined
  items: readonly T[]
  close: () => void
  onChoose?: (one: T) => void
}
/** Arrows choose, Enter or Tab puts it in with the caret behind it, Escape closes. */
export function useOffered<T extends Offered>({ area, text, write, from, items, close, onChoose }: Field<T>) {
  const id = useId()
  const [active, setActive] = useState(0)
  const caret = useRef<number>(undefined)
  useEffect(() => {
    const at = caret.current
    if (at === undefined || !area.current) return
    caret.current = undefined
    area.current.setSelectionRange(at, at)
  })
  const put = (start: number, insert: string) => {
    const rest = text.slice(area.current?.selectionStart ?? text.length)
    caret.current = start + insert.length
    write(`${text.slice(0, start)}${insert}${insert.endsWith(' ') ? rest.replace(/^ /, '') : rest}`)
    area.current?.focus()
  }
  const choose = (one: T) => {
    if (from === undefined) return
    put(from, one.insert)
    onChoose?.(one)
  }
  /** True when the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    const chosen = items[active] ?? items[0]
    if (from === undefined) return false
    if (event.key === 'Escape') close()
    else if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return false
    else if (event.key === 'ArrowDown') setActive((active + 1) % items.length)
    else if (event.key === 'ArrowUp') setActive((active + items.length - 1) % items.length)
    else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) choose(chosen)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  const shown = from !== undefined && items.length > 0
  return {
    put,
    onKey,
    /** The first is chosen again. */
    restart: () => setActive(0),
    aria: shown ? { 'aria-autocomplete': 'list' as const, 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` } : {},
    list: shown ? { id, items, active, choose } : undefined,
  }
}

interface Props<T extends Offered> {
  id: string
  /** Name of the list: "Collega noemen". */
  label: string
  /** The labels are code. */
  code?: boolean
  items: readonly T[]
  active: number
  choose: (one: T) => void
}
export function OfferedList<T extends Offered>({ id, label, code, items, active, choose }: Props<T>) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div ref={list} id={id} role="listbox" tabIndex={-1} aria-label={label} className={classes.list}>
      {items.map((one, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        <div
          key={one.id}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          className={classes.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(one)}
        >
          <span className={code ? 'mono' : undefined}>{one.label}</span>
          {one.detail && <span className={classes.detail}>{one.detail}</span>}
        </div>
      ))}
    </div>
  )
}
/** Nothing fits. */
export const NoneOffered = ({ children }: { children: string }) => (
  <p className={classes.none} role="status">
    {children}
  </p>
)
