/** The declaration, the signature and the button: the same at the desk and on the receiver's own phone. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Signature, Strokes } from '../signing/contract.ts'
import classes from './handout.module.css'
import { DrawSignature } from './signaturePad.tsx'
import { handoutWords } from './texts.ts'

interface Props {
  withTerms: boolean
  /** Throws what the server refuses. */
  send: (signature: Signature) => Promise<void>
  /** True: what was refused is shown elsewhere. */
  refused?: (type: string) => boolean
}
const fewest = 5
export function SignForm({ withTerms, send, refused }: Props) {
  const t = useText(handoutWords)
  const [declared, setDeclared] = useState(false)
  const [strokes, setStrokes] = useState<Strokes>([])
  const [typing, setTyping] = useState(false)
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!declared) return setWrong(t('handout.page.needDeclare'))
    if (typing ? name.trim() === '' : points < fewest) return setWrong(t(typing ? 'handout.page.needName' : 'handout.page.needSignature'))
    setBusy(true)
    setWrong(undefined)
    try {
      await send(typing ? { by: 'name', name: name.trim() } : { by: 'hand', strokes })
    } catch (error) {
      const problem = problemIn(error)
      if (!refused?.(problem?.type ?? '')) setWrong(problem?.title ?? t('handout.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={classes.stack} noValidate onSubmit={(event) => void submit(event)}>
      <Checkbox
        size="md"
        label={t(withTerms ? 'handout.page.declareTerms' : 'handout.page.declare')}
        checked={declared}
        onChange={(event) => setDeclared(event.currentTarget.checked)}
      />
      {typing ? (
        <TextInput
          size="md"
          label={t('handout.page.name')}
          value={name}
          maxLength={200}
          autoComplete="name"
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : (
        <DrawSignature onChange={setStrokes} />
      )}
      <div className={classes.deeds}>
        <Button type="submit" size="md" loading={busy}>
          {t('handout.page.go')}
        </Button>
        <Button size="md" variant="subtle" onClick={() => setTyping(!typing)}>
          {t(typing ? 'handout.page.drawInstead' : 'handout.page.type')}
        </Button>
      </div>
      <div role="alert">{wrong && <Note tone="red">{wrong}</Note>}</div>
      <p className="dim small">{t('handout.page.final')}</p>
    </form>
  )
}
