import { Button } from '@mantine/core'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { clockWords } from './texts.ts'

export function SaveError({ error }: { error: string | undefined }) {
  return error === undefined ? null : (
    <div role="alert">
      <Note tone="red">{error}</Note>
    </div>
  )
}

export function SaveButton({ changed, busy, save }: { changed: boolean; busy: boolean; save: () => void }) {
  const t = useText(clockWords)
  return (
    <div>
      <Button variant={changed ? 'filled' : 'default'} disabled={!changed} loading={busy} onClick={save}>
        {t('clk.save')}
      </Button>
    </div>
  )
}
