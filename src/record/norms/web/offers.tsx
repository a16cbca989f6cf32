/** The list under a condition with what goes on from the caret: arrows choose, Enter or Tab puts it in, Escape closes, Ctrl Space opens. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { OfferedList } from '#web/kit/offered.tsx'
import { useText } from '#web/kit/texts.ts'
import { norms } from './calls.ts'
import { type Offer, offersAt, type Place, placeAt, searchFor, type Words } from './completion.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

const nothing: Words = { keys: [], operators: [], functions: [] }
/** What the organisation knows about what is being typed; everything that was seen before stays known. */
function useWordsOf(organisationId: string, search: string) {
  const known = useRef(new Map<string, Words['keys'][number]>())
  const [asked] = useDebouncedValue(search, 120)
  const { data = nothing } = useQuery({
    queryKey: ['norms', 'words', organisationId, asked],
    queryFn: ({ signal }) => norms.words({ query: { organisationId, search: asked.slice(0, 200) } }, { signal }),
    enabled: organisationId !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  for (const one of data.keys) known.current.set(one.key, one)
  return { ...data, keys: [...new Map([...data.keys.map((one) => [one.key, one] as const), ...known.current]).values()] }
}

interface Props {
  organisationId: string
  area: RefObject<HTMLTextAreaElement | null>
  value: string
  write: (value: string) => void
}
export function useCompletion({ organisationId, area, value, write }: Props) {
  const t = useText(webTexts)
  const id = useId()
  const [place, setPlace] = useState<Place>()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const caret = useRef<number>(undefined)
  const words = useWordsOf(organisationId, place ? searchFor(place) : '')
  const isFact = (key: string) => words.keys.some((one) => one.key === key)
  // The caret stands behind what was put in, and the list goes on from there.
  useEffect(() => {
    const at = caret.current
    if (at === undefined || !area.current) return
    caret.current = undefined
    area.current.setSelectionRange(at, at)
  })
  const offers =
    open && place
      ? offersAt(place, words, {
          kind: (kind) => t(`norms.kind.${kind}`),
          value: (yes) => t(yes ? 'norms.yes' : 'norms.no'),
        })
      : []
  const look = () => {
    const field = area.current
    if (!field || field.selectionStart !== field.selectionEnd) return setOpen(false)
    const next = placeAt(field.value, field.selectionStart, isFact)
    // Who only walks through the text gets no list in the way: it opens while something is typed.
    if (field.value !== last.current) setOpen(true)
    else if (next.from !== place?.from) setOpen(false)
    last.current = field.value
    setActive(0)
    setPlace(next)
  }
  const last = useRef(value)
  const choose = (one: Offer) => {
    if (!place) return
    const end = area.current?.selectionStart ?? value.length
    caret.current = place.from + one.insert.length
    write(`${value.slice(0, place.from)}${one.insert}${value.slice(end).replace(/^ /, '')}`)
    area.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.ctrlKey) {
      look()
      setOpen(true)
    } else if (offers.length === 0) return
    else if (event.key === 'Escape') setOpen(false)
    else if (event.ctrlKey || event.metaKey || event.altKey) return
    else if (event.key === 'ArrowDown') setActive((active + 1) % offers.length)
    else if (event.key === 'ArrowUp') setActive((active + offers.length - 1) % offers.length)
    else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) choose(offers[active] ?? (offers[0] as Offer))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const shown = offers.length > 0
  return {
    look,
    onKey,
    close: () => setOpen(false),
    aria: {
      'aria-autocomplete': 'list' as const,
      ...(shown && { 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` }),
    },
    list: shown ? { id, offers, active, choose } : undefined,
  }
}

interface OffersProps {
  id: string
  offers: readonly Offer[]
  active: number
  choose: (one: Offer) => void
}
/** Over what stands below it, so that nothing moves while somebody types. */
export function Offers({ id, offers, active, choose }: OffersProps) {
  const t = useText(webTexts)
  return (
    <div className={classes.offers}>
      <OfferedList id={id} label={t('norms.edit.suggestions')} code items={offers} active={active} choose={choose} />
    </div>
  )
}
