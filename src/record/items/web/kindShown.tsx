/** A kind for who only reads it. */
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { fieldsToRequire, type KnownKind } from '../kinds/contract.ts'
import classes from './item.module.css'
import { kindTexts } from './kindTexts.ts'
import { meanings } from './marks.tsx'
import { useName } from './names.ts'

export function KindShown({ kind: { states, attributes } }: { kind: KnownKind }) {
  const t = useText(kindTexts)
  const name = useName()
  const named = new Map(states.map((one) => [one.key, name(one.names)]))
  const field = (key: string) => {
    const own = attributes.find((one) => one.key === key)
    const common = fieldsToRequire.find((one) => one === key)
    return own ? name(own.names) : common ? t(`items.field.${common}`) : key
  }
  return (
    <>
      <Section title={t('items.kinds.life')}>
        <ol className={classes.list} aria-label={t('items.kinds.life')}>
          {states.map((one) => (
            <li key={one.key} className={classes.row}>
              <StateBadge meaning={meanings[one.class]}>{name(one.names)}</StateBadge>
              <span className={`${classes.wide} dim small`}>
                {one.to.length > 0 && t('items.kinds.to', { states: one.to.map((to) => named.get(to) ?? to).join(', ') })}
                {one.required.length > 0 && `; ${t('items.kinds.requires', { fields: one.required.map(field).join(', ') })}`}
              </span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('items.kinds.attributes')}>
        <ul className={classes.list} aria-label={t('items.kinds.attributes')}>
          {attributes.map((one) => (
            <li key={one.key} className={classes.row}>
              <span className={classes.label}>{name(one.names)}</span>
              <span className={`${classes.wide} dim small`}>
                {t(`items.kinds.type.${one.type}`)}
                {one.unit && ` (${one.unit})`}
                {one.choices && `: ${one.choices.map((choice) => name(choice.names)).join(', ')}`}
                {one.hidden && `, ${t('items.kinds.hidden')}`}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
