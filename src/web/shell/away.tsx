import IconWifiOff from '@tabler/icons-react/dist/esm/icons/IconWifiOff.mjs'
import { useAway } from '../kit/api.ts'
import { useWords } from '../kit/texts.ts'
import classes from './shell.module.css'

/** Says quietly that the server does not answer; goes away by itself. */
export function Away() {
  const away = useAway()
  const t = useWords()
  return (
    <div role="status" className={classes.away} data-shown={away || undefined}>
      {away && (
        <>
          <IconWifiOff size={16} aria-hidden />
          {t('kit.away.banner')}
        </>
      )}
    </div>
  )
}
