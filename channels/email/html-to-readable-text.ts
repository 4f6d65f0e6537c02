import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import {
  attributionContainers,
  hiddenElements,
  historyContainers,
  indents,
  signatureContainers,
} from './html-containers.ts';
import { nestsTooDeep, withoutTags } from './html-bounds.ts';
import {
  attributionBelow,
  isMarkLine,
  quoteBelow,
  signatureLine,
  withoutMarkSigns,
} from '../../domain/mail/quote-marks.ts';

const longestHtml = 3_000_000;
const deepest = 800;
const deepestQuote = 12;
/** Conversion is synchronous, so one counter serves. */
let quoteDepth = 0;

const markedBlock =
  (mark: string): FormatCallback =>
  (element, walk, builder) => {
    builder.openBlock({ leadingLineBreaks: 1 });
    builder.addLiteral(mark);
    builder.closeBlock({ trailingLineBreaks: 1 });
    builder.openBlock({ leadingLineBreaks: 1 });
    walk(element.children ?? [], builder);
    builder.closeBlock({ trailingLineBreaks: 1 });
  };

/** Each level writes its sign before every line below it, so deep nesting would write a square of signs. */
const quotedBlock: FormatCallback = (element, walk, builder, formatOptions) => {
  const format = builder.options.formatters?.[quoteDepth < deepestQuote ? 'blockquote' : 'block'];
  quoteDepth += 1;
  try {
    format?.(element, walk, builder, formatOptions);
  } finally {
    quoteDepth -= 1;
  }
};

const signatureBlock: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(element.children ?? [], builder);
  builder.closeBlock({
    trailingLineBreaks: 1,
    blockTransform: (text) =>
      text
        .split('\n')
        .map((line) => signatureLine + line)
        .join('\n'),
  });
};

const imageText: FormatCallback = (element, _walk, builder) => {
  const alternative = (element.attribs?.alt ?? '').trim();
  if (alternative !== '') builder.addInline(`[${alternative.slice(0, 200)}]`);
};

/** Tables are mostly used for layout: only a plain grid is shown as columns. */
const anyTable: FormatCallback = (element, walk, builder, options) => {
  const format = builder.options.formatters?.[isGrid(element) ? 'dataTable' : 'block'];
  format?.(element, walk, builder, {
    ...options,
    leadingLineBreaks: 1,
    trailingLineBreaks: 1,
    colSpacing: 3,
    rowSpacing: 0,
    maxColumnWidth: 60,
    uppercaseHeaderCells: false,
  });
};

function isGrid(table: DomNode): boolean {
  const state = { rows: 0, widest: 0, nested: false, visited: 0 };
  const visit = (node: DomNode): void => {
    for (const child of node.children ?? []) {
      if (state.nested || (state.visited += 1) > 3_000) return;
      if (child.name === 'table' || child.name === 'blockquote' || child.attribs?.class?.includes('gmail_'))
        state.nested = true;
      if (child.name === 'tr') {
        state.rows += 1;
        state.widest = Math.max(
          state.widest,
          (child.children ?? []).filter((cell) => cell.name === 'td' || cell.name === 'th').length,
        );
      }
      visit(child);
    }
  };
  visit(table);
  return !state.nested && state.visited <= 3_000 && state.rows >= 2 && state.widest >= 2;
}

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: deepest, maxInputLength: longestHtml },
  formatters: {
    historyBlock: markedBlock(quoteBelow),
    attributionBlock: markedBlock(attributionBelow),
    quotedBlock,
    signatureBlock,
    imageText,
    anyTable,
  },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['[', ']'] } },
    { selector: 'img', format: 'imageText' },
    { selector: 'table', format: 'anyTable' },
    { selector: 'td', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'th', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    {
      selector: 'blockquote',
      format: 'quotedBlock',
      options: { leadingLineBreaks: 2, trailingLineBreaks: 2, trimEmptyLines: true },
    },
    ...indents.map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 2, trailingLineBreaks: 2 },
    })),
    { selector: 'p.MsoNormal', format: 'paragraph', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ...historyContainers.map((selector) => ({ selector, format: 'historyBlock' })),
    ...attributionContainers.map((selector) => ({ selector, format: 'attributionBlock' })),
    ...signatureContainers.map((selector) => ({ selector, format: 'signatureBlock' })),
    ...hiddenElements.map((selector) => ({ selector, format: 'skip' })),
  ],
};
const convert = compile(options);

/**
 * HTML to text a person reads: links as `text [url]`, quotes as `>` lines, grids as columns, nothing hidden.
 * Lines of history and signature carry the marks of split-reply; `withoutMarks` takes them away.
 * HTML too long or too deep to be meant for reading only loses its tags.
 */
export function htmlToReadableText(html: string): string {
  const clean = withoutMarkSigns(html.slice(0, longestHtml));
  if (nestsTooDeep(clean)) return tidy(withoutTags(clean));
  try {
    return tidy(convert(clean));
  } catch {
    return tidy(withoutTags(clean));
  }
}

/** The text as it is shown: without the marks meant for split-reply. */
export function withoutMarks(text: string): string {
  return withoutMarkSigns(
    text
      .split('\n')
      .filter((line) => !isMarkLine(line))
      .join('\n'),
  );
}

function tidy(text: string): string {
  return text
    .replace(/\u00a0/g, ' ')
    .replace(/(?:[\u200b-\u200d\u2060\ufeff\u00ad]|\u034f){2,}/g, '')
    .split('\n')
    .map((line) => (/^(?:[\s\u200b-\u200d\u2060\ufeff]|\u034f)*$/.test(line) ? '' : line.trimEnd()))
    .filter((line, index, lines) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim();
}
