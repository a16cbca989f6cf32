/** Asks before something that cannot be taken back, and says what will happen. */
import { Button, Group, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './page.module.css'
import { useWords } from './texts.ts'

interface Props {
  opened: boolean
  onClose: () => void
  /** A question: "Deze sessie beëindigen?" */
  title: string
  /** What will happen, to whom, and whether it can be undone. */
  consequences: ReactNode
  /** The verb on the button. */
  verb: string
  /** Red when something is lost. */
  danger?: boolean
  /** Stays open and busy until it is done; throws to stay open. */
  onConfirm: () => Promise<unknown> | undefined
}
export function Confirm({ opened, onClose, title, consequences, verb, danger, onConfirm }: Props) {
  const t = useWords()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    try {
      await onConfirm()
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('kit.close') }}>
      <div className={classes.lead}>{consequences}</div>
      <Group justify="flex-end" gap="sm" mt="xl">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('kit.back')}
        </Button>
        <Button loading={busy} onClick={() => void go()} {...(danger && { color: 'red' })}>
          {verb}
        </Button>
      </Group>
    </Modal>
  )
}
