/** What is being changed in a form: saved with the version it was read at, so that who was second is told. */
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { clockWords } from './texts.ts'

export function useSaving(key: readonly unknown[]) {
  const t = useText(clockWords)
  const words = useWords()
  const reload = useReload()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const save = async (run: () => Promise<unknown>, said = t('clk.saved')): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    try {
      await run()
      toast(said)
      await reload(key)
      return true
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { error, busy, save }
}

/** A key that nothing else has, readable enough for the API. */
export const freshKey = (prefix: string): string => `${prefix}-${Math.random().toString(36).slice(2, 8)}`
