/** Labels for chosen items, or for all under a filter: size, what stands on them, a preview as they come out, and printing by the browser. */
import { Button } from '@mantine/core'
import IconQr from '@tabler/icons-react/dist/esm/icons/IconQrcode.mjs'
import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import { useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { LabelChoice, Labelled } from '../contract.ts'
import { formatOf, pageOf, pagesOf } from '../rules.ts'
import { labels } from './calls.ts'
import classes from './labels.module.css'
import { Settings } from './settings.tsx'
import { type Drawn, drawLabel, Sheet } from './sheet.tsx'
import { labelTexts } from './texts.ts'

const usual: LabelChoice = { format: 'l7160', codes: 'qr', lines: ['name', 'code', 'organisation'] }
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
/** Pages drawn on the screen; the printer gets all. */
const shown = 4

export default function LabelsPage() {
  const t = useText(labelTexts)
  const [asked] = useUrlState()
  const { data, error, refetch } = useLoad({
    key: ['items', 'labels', JSON.stringify(asked)],
    load: (signal) => labels.labels({ query: asked as Record<string, string> }, { signal }),
  })
  const go = useGo()
  if (data && data.items.length > 0) return <Labels items={data.items} more={data.more} choice={data.choice ?? usual} />
  return (
    <Page title={t('items.labels.title')} under={[{ label: t('items.title'), to: '/items' }]}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!error && !data && <Skeletons />}
      {data && (
        <Empty
          icon={IconQr}
          title={t('items.labels.none')}
          action={
            <Button variant="default" onClick={() => go('/items')}>
              {t('items.labels.toList')}
            </Button>
          }
        >
          {t('items.labels.noneWhat')}
        </Empty>
      )}
    </Page>
  )
}

/** Words are measured in the font they will have: until it is there they would be cut at the wrong place. */
function useFont(): boolean {
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let here = true
    void Promise.all([document.fonts.load("400 16px 'Inter Variable'"), document.fonts.load("600 16px 'Inter Variable'")])
      .catch(() => undefined)
      .then(() => here && setReady(true))
    return () => {
      here = false
    }
  }, [])
  return ready
}

function Labels({ items, more, choice: kept }: { items: readonly Labelled[]; more: boolean; choice: LabelChoice }) {
  const t = useText(labelTexts)
  const ready = useFont()
  const [choice, setChoice] = useState(kept)
  const [start, setStart] = useState(1)
  const format = formatOf(choice.format)
  const drawn = useMemo(() => (ready ? items.map((item) => drawLabel(format, choice, item)) : []), [ready, items, format, choice])
  const pages = useMemo(() => pagesOf(format, drawn, start - 1), [format, drawn, start])
  const change = (part: Partial<LabelChoice>) => {
    const next = { ...choice, ...part }
    if (next.format !== choice.format) setStart(1)
    setChoice(next)
    void labels.keepLabelChoice({ body: next }).catch(() => undefined)
  }
  const fine = drawn.filter(({ drawing }) => drawing.tooFine).length
  const unfit = choice.codes === 'qr' ? 0 : drawn.filter(({ bar }) => !bar).length
  return (
    <Page
      title={t('items.labels.title')}
      under={[{ label: t('items.title'), to: '/items' }]}
      lead={t('items.labels.count', { count: items.length, pages: pages.length })}
      actions={
        <Button disabled={!ready} onClick={() => window.print()}>
          {t('items.labels.print')}
        </Button>
      }
    >
      <div className={classes.page}>
        <div className={classes.settings}>
          <Settings choice={choice} change={change} start={start} setStart={setStart} />
          {more && <Note tone="amber">{t('items.labels.more')}</Note>}
          {fine > 0 && <Note tone="amber">{t('items.labels.tooFine', { count: fine })}</Note>}
          {unfit > 0 && <Note tone="amber">{t('items.labels.unfit', { count: unfit })}</Note>}
          <Note>{t('items.labels.scale')}</Note>
        </div>
        <div className={classes.previews}>
          {pages.slice(0, shown).map((page, at) => (
            <div key={page[0]?.one.item.id} className={classes.paper} data-roll={format.columns === undefined || undefined}>
              <Sheet format={format} labels={page} preview={t('items.labels.preview', { page: at + 1, pages: pages.length })} />
            </div>
          ))}
        </div>
      </div>
      <Print format={format} pages={pages} />
    </Page>
  )
}

/** Everything for the printer, outside the page; nothing else of Spil comes on paper while this page is open. */
function Print({ format, pages }: { format: ReturnType<typeof formatOf>; pages: readonly { place: number; one: Drawn }[][] }) {
  const { width, height } = pageOf(format)
  const rules = `@page { size: ${width}mm ${height}mm; margin: 0 } @media print { html, body { background: #fff !important } body > :not([data-print]) { display: none !important } }`
  return createPortal(
    <div data-print className={classes.print} aria-hidden>
      <style nonce={nonce}>{rules}</style>
      {pages.map((page) => (
        <div key={page[0]?.one.item.id} style={{ height: `${height}mm` }}>
          <Sheet format={format} labels={page} />
        </div>
      ))}
    </div>,
    document.body,
  )
}
