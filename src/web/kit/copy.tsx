/** A button that puts a text on the clipboard. Browsers give none to pages without https: there it draws nothing, and the text itself is selected. */
import { Button, CopyButton } from '@mantine/core'
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs'
import { useWords } from './texts.ts'

export function Copy({ text, name }: { text: string; name?: string }) {
  const t = useWords()
  if (!isSecureContext) return null
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={copy}
          {...(name && { 'aria-label': `${copied ? t('kit.copied') : t('kit.copy')}: ${name}` })}
        >
          {copied ? t('kit.copied') : t('kit.copy')}
        </Button>
      )}
    </CopyButton>
  )
}
