/** HTML of a mail or a written page made safe to show: on the way out, each time, so that a mended sanitiser mends what is old too. */
import sanitizeHtml from 'sanitize-html'

const text = ['p', 'br', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'blockquote', 'pre', 'code', 'hr', 'a', 'img']
const blocks = ['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'center', 'font']
const tables = ['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption']

export interface Safe {
  html: string
  /** Addresses of pictures from elsewhere, at most 50: they are left out. */
  blocked: string[]
  /** How many there are. */
  blockedImages: number
}
/** Addresses of all pictures from elsewhere, as they stand in it. */
export function picturesElsewhere(html: string): string[] {
  const found = new Set<string>()
  clean(html, (source) => {
    if (elsewhere.test(source)) found.add(source)
    return undefined
  })
  return [...found]
}
const elsewhere = /^(https?:)?\/\//i

/** `inline`: a picture that is here, by its Content-ID or by its address elsewhere. */
export function safeHtml(html: string, inline: (source: string) => string | undefined): Safe {
  const outside = new Set<string>()
  const safe = clean(html, (source) => {
    const here = inline(/^cid:/i.test(source) ? source.slice(4) : source)
    if (here === undefined && elsewhere.test(source)) outside.add(source.slice(0, 500))
    return here
  })
  return { html: safe, blocked: [...outside].slice(0, 50), blockedImages: outside.size }
}

/** `at`: where a picture is found, by what its tag says; undefined: it is left out. */
function clean(html: string, at: (source: string) => string | undefined): string {
  const picture = (attributes: Record<string, string>) => {
    const src = at((attributes.src ?? '').trim())
    const { alt = '', width, height } = attributes
    const size = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) }
    if (src === undefined) return { tagName: 'span', attribs: { title: alt }, text: alt === '' ? '' : `[${alt}]` }
    return { tagName: 'img', attribs: { src, alt, ...size, referrerpolicy: 'no-referrer', loading: 'lazy' } }
  }
  return sanitizeHtml(html, {
    allowedTags: [...text, ...blocks, ...tables],
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'target'],
      img: ['src', 'alt', 'width', 'height', 'referrerpolicy', 'loading'],
      span: ['title'],
      td: ['colspan', 'rowspan', 'align'],
      th: ['colspan', 'rowspan', 'align', 'scope'],
      ol: ['start'],
    },
    // No style at all: it hides text, covers the page and loads pictures.
    parseStyleAttributes: false,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    // data: only as we made it ourselves, of a picture inside the mail.
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head', 'svg', 'math', 'iframe', 'object', 'template', 'xmp'],
    nestingLimit: 200,
    transformTags: {
      a: (_tag, attributes) => ({
        tagName: 'a',
        attribs: {
          ...(/^(https?:\/\/|mailto:|tel:)/i.test((attributes.href ?? '').trim()) && { href: (attributes.href ?? '').trim() }),
          ...(attributes.title !== undefined && { title: attributes.title }),
          rel: 'noopener noreferrer nofollow',
          target: '_blank',
        },
      }),
      img: (_tag, attributes) => picture(attributes) as sanitizeHtml.Tag,
    },
  })
}
