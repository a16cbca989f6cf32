/** A secret that is shown this once: to copy, keep in a file, or print. */
import { Button } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs'
import { Copy } from '#web/kit/copy.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './account.module.css'
import { webTexts } from './texts.ts'

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** `name`: of the file. `text`: what stands in it. */
export function Keep({ name, text }: { name: string; text: string }) {
  const t = useText(webTexts)
  return (
    <div className={`${classes.row} ${classes.noPrint}`}>
      <Button size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => download(name, text)}>
        {t('people.download')}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
        {t('people.print')}
      </Button>
      <Copy text={text} />
    </div>
  )
}
