/** This concerns me too: one press, and a word of mine when I want. */
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { Outage } from '../contract.ts'
import { outageCalls } from './calls.ts'
import classes from './outages.module.css'
import { outageWords } from './texts.ts'

export function Join({ one, done }: { one: Outage; done: () => void }) {
  const t = useText(outageWords)
  const [telling, setTelling] = useState(false)
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const join = async (words?: string) => {
    setBusy(true)
    try {
      await outageCalls.join({ params: { id: one.id }, body: words ? { text: words } : {} })
      setTelling(false)
      done()
    } catch (error) {
      toastProblem(error, t('out.join'))
    } finally {
      setBusy(false)
    }
  }
  if (one.endedAt || one.kind === 'maintenance') return null
  return (
    <div className={classes.join}>
      {!one.joined && (
        <Button variant="default" loading={busy} onClick={() => void join()}>
          {t('out.join')}
        </Button>
      )}
      <span role="status">
        {one.joined && t('out.joined')} {one.count > 0 && <span className="dim">{t('out.count', { count: one.count })}</span>}
      </span>
      {one.myCase && <Link to={`/portal/cases/${one.myCase}`}>{t('out.mine', { number: one.myCase })}</Link>}
      {one.joined && !one.myCase && !telling && (
        <Button variant="default" onClick={() => setTelling(true)}>
          {t('out.tell')}
        </Button>
      )}
      {telling && (
        <form
          className={classes.tell}
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() !== '') void join(text)
          }}
        >
          <Textarea
            label={t('out.tell.field')}
            autosize
            minRows={3}
            autoFocus
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className={classes.buttons}>
            <Button type="submit" loading={busy}>
              {t('out.tell.verb')}
            </Button>
            <Button variant="default" onClick={() => setTelling(false)}>
              {t('out.cancel')}
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}
