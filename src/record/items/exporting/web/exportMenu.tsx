/** Takes the list as it is filtered now to a file, and brings a file in. */
import { Button, Menu } from '@mantine/core'
import { urlOf } from '#platform/client.ts'
import { useGo } from '#web/kit/links.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { type ExportColumn, exportColumns, itemExports } from '../contract.ts'
import { exporting } from './calls.ts'
import { exportTexts } from './texts.ts'

/** Columns of the list that have another name in a file. */
const inFile: Readonly<Record<string, readonly ExportColumn[]>> = {
  ...{ owner: ['ownerId'], location: ['locationId'], importance: ['availability', 'integrity', 'confidentiality'] },
  ...{ warranty: ['warrantyUntil'], updated: ['updatedAt'], created: ['createdAt'] },
}
interface Props {
  /** What is filtered now. */
  query: Readonly<Record<string, string | string[]>>
  columns: readonly { key: string; hidden?: boolean }[]
}
/** What is shown, as the table itself remembers it. */
function shownOf(columns: Props['columns']): ExportColumn[] {
  let hidden = columns.filter((one) => one.hidden).map(({ key }) => key)
  try {
    hidden = (JSON.parse(localStorage.getItem('spil.columns.items') ?? 'null') as string[] | null) ?? hidden
  } catch {
    // As the list began.
  }
  const shown = columns.flatMap(({ key }): readonly string[] => (hidden.includes(key) ? [] : (inFile[key] ?? [key])))
  return exportColumns.filter((one) => shown.includes(one))
}

/** Offers a file that is here already as a download. */
function offer(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // Not before the browser has begun to write it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export function ExportMenu({ query, columns }: Props) {
  const t = useText(exportTexts)
  const go = useGo()
  const [mayRead, mayWork] = [useMay('items.read'), useMay('items.work')]
  const save = (format: 'exportCsv' | 'exportXlsx', shown: boolean) => {
    const asked = { query: { ...query, ...(shown && { columns: shownOf(columns).join(',') }) } }
    if (!query.search) return window.location.assign(urlOf(itemExports[format], asked))
    // What words find is refused where it is too much, else it is small: asked for here, so that the refusal is told on this page.
    const name = `${t('items.export.file')}.${format === 'exportCsv' ? 'csv' : 'xlsx'}`
    exporting[format](asked).then(
      (file) => offer(file as Blob, name),
      (error) => toastProblem(error, t('items.export.failed')),
    )
  }
  return (
    <>
      {mayWork && (
        <Button variant="default" onClick={() => go('/items/import')}>
          {t('items.export.import')}
        </Button>
      )}
      {mayRead && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">{t('items.export.export')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('items.export.all')}</Menu.Label>
            <Menu.Item onClick={() => save('exportXlsx', false)}>{t('items.export.xlsx')}</Menu.Item>
            <Menu.Item onClick={() => save('exportCsv', false)}>{t('items.export.csv')}</Menu.Item>
            <Menu.Label>{t('items.export.shown')}</Menu.Label>
            <Menu.Item onClick={() => save('exportXlsx', true)}>{t('items.export.xlsx')}</Menu.Item>
            <Menu.Item onClick={() => save('exportCsv', true)}>{t('items.export.csv')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}
