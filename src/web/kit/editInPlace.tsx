/** A value that can be changed where it stands: press it, change it, it is saved at once; Escape leaves it as it was. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { problemIn } from './api.ts'
import classes from './editInPlace.module.css'
import { useWords } from './texts.ts'
import { toast } from './toast.tsx'

interface Props {
  /** What this is, for screen readers and the message. */
  label: string
  value: string
  kind?: 'text' | 'long' | 'choice'
  options?: readonly { value: string; label: string }[]
  /** How the value is shown when it is not being changed. */
  show?: React.ReactNode
  /** Why it cannot be changed; then it is not a button. */
  refused?: string
  maxLength?: number
  /** After saving, "saved" with undo is shown when this is given. */
  saved?: string
  save: (value: string) => Promise<unknown>
}

export function EditInPlace(props: Props) {
  const { label, value, show, refused, saved, save } = props
  const t = useWords()
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(value)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    setError(undefined)
    requestAnimationFrame(() => button.current?.focus())
  }
  const put = async (next: string) => {
    if (busy) return
    if (next === value) return close()
    setBusy(true)
    try {
      await save(next)
      close()
      if (saved) toast(saved, { label: t('kit.undo'), run: () => save(value) })
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? t('kit.failed'))
    } finally {
      setBusy(false)
    }
  }
  if (refused !== undefined)
    return (
      <span className={classes.refused} title={refused}>
        {show ?? value}
      </span>
    )
  if (!open)
    return (
      <button
        ref={button}
        type="button"
        className={classes.value}
        aria-label={`${t('kit.edit', { what: label })}${typeof show === 'string' || !show ? `: ${show ?? value}` : ''}`}
        onClick={() => {
          setDraft(value)
          setOpen(true)
        }}
      >
        {show ?? (value || <span className="dim">{t('kit.nothing')}</span>)}
      </button>
    )
  return <Editor {...props} draft={draft} setDraft={setDraft} error={error} busy={busy} put={put} close={close} />
}

interface EditorProps extends Props {
  draft: string
  setDraft: (value: string) => void
  error: string | undefined
  busy: boolean
  put: (value: string) => Promise<void>
  close: () => void
}
function Editor({ label, kind = 'text', options = [], maxLength, draft, setDraft, error, busy, put, close }: EditorProps) {
  const common = { 'aria-label': label, error, disabled: busy, autoFocus: true, size: 'sm' as const }
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
    if (event.key === 'Enter' && (kind === 'text' || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void put(draft)
    }
  }
  if (kind === 'choice')
    return (
      <NativeSelect
        {...common}
        data={options as { value: string; label: string }[]}
        value={draft}
        onKeyDown={keys}
        onBlur={close}
        onChange={(event) => {
          setDraft(event.currentTarget.value)
          void put(event.currentTarget.value)
        }}
      />
    )
  const text = { ...common, ...(maxLength && { maxLength }), value: draft, onKeyDown: keys, onBlur: () => void put(draft) }
  return kind === 'long' ? (
    <Textarea {...text} autosize minRows={3} onChange={(event) => setDraft(event.currentTarget.value)} />
  ) : (
    <TextInput {...text} onChange={(event) => setDraft(event.currentTarget.value)} />
  )
}
