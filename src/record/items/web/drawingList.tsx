/** What is drawn, as a list: for who looks at a small screen, or reads rather than looks. */
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Surroundings } from '../relations/contract.ts'
import classes from './item.module.css'
import { ItemState } from './marks.tsx'
import { webTexts } from './texts.ts'

interface Props {
  around: Surroundings
  hit: readonly string[]
  href: (number: string) => string
}
export function DrawingList({ around: { nodes, edges }, hit, href }: Props) {
  const t = useText(webTexts)
  const named = new Map(nodes.map((node) => [node.id, node]))
  return (
    <ul className={classes.list} aria-label={t('items.drawing.list')}>
      {nodes
        .filter(({ depth }) => depth > 0)
        .map((node) => (
          <li key={node.id} className={classes.row}>
            <span className={classes.wide}>
              <Link to={href(node.number)}>{node.name}</Link> <span className="dim">{node.kind.name}</span>
              {hit.includes(node.id) && <strong className="small"> {t('items.drawing.hit')}</strong>}
              {edges
                .filter(({ from, to }) => from === node.id || to === node.id)
                .map(({ id, from, to, label, fromPort, toPort, group }) => (
                  <span key={id} className={`${classes.edge} dim small`}>
                    {[`${named.get(from)?.name ?? ''} ${label} ${named.get(to)?.name ?? ''}`, [fromPort, toPort].filter(Boolean).join(' → '), group]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                ))}
            </span>
            <ItemState state={node.state} plain />
          </li>
        ))}
    </ul>
  )
}
