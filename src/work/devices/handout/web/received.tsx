/** What was received: devices with all that goes with them, terms and instructions. The same for who hands out and who signs. */
import { Written } from '#record/documents/web/written.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Accessory, Frozen, HandoutItem } from '../contract.ts'
import { pathOf, type Signature, signatureBox } from '../signing/contract.ts'
import classes from './handout.module.css'
import { handoutWords } from './texts.ts'

export const inWords = (all: readonly Accessory[]) => all.map(({ name, serial }) => (serial === null ? name : `${name} (${serial})`)).join(', ')

interface Of {
  photo: (id: string) => string
}
export function ReceivedItems({ items, photo, linked }: Of & { items: readonly HandoutItem[]; linked?: (item: HandoutItem) => React.ReactNode }) {
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <ReceivedItem key={item.itemId} item={item} photo={photo} head={linked?.(item) ?? <strong>{item.name}</strong>} />
      ))}
    </ul>
  )
}

function ReceivedItem({ item, photo, head }: Of & { item: HandoutItem; head: React.ReactNode }) {
  const t = useText(handoutWords)
  const marks = [item.number, item.kind, item.code, item.serial].filter(Boolean)
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span>{head}</span>
        <span className="mono small dim">{marks.join(' · ')}</span>
      </div>
      <p>
        <span className="dim">{t('handout.with')}:</span> {item.accessories.length > 0 ? inWords(item.accessories) : t('handout.nothingWith')}
      </p>
      {item.condition !== '' && (
        <p>
          <span className="dim">{t('handout.condition')}:</span> {item.condition}
        </p>
      )}
      <Photos ids={item.photoIds} photo={photo} name={item.name} />
      {item.back && <Back back={item.back} photo={photo} name={item.name} />}
    </li>
  )
}

function Back({ back, photo, name }: Of & { back: NonNullable<HandoutItem['back']>; name: string }) {
  const t = useText(handoutWords)
  return (
    <div className={classes.back}>
      <p>
        {back.how === 'lost' ? t('handout.back.lost') : t('handout.back.returned', { name: back.by?.name ?? 'Spil' })} ·{' '}
        <Time at={back.at} as="day" />
      </p>
      {back.missing.length > 0 && (
        <Note tone="amber">
          {t('handout.back.missing')}: {inWords(back.missing)}
        </Note>
      )}
      {back.condition !== '' && (
        <p>
          <span className="dim">{t('handout.condition')}:</span> {back.condition}
        </p>
      )}
      {back.note !== '' && <p>{back.note}</p>}
      <Photos ids={back.photoIds} photo={photo} name={name} />
    </div>
  )
}

function Photos({ ids, photo, name }: Of & { ids: readonly string[]; name: string }) {
  const t = useText(handoutWords)
  if (ids.length === 0) return null
  return (
    <div className={classes.photos}>
      {ids.map((id) => (
        <a key={id} href={photo(id)} target="_blank" rel="noreferrer">
          <img src={photo(id)} alt={t('handout.photo', { name })} loading="lazy" />
        </a>
      ))}
    </div>
  )
}

export function Terms({ terms }: { terms: NonNullable<Frozen['terms']> }) {
  const t = useText(handoutWords)
  return (
    <>
      <p className="dim small">{t('handout.termsVersion', { title: terms.title, version: terms.version })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.terms} tabIndex={0} aria-label={t('handout.terms')}>
        <Written html={terms.html} text={terms.text} />
      </section>
    </>
  )
}
export function Instructions({ instructions }: Pick<Frozen, 'instructions'>) {
  const t = useText(handoutWords)
  return (
    <ul>
      {instructions.map(({ documentId, title, version }) => (
        <li key={documentId}>{t('handout.termsVersion', { title, version })}</li>
      ))}
    </ul>
  )
}

/** As it was written, drawn from its strokes. */
export function SignatureShown({ signature, name }: { signature: Signature; name: string }) {
  const t = useText(handoutWords)
  if (signature.by === 'name') return <span className={classes.typed}>{signature.name}</span>
  return (
    <svg
      className={classes.drawn}
      viewBox={`0 0 ${signatureBox.width} ${signatureBox.height}`}
      role="img"
      aria-label={t('handout.signature.of', { name })}
    >
      <path d={pathOf(signature.strokes)} />
    </svg>
  )
}
