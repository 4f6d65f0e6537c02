import { nstring } from '../format.ts';
import { envelope } from './envelope.ts';
import { headerValue } from './header-fields.ts';
import type { MimePart } from './mime-part.ts';
import { parseParameters } from './parameters.ts';

/** BODYSTRUCTURE, or BODY without its extension data (RFC 3501, 7.4.2). */
export function bodyStructure(part: MimePart, extended: boolean): string {
  return part.children.length > 0 ? multipart(part, extended) : singlePart(part, extended);
}

function multipart(part: MimePart, extended: boolean): string {
  const children = part.children.map((child) => bodyStructure(child, extended)).join('');
  const extension = extended ? ` ${parameterList(part.parameters)} ${disposition(part)} NIL NIL` : '';
  return `(${children} ${nstring(part.subtype.toUpperCase())}${extension})`;
}

function singlePart(part: MimePart, extended: boolean): string {
  const field = (name: string): string => nstring(headerValue(part.fields, name));
  const encoding = headerValue(part.fields, 'content-transfer-encoding') ?? '7bit';
  const pieces = [
    nstring(part.type.toUpperCase()),
    nstring(part.subtype.toUpperCase()),
    parameterList(part.parameters),
    field('content-id'),
    field('content-description'),
    nstring(encoding.toUpperCase()),
    String(part.body.length),
  ];
  if (part.message) pieces.push(envelope(part.message.fields), bodyStructure(part.message, extended));
  if (part.message || part.type === 'text') pieces.push(String(countLines(part.body)));
  if (extended) pieces.push('NIL', disposition(part), 'NIL', 'NIL');
  return `(${pieces.join(' ')})`;
}

function parameterList(parameters: readonly [string, string][]): string {
  if (parameters.length === 0) return 'NIL';
  return `(${parameters.flatMap(([name, value]) => [nstring(name.toUpperCase()), nstring(value)]).join(' ')})`;
}

function disposition(part: MimePart): string {
  const value = headerValue(part.fields, 'content-disposition');
  if (!value) return 'NIL';
  const parsed = parseParameters(value);
  return `(${nstring(parsed.value.toUpperCase())} ${parameterList(parsed.parameters)})`;
}

function countLines(body: Buffer): number {
  let lines = 0;
  for (let at = body.indexOf(0x0a); at !== -1; at = body.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}
