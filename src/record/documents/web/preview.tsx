/** What stands in one version: the page itself, or the file as far as it can be shown here. */
import { Button } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { lazy, Suspense } from 'react'
import { sizeOf } from '#web/kit/fileField.tsx'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { VersionShown } from '../contract.ts'
import { fileAt } from './calls.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'
import { Written } from './written.tsx'

const PdfView = lazy(() => import('./pdfView.tsx').then((module) => ({ default: module.PdfView })))

interface Props {
  id: string
  version: VersionShown
  /** For who may write: tries once more to read its words. */
  readAgain?: (() => void) | undefined
}
export function Preview({ id, version, readAgain }: Props) {
  if (version.file === null) return <Written html={version.html} text={version.text ?? ''} />
  return <FilePreview id={id} version={version} file={version.file} readAgain={readAgain} />
}

function FilePreview({ id, version, file, readAgain }: Props & { file: NonNullable<VersionShown['file']> }) {
  const t = useText(documentWords)
  const url = fileAt(id, version.number)
  return (
    <div className={classes.preview}>
      <div className={classes.fileLine}>
        <span>
          {file.name} <span className="dim">{sizeOf(file.size, t.locale)}</span>
        </span>
        <Button component="a" href={url} download={file.name} size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('doc.download')}
        </Button>
      </div>
      {file.macros && <Note tone="amber">{t('doc.macros')}</Note>}
      {version.reading === 'waiting' && <p className="dim small">{t('doc.reading.waiting')}</p>}
      {version.reading === 'failed' && (
        <Note tone="amber">
          {t('doc.reading.failed', { reason: version.reason ?? '' })}{' '}
          {readAgain && (
            <Button size="compact-xs" variant="default" onClick={readAgain}>
              {t('doc.reading.again')}
            </Button>
          )}
        </Note>
      )}
      <Shown url={url} file={file} words={version.words} />
    </div>
  )
}

/** Only what we recognise ourselves by its bytes and cannot run; of all others the words that were read. */
function Shown({ url, file, words }: { url: string; file: NonNullable<VersionShown['file']>; words: string | null }) {
  const t = useText(documentWords)
  if (file.inline && file.type.startsWith('image/')) return <img src={url} alt={file.name} className={classes.picture} />
  if (file.inline && file.type === 'application/pdf')
    return (
      <>
        <Suspense fallback={<Skeletons rows={8} />}>
          <PdfView key={url} url={url} name={file.name} />
        </Suspense>
        {words !== null && (
          <details className={classes.words}>
            <summary>{t('doc.words')}</summary>
            <pre className={classes.plain}>{words === '' ? t('doc.words.none') : words}</pre>
          </details>
        )}
      </>
    )
  if (words) return <pre className={classes.plain}>{words}</pre>
  return <p className="dim">{t('doc.noPreview')}</p>
}
