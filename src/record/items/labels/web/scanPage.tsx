/** Scan a label, and its item opens. */
import { useState } from 'react'
import { Link, useGo } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { Names } from '../../contract.ts'
import { labels } from './calls.ts'
import { Scanner } from './scanner.tsx'
import { labelTexts } from './texts.ts'

export default function ScanPage() {
  const t = useText(labelTexts)
  const go = useGo()
  const [found, setFound] = useState<{ text: string; items: readonly Names[] }>()
  const open = async (text: string) => {
    try {
      const { items } = await labels.scanned({ query: { text } })
      if (items.length === 1) go(`/items/${items[0]?.number}`)
      else setFound({ text, items })
    } catch (error) {
      toastProblem(error, t('items.scan.failed'))
    }
  }
  return (
    <Page title={t('items.scan.title')} under={[{ label: t('items.title'), to: '/items' }]} width="form">
      <Scanner onText={(text) => void open(text)} verb={t('items.scan.find')} auto />
      <div role="status">
        {found?.items.length === 0 && <Note tone="amber">{t('items.scan.unknown', { text: found.text })}</Note>}
        {found && found.items.length > 1 && (
          <Note>
            {t('items.scan.several')}
            <ul>
              {found.items.map(({ id, number, name }) => (
                <li key={id}>
                  <Link to={`/items/${number}`}>
                    {name} ({number})
                  </Link>
                </li>
              ))}
            </ul>
          </Note>
        )}
      </div>
    </Page>
  )
}
