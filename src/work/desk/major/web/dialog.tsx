/** The frame of the dialogs of a major incident: one column, refusals on top, Ctrl Enter sends. */
import { Button, Group, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { AwayError, problemIn } from '#web/kit/api.ts'
import { Note, Refused } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import classes from './major.module.css'
import { majorWords } from './texts.ts'

interface Props {
  title: string
  lead?: string
  verb: string
  close: () => void
  /** False: something is still missing, said at the fields. */
  ready: () => boolean
  submit: () => Promise<unknown>
  /** Why it cannot be done now. */
  refused?: string | undefined
  children: ReactNode
}
export function Dialog({ title, lead, verb, close, ready, submit, refused, children }: Props) {
  const t = useText(majorWords)
  const words = useWords()
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy || refused || !ready()) return
    setBusy(true)
    setWrong('')
    try {
      await submit()
      close()
    } catch (error) {
      const problem = problemIn(error)
      setWrong(problem?.errors?.[0]?.detail ?? problem?.title ?? (error instanceof AwayError ? words('kit.away') : (error as Error).message))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        noValidate
        className={classes.dialog}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
      >
        {lead && <p className="dim">{lead}</p>}
        {refused && <Note tone="amber">{refused}</Note>}
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        {children}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('major.cancel')}
          </Button>
          <Refused why={refused}>
            <Button type="submit" loading={busy}>
              {verb}
            </Button>
          </Refused>
        </Group>
      </form>
    </Modal>
  )
}
export const instantOf = (local: string): string | null => (local === '' ? null : new Date(local).toISOString())
