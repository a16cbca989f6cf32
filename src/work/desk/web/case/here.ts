/** Who else has this case open: told every 20 seconds, and at once when somebody begins or stops to write. */
import { useEffect, useRef, useState } from 'react'
import type { CasePage } from '../../contract.ts'
import { calls } from '../calls.ts'

type Others = CasePage['here']
const every = 20_000
const stillWriting = 8000

export function useHere(caseId: string, first: Others, may: boolean): { others: Others; onWrite: () => void } {
  const [others, setOthers] = useState<Others>(first)
  const writing = useRef(false)
  const quiet = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tell = useRef<() => void>(() => undefined)
  useEffect(() => {
    if (!may) return
    const stop = new AbortController()
    tell.current = () => {
      calls
        .here({ params: { id: caseId }, body: { writing: writing.current } }, { signal: stop.signal })
        .then((answer) => setOthers(answer.others))
        // Nobody is hindered when this is not known.
        .catch(() => undefined)
    }
    tell.current()
    const timer = setInterval(() => document.visibilityState === 'visible' && tell.current(), every)
    return () => {
      stop.abort()
      clearInterval(timer)
      clearTimeout(quiet.current)
      tell.current = () => undefined
    }
  }, [caseId, may])
  const onWrite = () => {
    const began = !writing.current
    writing.current = true
    if (began) tell.current()
    clearTimeout(quiet.current)
    quiet.current = setTimeout(() => {
      writing.current = false
      tell.current()
    }, stillWriting)
  }
  return { others, onWrite }
}
