import { Button } from '@mantine/core'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Column, Outcome } from '../imports/contract.ts'
import classes from './account.module.css'
import { webTexts } from './texts.ts'

const shown = 200

/** What a dry run found: everything that must be mended, or what will happen and the button that does it. */
export function ImportOutcome({ outcome, busy, go }: { outcome: Outcome; busy: boolean; go: () => void }) {
  const t = useText(webTexts)
  const { rows, created, updated, errors } = outcome
  if (errors.length === 0) {
    const nothing = created + updated === 0
    return (
      <>
        <Note tone={nothing ? 'grey' : 'blue'}>
          {nothing ? t('people.importing.nothing', { rows }) : t('people.importing.would', { rows, created, updated })}
        </Note>
        {!nothing && (
          <div>
            <Button loading={busy} onClick={go}>
              {t('people.importing.verb', { count: created + updated })}
            </Button>
          </div>
        )}
      </>
    )
  }
  return (
    <>
      <Note tone="red">{t('people.importing.wrong', { count: errors.length })}</Note>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('people.importing.errors')}>
          <thead>
            <tr>
              <th scope="col">{t('people.importing.row')}</th>
              <th scope="col">{t('people.importing.column')}</th>
              <th scope="col">{t('people.importing.what')}</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, shown).map((error) => (
              <tr key={`${error.row} ${error.column} ${error.code} ${error.detail}`}>
                <td className="mono">{error.row}</td>
                <td>{error.column && t(`people.importing.column.${error.column as Column}`)}</td>
                <td>{error.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {errors.length > shown && <p className="dim">{t('people.importing.more', { count: errors.length - shown })}</p>}
    </>
  )
}
