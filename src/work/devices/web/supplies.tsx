/** How full what a printer uses up still is: a bar each, the emptiest first; what is low says so in a word. */
import { useText } from '#web/kit/texts.ts'
import type { Reading } from '../snmp/contract.ts'
import classes from './snmp.module.css'
import { snmpTexts } from './snmpTexts.ts'

export function Supplies({ supplies }: Pick<Reading, 'supplies'>) {
  const t = useText(snmpTexts)
  return (
    <ul className={classes.supplies} aria-label={t('devices.snmp.supplies')}>
      {supplies.map(({ key, name, percent, low }) => (
        <li key={key} className={classes.supply} data-low={low || undefined}>
          <span className={classes.supplyName}>{name}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.level} style={{ width: `${percent}%` }} />
          </span>
          <span className={classes.percent}>{percent}%</span>
          <span className={classes.low}>{low && t('devices.snmp.low')}</span>
        </li>
      ))}
    </ul>
  )
}
