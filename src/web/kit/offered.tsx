/** What a text field offers while somebody types. The field keeps the focus and takes the keys; `id` is what it points at. */
import { useEffect, useRef } from 'react'
import classes from './offered.module.css'

export interface Offered {
  id: string
  label: string
  detail?: string | undefined
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
