/** What is offered while somebody types a sign: people after @, answers after /. Chosen by keyboard or pointer; Escape leaves the text as it is. */
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { NoneOffered, type Offered, OfferedList } from './offered.tsx'

export interface Suggestion extends Offered {
  /** What comes into the text instead of the sign and what was typed after it. */
  insert: string
}
export interface Trigger {
  sign: '@' | '/'
  /** Name of the list: "Collega noemen". */
  label: string
  /** What to say when nothing fits. */
  none: string
  find: (query: string, signal: AbortSignal) => Promise<readonly Suggestion[]>
  onChoose?: (chosen: Suggestion) => void
}
interface Typed {
  trigger: Trigger
  query: string
  /** Place of the sign in the text. */
  from: number
}

/** The sign and the word after it that end at the caret, when they begin the text or follow a space. */
function typedAt(before: string, triggers: readonly Trigger[]): Typed | undefined {
  const [all, sign, query = ''] = /(?:^|[\s(])([@/])([\p{L}\p{N}_.-]{0,40})$/u.exec(before) ?? []
  const trigger = triggers.find((one) => one.sign === sign)
  return all !== undefined && trigger ? { trigger, query, from: before.length - query.length - 1 } : undefined
}

/** What fits what is being typed, a moment after it is typed; undefined while it is on its way. */
function useOffers(typed: Typed | undefined) {
  const [items, setItems] = useState<readonly Suggestion[]>()
  const [active, setActive] = useState(0)
  const { trigger, query } = typed ?? {}
  useEffect(() => {
    setItems(undefined)
    setActive(0)
    if (!trigger) return
    const asking = new AbortController()
    const timer = setTimeout(() => void trigger.find(query ?? '', asking.signal).then(setItems, () => setItems([])), 80)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [trigger, query])
  return { items, active, setActive }
}

interface Props {
  triggers: readonly Trigger[]
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  write: (text: string) => void
}
export function useSuggest({ triggers, area, text, write }: Props) {
  const id = useId()
  const [typed, setTyped] = useState<Typed>()
  const caret = useRef<number>(undefined)
  const { items, active, setActive } = useOffers(typed)
  // The caret stands behind what came into the text.
  useEffect(() => {
    if (caret.current === undefined || !area.current) return
    area.current.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  })
  const look = () => {
    const at = area.current
    setTyped(at ? typedAt(at.value.slice(0, at.selectionStart), triggers) : undefined)
  }
  const choose = (one: Suggestion) => {
    if (!typed) return
    const end = area.current?.selectionStart ?? typed.from + typed.query.length + 1
    caret.current = typed.from + one.insert.length
    write(`${text.slice(0, typed.from)}${one.insert}${text.slice(end)}`)
    typed.trigger.onChoose?.(one)
    setTyped(undefined)
    area.current?.focus()
  }
  /** As if the sign was typed. */
  const open = (sign: Trigger['sign']) => {
    const at = area.current
    if (!at) return
    const place = at.selectionStart
    const gap = place > 0 && !/\s/.test(text[place - 1] ?? '') ? ' ' : ''
    caret.current = place + gap.length + 1
    write(`${text.slice(0, place)}${gap}${sign}${text.slice(place)}`)
    at.focus()
    const found = triggers.find((one) => one.sign === sign)
    if (found) setTyped({ trigger: found, query: '', from: place + gap.length })
  }
  /** True when the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!typed) return false
    if (event.key === 'Escape') setTyped(undefined)
    else if (!items?.length || event.ctrlKey || event.metaKey) return false
    else if (event.key === 'ArrowDown') setActive((active + 1) % items.length)
    else if (event.key === 'ArrowUp') setActive((active + items.length - 1) % items.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(items[active] as Suggestion)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  const shown = typed && items
  return {
    look,
    open,
    onKey,
    close: () => setTyped(undefined),
    aria: shown?.length ? { 'aria-autocomplete': 'list' as const, 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` } : {},
    list:
      shown &&
      (shown.length > 0 ? (
        <OfferedList id={id} label={typed.trigger.label} items={shown} active={active} choose={choose} />
      ) : (
        <NoneOffered>{typed.trigger.none}</NoneOffered>
      )),
  }
}
