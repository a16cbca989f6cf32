/** A form for something that is kept: what is wrong stands on top, saving and removing at its foot. */
import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemIn } from './api.ts'
import { Confirm } from './confirm.tsx'
import classes from './keptForm.module.css'
import { Note } from './marks.tsx'
import { useWords } from './texts.ts'

/** Tries something once at a time; what is refused is said in the form. */
export function useAttempt() {
  const words = useWords()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const attempt = async (run: () => Promise<void>) => {
    setBusy(true)
    setWrong(undefined)
    try {
      await run()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setWrong(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return { wrong, setWrong, busy, attempt }
}

export function KeptForm({ wrong, save, children }: { wrong: string | undefined; save: () => void; children: ReactNode }) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    save()
  }
  return (
    <form noValidate className={classes.form} onSubmit={send}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      {children}
    </form>
  )
}

/** Asks first, with what follows. */
export function Remove({ verb, consequences, run }: { verb: string; consequences: string; run: () => Promise<void> }) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {verb}
      </Button>
      <Confirm opened={asked} onClose={() => setAsked(false)} title={verb} consequences={consequences} verb={verb} danger onConfirm={run} />
    </>
  )
}
