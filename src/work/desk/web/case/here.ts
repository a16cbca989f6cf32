/** Who else has this case open: told every 20 seconds, every 5 while others have it open too, and at once when I begin or stop to write. */
import { useEffect, useRef, useState } from 'react'
import type { CasePage } from '../../contract.ts'
import { calls } from '../calls.ts'

type Others = CasePage['here']
const alone = 20_000
/** Shorter than `stillWriting`, or nobody would see that somebody writes a short answer. */
const together = 5000
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
    return () => {
      stop.abort()
      clearTimeout(quiet.current)
      tell.current = () => undefined
    }
  }, [caseId, may])
  const accompanied = others.length > 0
  useEffect(() => {
    if (!may) return
    const timer = setInterval(() => document.visibilityState === 'visible' && tell.current(), accompanied ? together : alone)
    return () => clearInterval(timer)
  }, [may, accompanied])
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
