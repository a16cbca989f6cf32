/** Where the next entry is written. What is typed stays in this tab until it is sent. */
import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { type ReactNode, useRef, useState } from 'react'
import { problemIn } from './api.ts'
import classes from './composer.module.css'
import { FileList, FilePick } from './fileField.tsx'
import { useNarrow } from './list.ts'
import { Kbd } from './marks.tsx'
import { type Trigger, useSuggest } from './suggest.tsx'
import { useWords } from './texts.ts'

interface Props {
  /** Keeps the draft under this name: `case/<id>`. */
  draft: string
  /** Whether internal notes may be written here. */
  internal?: boolean
  /** Label of the public kind, such as "Antwoord aan Fatima". */
  publicLabel?: string
  placeholder?: string
  /** Offers attachments. */
  files?: boolean
  /** Beside the send button: quiet things such as "wait for reporter". */
  extra?: ReactNode
  /** What is offered while a sign is typed. */
  suggest?: readonly Trigger[]
  /** Why nothing can be written now. */
  refused?: string
  send: (entry: { text: string; internal: boolean; files: readonly File[] }) => Promise<unknown>
}

/** `typed` is what stands there now, also for what began before. */
function useDraft(key: string) {
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const typed = useRef(text)
  const write = (next: string) => {
    typed.current = next
    setText(next)
    if (next) sessionStorage.setItem(key, next)
    else sessionStorage.removeItem(key)
  }
  return { text, typed, write }
}

const none: readonly Trigger[] = []

export function Composer({ draft, internal = false, publicLabel, placeholder, files: takesFiles, extra, suggest = none, refused, send }: Props) {
  const t = useWords()
  const narrow = useNarrow()
  const { text, typed, write } = useDraft(`spil.draft.${draft}`)
  const [kind, setKind] = useState<'public' | 'internal'>('public')
  const [files, setFiles] = useState<readonly File[]>([])
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const offers = useSuggest({ triggers: suggest, area, text, write })
  const go = async () => {
    if (busy || (text.trim() === '' && files.length === 0)) return
    setBusy(true)
    setError(undefined)
    try {
      await send({ text: text.trim(), internal: kind === 'internal', files })
      // Who typed on while it was being sent keeps that.
      if (typed.current === text) write('')
      setFiles((now) => (now === files ? [] : now))
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? t('kit.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes.composer} data-internal={kind === 'internal' || undefined}>
      {internal && (
        <SegmentedControl
          size="xs"
          aria-label={t('kit.composer.as')}
          value={kind}
          onChange={(value) => setKind(value as 'public' | 'internal')}
          data={[
            { value: 'public', label: publicLabel ?? t('kit.composer.public') },
            {
              value: 'internal',
              label: (
                <span className={classes.kind}>
                  <IconLock size={12} aria-hidden />
                  {t('kit.composer.internal')}
                </span>
              ),
            },
          ]}
        />
      )}
      {offers.list}
      <Textarea
        ref={area}
        {...offers.aria}
        aria-label={kind === 'internal' ? t('kit.composer.internal') : (publicLabel ?? t('kit.composer.text'))}
        placeholder={placeholder}
        autosize
        minRows={narrow ? 1 : 2}
        maxRows={12}
        value={text}
        error={error}
        disabled={refused !== undefined}
        description={refused}
        onChange={(event) => {
          write(event.currentTarget.value)
          offers.look()
        }}
        onBlur={offers.close}
        onPaste={(event) => takesFiles && event.clipboardData.files.length > 0 && setFiles([...files, ...event.clipboardData.files])}
        onKeyDown={(event) => {
          if (!offers.onKey(event) && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void go()
        }}
      />
      {files.length > 0 && <FileList files={files} onChange={setFiles} />}
      <div className={classes.foot}>
        {takesFiles && <FilePick onPick={(more) => setFiles([...files, ...more])} />}
        <Signs suggest={suggest} open={offers.open} />
        <span className={classes.extra}>{extra}</span>
        <span className={classes.hint}>
          <Kbd keys="Ctrl Enter" />
        </span>
        <Button
          size="xs"
          variant={kind === 'internal' ? 'default' : 'light'}
          loading={busy}
          disabled={refused !== undefined || (text.trim() === '' && files.length === 0)}
          onClick={() => void go()}
        >
          {kind === 'internal' ? t('kit.composer.keep') : t('kit.composer.send')}
        </Button>
      </div>
    </div>
  )
}

/** For who would rather press than type the sign. */
function Signs({ suggest, open }: { suggest: readonly Trigger[]; open: (sign: Trigger['sign']) => void }) {
  return suggest.map(({ sign, label }) => (
    <ActionIcon key={sign} aria-label={label} title={label} onMouseDown={(event) => event.preventDefault()} onClick={() => open(sign)}>
      <span aria-hidden>{sign}</span>
    </ActionIcon>
  ))
}
