import { htmlToReadableText } from './html-to-readable-text.ts';
import { withoutMarkSigns } from '../../domain/mail/quote-marks.ts';
import type { MimePart } from './read-mime.ts';

const stub =
  /(?:does(?: not|n't) support|cannot (?:display|view)|unable to (?:display|view|read)|to view (?:this|the) (?:message|e-?mail)|html[- ](?:compatible|capable|enabled)|(?:this|e-?mail|message) (?:is|contains|was sent) (?:an? )?(?:in )?html|html (?:mesaj|e-?posta|ileti|biçim|format|destek)|(?:destekle|görüntüle)(?:m[iey]|nem)|kann (?:diese|html)|ne (?:prend|supporte) pas|no (?:admite|soporta))/i;

/** What no line of text holds; line feeds and tabs stay. */
const controls = /[\p{Cc}--[\t\n]]/gv;

export interface ReadableBody {
  /** What split-reply reads: the text, with its marks where HTML said more. */
  marked: string;
  /** HTML beside a text part, for when the text alone does not show where history begins. */
  htmlBeside: string | null;
}

/** The whole body a person would read: the text part where it is real, else the HTML as text. */
export function readableBody(root: MimePart | null): ReadableBody {
  const htmlBeside: string[] = [];
  const marked = root ? textOf(root, htmlBeside).replace(controls, '').toWellFormed() : '';
  return { marked, htmlBeside: htmlBeside.length === 1 ? (htmlBeside[0] ?? null) : null };
}

function textOf(part: MimePart, beside: string[]): string {
  if (part.text !== null) return leafText(part, part.text);
  if (part.contentType !== 'multipart/alternative')
    return joinTexts(part.children.map((child) => textOf(child, beside)));
  const plain = joinTexts(part.children.filter((child) => !hasHtml(child)).map((child) => textOf(child, beside)));
  const html = part.children.findLast(hasHtml);
  if (html && !isReal(plain)) return textOf(html, beside) || plain;
  const source = html && htmlSource(html);
  if (source) beside.push(source);
  return plain;
}

function leafText(part: MimePart, text: string): string {
  if (part.contentType === 'text/html' || /^\s*(?:<!doctype html|<html[\s>])/i.test(text.slice(0, 500)))
    return htmlToReadableText(text);
  return part.contentType === 'text/plain' ? withoutMarkSigns(text).replace(/^\n+/, '').trimEnd() : '';
}

function isReal(plain: string): boolean {
  const text = plain.trim();
  return text !== '' && !(text.length < 300 && stub.test(text));
}

function hasHtml(part: MimePart): boolean {
  return part.contentType === 'text/html' || part.children.some(hasHtml);
}

function htmlSource(part: MimePart): string | null {
  if (part.contentType === 'text/html') return part.text;
  for (const child of part.children) {
    const found = htmlSource(child);
    if (found) return found;
  }
  return null;
}

function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== '').join('\n\n');
}
