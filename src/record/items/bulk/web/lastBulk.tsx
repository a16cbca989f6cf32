/** What I changed last of many items, on top of the list: the way back stays in sight until it is taken, closed, or a day old. */
import { ActionIcon, Button } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/items.module.css'
import { webTexts } from '../../web/texts.ts'
import { bulkCalls, useBulks } from './calls.ts'

const closedKey = 'spil.items.bulk.closed'
const dayLong = 24 * 3_600_000

export function LastBulk() {
  const t = useText(webTexts)
  const words = useWords()
  const reload = useReload()
  const { data } = useBulks()
  const [closed, setClosed] = useState(() => localStorage.getItem(closedKey))
  const [busy, setBusy] = useState(false)
  const last = data?.items[0]
  if (!last || last.undone || last.done === 0 || last.id === closed || Date.now() - Date.parse(last.at) > dayLong) return null
  const undo = async () => {
    setBusy(true)
    try {
      const { done, refused } = await bulkCalls.undoMany({ params: { id: last.id } })
      toast(t('items.bulk.wasUndone', { done, left: refused.length }))
    } catch (error) {
      toastProblem(error, words('kit.away'))
    } finally {
      await reload(['items'])
      setBusy(false)
    }
  }
  return (
    <div className={classes.last}>
      <span>
        {t('items.bulk.last', { count: last.done, what: last.what.join(', ').toLocaleLowerCase() })}{' '}
        <span className="dim">
          <Time at={last.at} />
        </span>
      </span>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void undo()}>
        {words('kit.undo')}
      </Button>
      <Link to="/items/bulk">{t('items.bulk.mine')}</Link>
      <ActionIcon
        className={classes.lastClose ?? ''}
        aria-label={words('kit.close')}
        onClick={() => {
          localStorage.setItem(closedKey, last.id)
          setClosed(last.id)
        }}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  )
}
