/** Ten codes for when the telephone is not there, shown once. */
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './account.module.css'
import { useMine } from './mine.ts'
import { Keep } from './onlyOnce.tsx'
import { webTexts } from './texts.ts'

export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useText(webTexts)
  const me = useMine()
  const file = `${t('people.codes.file', { name: me?.email ?? me?.name ?? '' })}\n\n${codes.join('\n')}\n`
  return (
    <div>
      <Note tone="amber">{t('people.codes.once')}</Note>
      <ul className={classes.codes} aria-label={t('people.codes.title')}>
        {codes.map((code) => (
          <li key={code} className="mono">
            {code}
          </li>
        ))}
      </ul>
      <Keep name="spil-codes.txt" text={file} />
    </div>
  )
}
