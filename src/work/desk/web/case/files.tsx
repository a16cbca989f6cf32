/** Files on a case: pictures small, to be opened; everything else by name and size, to be saved. */
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs'
import type { Attachment } from '#record/cases/contract.ts'
import { sizeOf } from '#web/kit/fileField.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'

const at = (id: string) => `/api/desk/attachments/${id}`

export function Files({ files }: { files: readonly Attachment[] }) {
  const t = useText(deskWords)
  const { locale } = useLooks()
  if (files.length === 0) return null
  return (
    <ul className={classes.files}>
      {files.map((file) =>
        file.inline && file.type.startsWith('image/') ? (
          <li key={file.id}>
            <a href={at(file.id)} target="_blank" rel="noreferrer" className={classes.picture} aria-label={t('desk.case.show', { name: file.name })}>
              <img src={at(file.id)} alt={file.name} loading="lazy" width={132} height={96} />
            </a>
          </li>
        ) : (
          <li key={file.id}>
            <a
              href={at(file.id)}
              className={classes.file}
              {...(file.inline ? { target: '_blank', rel: 'noreferrer' } : { download: file.name })}
              title={t(file.inline ? 'desk.case.show' : 'desk.case.download', { name: file.name })}
            >
              <IconFile size={16} aria-hidden />
              <span>{file.name}</span>
              <span className="dim">{sizeOf(file.size, locale)}</span>
            </a>
          </li>
        ),
      )}
    </ul>
  )
}
