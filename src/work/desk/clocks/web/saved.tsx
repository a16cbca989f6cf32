import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './clocks.module.css'
import { clockWords } from './texts.ts'

export function SaveError({ error }: { error: string | undefined }) {
  return error === undefined ? null : (
    <div role="alert">
      <Note tone="red">{error}</Note>
    </div>
  )
}

interface SaveProps {
  changed: boolean
  busy: boolean
  save: () => void
  /** Where it can be removed: what it is called, and what removes it. */
  removal?: { name: string; remove: () => Promise<unknown> } | undefined
}
export function SaveButton({ changed, busy, save, removal }: SaveProps) {
  const t = useText(clockWords)
  const [asking, setAsking] = useState(false)
  return (
    <div className={classes.row}>
      <Button variant={changed ? 'filled' : 'default'} disabled={!changed} loading={busy} onClick={save}>
        {t('clk.save')}
      </Button>
      {removal && (
        <Button variant="default" disabled={busy} onClick={() => setAsking(true)}>
          {t('clk.remove')}
        </Button>
      )}
      {removal && (
        <Confirm
          opened={asking}
          onClose={() => setAsking(false)}
          title={t('clk.remove.ask', { name: removal.name })}
          consequences={t('clk.remove.what')}
          verb={t('clk.remove')}
          danger
          onConfirm={removal.remove}
        />
      )}
    </div>
  )
}
