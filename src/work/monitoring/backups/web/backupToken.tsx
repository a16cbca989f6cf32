/** The token of a back-up, shown this once. */
import { Button } from '@mantine/core'
import { Copy } from '#web/kit/copy.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { scriptAt } from './backupCalls.ts'
import classes from './backups.module.css'
import { backupTexts } from './backupTexts.ts'

export function Token({ token, close }: { token: string; close: () => void }) {
  const t = useText(backupTexts)
  const words = useWords()
  return (
    <div className={classes.form}>
      <Note tone="amber">{t('monitoring.backups.tokenWhat')}</Note>
      <code className={classes.token}>{token}</code>
      <div className={classes.end}>
        <Copy text={token} name={t('monitoring.backups.token')} />
        <Button size="xs" variant="default" component="a" href={scriptAt} download>
          {t('monitoring.backups.script')}
        </Button>
        <Button size="xs" onClick={close}>
          {words('kit.close')}
        </Button>
      </div>
    </div>
  )
}
