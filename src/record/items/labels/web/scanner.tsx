/** Three ways to say which item: the camera, a hand scanner that types, and typing. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { readScan } from '../rules.ts'
import { hasCamera, watchCamera } from './camera.ts'
import classes from './scanner.module.css'
import { labelTexts } from './texts.ts'

/** Our own address under the name this browser knows it by becomes the number; every other text stays what it is. */
const asRead = (text: string): string => {
  const read = readScan(text, [location.origin])
  return 'number' in read ? `I-${read.number}` : read.code
}
/** The same code in sight is one scan; it counts again after it was away for so long. */
const awayMs = 2500

interface Props {
  /** Each text that was scanned or typed. */
  onText: (text: string) => void
  /** On the button beside the field. */
  verb: string
  /** The camera begins by itself. */
  auto?: boolean
}
export function Scanner({ onText, verb, auto }: Props) {
  const t = useText(labelTexts)
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = asRead(typed)
    setTyped('')
    // A hand scanner types on: the field stays where it was.
    field.current?.focus()
    if (text !== '') onText(text)
  }
  return (
    <div className={classes.scanner}>
      <Camera onText={(text) => onText(asRead(text))} auto={auto ?? false} />
      <form className={classes.typing} onSubmit={submit}>
        <TextInput
          ref={field}
          label={t('items.scan.type')}
          description={t('items.scan.typeHelp')}
          value={typed}
          maxLength={500}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {verb}
        </Button>
      </form>
    </div>
  )
}

function Camera({ onText, auto }: { onText: (text: string) => void; auto: boolean }) {
  const t = useText(labelTexts)
  const [on, setOn] = useState(auto && hasCamera())
  const [refused, setRefused] = useState(false)
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(onText)
  latest.current = onText
  useEffect(() => {
    const at = video.current
    if (!on || !at) return
    let last = { text: '', at: 0 }
    let gone = false
    let stop: (() => void) | undefined
    watchCamera(at, (text) => {
      const now = performance.now()
      const again = text === last.text && now - last.at < awayMs
      last = { text, at: now }
      if (!again) latest.current(text)
    }).then(
      (how) => {
        stop = how
        if (gone) how()
      },
      () => {
        if (gone) return
        setRefused(true)
        setOn(false)
      },
    )
    return () => {
      gone = true
      stop?.()
    }
  }, [on])
  if (!hasCamera()) return <Note>{t('items.scan.noCamera')}</Note>
  return (
    <div className={classes.camera}>
      {on && <video ref={video} className={classes.video} muted playsInline aria-label={t('items.scan.camera')} />}
      {refused && <Note tone="amber">{t('items.scan.refused')}</Note>}
      <div className={classes.below}>
        {on && <span className="dim small">{t('items.scan.aim')}</span>}
        <Button
          variant={on ? 'subtle' : 'default'}
          size={on ? 'compact-sm' : 'sm'}
          onClick={() => {
            setRefused(false)
            setOn(!on)
          }}
        >
          {t(on ? 'items.scan.off' : 'items.scan.on')}
        </Button>
      </div>
    </div>
  )
}
