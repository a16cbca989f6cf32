/** What can be done from here, for the palette. Rooms register what is always there; a page what is there while it is open. */
import { useEffect, useSyncExternalStore } from 'react'
import type { Action } from './room.ts'

let actions: readonly Action[] = []
const listeners = new Set<() => void>()
const set = (next: readonly Action[]) => {
  actions = next
  for (const tell of listeners) tell()
}

/** Returns how to take them away again. */
export function registerActions(more: readonly Action[]): () => void {
  set([...actions.filter(({ id }) => !more.some((one) => one.id === id)), ...more])
  return () => set(actions.filter((one) => !more.includes(one)))
}

/** Actions of a page, as long as it is open. Give a memoised list. */
export function useActions(more: readonly Action[]): void {
  useEffect(() => registerActions(more), [more])
}

export const useRegistered = () =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => actions,
  )
