/** What is offered while somebody types a sign: people after @, answers after /. Chosen by keyboard or pointer; Escape leaves the text as it is. */
import { type RefObject, useEffect, useState } from 'react'
import { NoneOffered, type Offered, OfferedList, useOffered } from './offered.tsx'

export interface Trigger {
  sign: '@' | '/'
  /** Name of the list: "Collega noemen". */
  label: string
  /** What to say when nothing fits. */
  none: string
  find: (query: string, signal: AbortSignal) => Promise<readonly Offered[]>
  onChoose?: (chosen: Offered) => void
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
function useFound({ trigger, query }: Partial<Typed>) {
  const [items, setItems] = useState<readonly Offered[]>()
  useEffect(() => {
    setItems(undefined)
    if (!trigger) return
    const asking = new AbortController()
    const timer = setTimeout(() => void trigger.find(query ?? '', asking.signal).then(setItems, () => setItems([])), 80)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [trigger, query])
  return items
}

interface Props {
  triggers: readonly Trigger[]
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  write: (text: string) => void
}
export function useSuggest({ triggers, area, text, write }: Props) {
  const [typed, setTyped] = useState<Typed>()
  const items = useFound(typed ?? {})
  const close = () => setTyped(undefined)
  const offered = useOffered<Offered>({
    ...{ area, text, write, close, from: typed?.from, items: items ?? [] },
    onChoose: (one) => {
      typed?.trigger.onChoose?.(one)
      close()
    },
  })
  const look = () => {
    const at = area.current
    offered.restart()
    setTyped(at ? typedAt(at.value.slice(0, at.selectionStart), triggers) : undefined)
  }
  /** As if the sign was typed. */
  const open = (sign: Trigger['sign']) => {
    const place = area.current?.selectionStart
    if (place === undefined) return
    const gap = place > 0 && !/\s/.test(text[place - 1] ?? '') ? ' ' : ''
    offered.put(place, `${gap}${sign}`)
    offered.restart()
    const found = triggers.find((one) => one.sign === sign)
    if (found) setTyped({ trigger: found, query: '', from: place + gap.length })
  }
  return {
    look,
    open,
    close,
    onKey: offered.onKey,
    aria: offered.aria,
    list:
      typed &&
      items &&
      (offered.list ? <OfferedList label={typed.trigger.label} {...offered.list} /> : <NoneOffered>{typed.trigger.none}</NoneOffered>),
  }
}
