/** The list under a condition with what goes on from the caret: arrows choose, Enter or Tab puts it in, Escape closes, Ctrl Space opens. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { OfferedList, useOffered } from '#web/kit/offered.tsx'
import { useText } from '#web/kit/texts.ts'
import { norms } from './calls.ts'
import { type Kind, offersAt, type Place, placeAt, searchFor, type Words } from './completion.ts'
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
  const [place, setPlace] = useState<Place>()
  const [open, setOpen] = useState(false)
  const last = useRef(value)
  const words = useWordsOf(organisationId, place ? searchFor(place) : '')
  const isFact = (key: string) => words.keys.some((one) => one.key === key)
  const say = { kind: (kind: Kind) => t(`norms.kind.${kind}`), value: (yes: boolean) => t(yes ? 'norms.yes' : 'norms.no') }
  const items = open && place ? offersAt(place, words, say) : []
  const close = () => setOpen(false)
  // The list goes on from behind what was put in.
  const offered = useOffered({ area, text: value, write, close, items, from: items.length > 0 ? place?.from : undefined })
  const look = () => {
    const field = area.current
    if (!field || field.selectionStart !== field.selectionEnd) return close()
    const next = placeAt(field.value, field.selectionStart, isFact)
    // Who only walks through the text gets no list in the way: it opens while something is typed.
    if (field.value !== last.current) setOpen(true)
    else if (next.from !== place?.from) close()
    last.current = field.value
    offered.restart()
    setPlace(next)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== ' ' || !event.ctrlKey) return offered.onKey(event)
    look()
    setOpen(true)
    event.preventDefault()
    event.stopPropagation()
  }
  return { look, onKey, close, aria: offered.aria, list: offered.list }
}

type Listed = NonNullable<ReturnType<typeof useCompletion>['list']>
/** Over what stands below it, so that nothing moves while somebody types. */
export function Offers(list: Listed) {
  const t = useText(webTexts)
  return (
    <div className={classes.offers}>
      <OfferedList label={t('norms.edit.suggestions')} code {...list} />
    </div>
  )
}
