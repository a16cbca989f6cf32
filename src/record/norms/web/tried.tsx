/** How a rule would come out on real items now: what is not met first, with why and what was found. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { Rule } from '../contract.ts'
import { norms } from './calls.ts'
import { ObservedWords, Outcome } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

export type Found = Awaited<ReturnType<typeof norms.tryRule>>
/** A rule without a name can be tried. */
export const tryOut = (organisationId: string, rule: Rule, limit: number) =>
  norms.tryRule({ body: { organisationId, rule: { ...rule, title: rule.title.trim() || '…' }, limit } })

export function Tried({ organisationId, rule }: { organisationId: string; rule: Rule }) {
  const t = useText(webTexts)
  const [tried, setTried] = useState<{ found: Found; of: string }>()
  const [busy, setBusy] = useState(false)
  const now = JSON.stringify(rule)
  const run = () => {
    setBusy(true)
    tryOut(organisationId, rule, 50)
      .then((found) => setTried({ found, of: now }))
      .catch((error: unknown) => toastProblem(error, t('norms.edit.try')))
      .finally(() => setBusy(false))
  }
  return (
    <Section
      title={t('norms.edit.try')}
      actions={
        <Button
          variant="default"
          size="xs"
          loading={busy}
          disabled={(rule.series?.query ?? rule.condition).trim() === '' || organisationId === ''}
          onClick={run}
        >
          {t('norms.edit.try')}
        </Button>
      }
    >
      {!tried && <p className="dim">{t('norms.edit.tryWhat')}</p>}
      {tried && tried.of !== now && <p className="dim">{t('norms.edit.triedBefore')}</p>}
      {tried && <Outcomes found={tried.found} />}
    </Section>
  )
}

export function Outcomes({ found }: { found: Found }) {
  const t = useText(webTexts)
  return (
    <>
      <p aria-live="polite">
        {found.counts.met + found.counts.broken + found.counts.unknown === 0 ? t('norms.edit.triedNone') : t('norms.edit.tried', found.counts)}
        {found.more && ` ${t('norms.edit.triedMore')}`}
      </p>
      <ul className={classes.list}>
        {found.items.map(({ item, verdict, observed, why }) => (
          <li key={item.id} className={classes.row}>
            <Outcome verdict={verdict} />
            <span className={classes.wide}>
              <Link to={`/items/${item.number}`}>{item.name}</Link>
              {why.length > 0 && <div className="dim">{t('norms.edit.why', { verdict, why: why.join('; ') })}</div>}
              {observed.unusable && <div className="dim">{t('norms.edit.unusable', { what: observed.unusable })}</div>}
            </span>
            <ObservedWords observed={observed} />
          </li>
        ))}
      </ul>
    </>
  )
}
