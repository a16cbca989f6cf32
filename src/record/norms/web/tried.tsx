/** How a rule would come out on real items now: what is not met first, with what was found. */
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

type Found = Awaited<ReturnType<typeof norms.tryRule>>

export function Tried({ organisationId, rule }: { organisationId: string; rule: Rule }) {
  const t = useText(webTexts)
  const [found, setFound] = useState<Found>()
  const [busy, setBusy] = useState(false)
  const run = () => {
    setBusy(true)
    norms
      .tryRule({ body: { organisationId, rule: { ...rule, title: rule.title.trim() || '…' } } })
      .then(setFound)
      .catch((error: unknown) => toastProblem(error, t('norms.edit.try')))
      .finally(() => setBusy(false))
  }
  return (
    <Section
      title={t('norms.edit.try')}
      actions={
        <Button variant="default" size="xs" loading={busy} disabled={rule.condition.trim() === '' || organisationId === ''} onClick={run}>
          {t('norms.edit.try')}
        </Button>
      }
    >
      <p aria-live="polite" className="dim">
        {found && (found.items.length === 0 ? t('norms.edit.triedNone') : t('norms.edit.tried', found.counts))}
      </p>
      <ul className={classes.list}>
        {found?.items.map(({ item, verdict, observed }) => (
          <li key={item.id} className={classes.row}>
            <Outcome verdict={verdict} />
            <span className={classes.wide}>
              <Link to={`/items/${item.number}`}>{item.name}</Link>
            </span>
            <ObservedWords observed={observed} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
