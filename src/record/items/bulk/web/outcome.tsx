/** What came of it: how many, and which could not, by name and reason. */
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from '../../web/item.module.css'
import type { Done } from '../contract.ts'
import { bulkWords } from './texts.ts'

export function Outcome({ done, back }: { done: Done; back: boolean }) {
  const t = useText(bulkWords)
  const { refused } = done
  return (
    <div>
      <p role="status">{back ? t('items.many.undone', { count: done.done }) : t('items.many.outcome', { done: done.done })}</p>
      {refused.length > 0 && (
        <>
          <p>{t(back ? 'items.many.left' : 'items.many.refused', { count: refused.length })}</p>
          <ul className={classes.long}>
            {refused.map(({ id, name, why }) => (
              <li key={id} className={classes.row}>
                <Link to={`/items/${id}`}>{name}</Link>
                <span className="dim">{why}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
