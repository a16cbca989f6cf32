/** Lines to put into a file or to run elsewhere: as they are, with a button that copies them. */
import { Copy } from './copy.tsx'
import classes from './setting.module.css'

export function Setting({ title, text }: { title: string; text: string }) {
  return (
    <div className={classes.setting}>
      <div className={classes.head}>
        <span>{title}</span>
        <Copy text={text} name={title} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className={classes.code} tabIndex={0}>
        {text}
      </pre>
    </div>
  )
}
