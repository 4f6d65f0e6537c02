import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { GivenAnswers } from '../../domain/form/check-answers.ts';
import { reservedNames } from '../../domain/form/read-form.ts';
import { DeskError } from '../../domain/errors.ts';
import { safeFileName } from '../../domain/mail/safe-file-name.ts';
import type { PageWords } from '../words.ts';
import { FormRefusal, type FormProblem } from './form-refusal.ts';
import { spool, type SpooledFile } from './spool.ts';

export interface PostedFile extends SpooledFile {
  field: string;
  name: string;
  contentType: string;
}

/** A post as it came: nothing of it is checked against the form but its sizes. */
export interface Post {
  /** Its body was begun with: what the visitor typed is in our hands. */
  isRead: boolean;
  given: GivenAnswers;
  files: PostedFile[];
  /** What the page sends beside the answers, by name: see reservedNames. */
  extras: Record<string, string>;
  /** What is wrong with its make: values that are no texts, files too large. */
  problems: FormProblem[];
}

export interface PostLimits {
  files: number;
  fileBytes: number;
}

/** Text of all answers, in bytes, with room for the names around it. */
const TEXT_BYTES = 512 * 1024;
const VALUE_BYTES = 128 * 1024;
const MOST_PARTS = 500;

export const postTypes = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'] as const;
export type PostType = (typeof postTypes)[number];

export function postTypeOf(request: FastifyRequest): PostType | null {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return postTypes.find((known) => known === type) ?? null;
}

/** The most bytes that a post of a type may have. */
export function mostBytes(type: PostType, limits: PostLimits): number {
  return type === 'multipart/form-data' ? TEXT_BYTES + limits.files * limits.fileBytes : TEXT_BYTES;
}

/**
 * Reads a body into `post` as it comes, so that what was read stands there even where the rest cannot be read.
 * @throws FormRefusal 400 or 413; DeskError TRANSIENT when its files could not be kept aside
 */
export async function readPost(
  request: FastifyRequest,
  post: Post,
  how: { type: PostType; limits: PostLimits; words: PageWords; folder?: string | undefined },
): Promise<void> {
  try {
    if (how.type === 'multipart/form-data') return await readParts(request, post, how);
    const text = await readText(request, how.words);
    if (how.type === 'application/json') readJson(text, post, how.words);
    else readPairs(text, post, how.words);
  } catch (error) {
    if (error instanceof FormRefusal || error instanceof DeskError) throw error;
    // Node's and the parser's own errors: cut off, no boundary, a part that never ends.
    throw new FormRefusal({ status: 400, message: how.words.unreadable });
  }
}

export function emptyPost(): Post {
  return { isRead: false, given: Object.create(null) as GivenAnswers, files: [], extras: {}, problems: [] };
}

function put(post: Post, name: string, value: string): void {
  if (reservedNames.includes(name)) post.extras[name] ??= value;
  else (post.given[name] ??= []).push(value);
}

async function readText(request: FastifyRequest, words: PageWords): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request.raw as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > 2 * TEXT_BYTES) break;
    if (size <= TEXT_BYTES) pieces.push(piece);
    else pieces.length = 0;
  }
  if (size > TEXT_BYTES) throw new FormRefusal({ status: 413, message: words.tooLarge('512 KB') });
  return Buffer.concat(pieces).toString('utf8');
}

function readPairs(text: string, post: Post, words: PageWords): void {
  const pairs = [...new URLSearchParams(text)];
  checkCount(pairs.length, words);
  for (const [name, value] of pairs) put(post, name, value);
}

/** Each answer may be answered with a line of its own, so they are few. */
function checkCount(count: number, words: PageWords): void {
  if (count > MOST_PARTS) throw new FormRefusal({ status: 413, message: words.tooManyAnswers(MOST_PARTS) });
}

function readJson(text: string, post: Post, words: PageWords): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new FormRefusal({ status: 400, message: words.notJson });
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new FormRefusal({ status: 400, message: words.notJson });
  }
  checkCount(Object.values(body).flat().length, words);
  for (const [name, value] of Object.entries(body)) {
    if (value === null) continue;
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (!values.every(isScalar)) post.problems.push({ field: name, message: words.badValue });
    else for (const one of values) put(post, name, one === true ? 'yes' : one === false ? 'no' : String(one));
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  // A longer number was rounded as it was read: an order number would come in as another.
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

type Parted = Parameters<typeof readPost>[2];

async function readParts(request: FastifyRequest, post: Post, { limits, words, folder }: Parted): Promise<void> {
  const parts = request.parts({
    limits: {
      fileSize: limits.fileBytes + 1,
      fieldSize: VALUE_BYTES,
      fieldNameSize: 200,
      parts: MOST_PARTS,
      headerPairs: 50,
    },
  });
  let size = 0;
  request.raw.on('data', (piece: Buffer) => {
    size += piece.length;
    // Told lengths are refused by the head; one who tells none and does not end is cut off.
    if (size > 2 * mostBytes('multipart/form-data', limits)) request.raw.destroy();
  });
  try {
    for await (const part of parts) {
      if (part.type === 'file') await putFile(post, part, { ...limits, folder });
      else if (typeof part.value !== 'string' || part.valueTruncated || part.fieldnameTruncated) {
        post.problems.push({ field: part.fieldname, message: words.badValue });
      } else put(post, part.fieldname, part.value);
    }
  } catch (error) {
    if ((Object(error) as { code?: unknown }).code === 'FST_PARTS_LIMIT') {
      checkCount(Infinity, words);
    }
    throw error;
  }
  const broken = post.files.find(({ fault }) => fault !== null);
  if (broken) throw new DeskError('TRANSIENT', 'files of a post cannot be kept aside', { cause: broken.fault });
}

interface FilePart {
  fieldname: string;
  filename: string | undefined;
  mimetype: string;
  file: AsyncIterable<Buffer>;
}

/** A browser sends an empty nameless file where none was chosen. */
async function putFile(
  post: Post,
  part: FilePart,
  { fileBytes, files, folder }: PostLimits & Pick<Parted, 'folder'>,
): Promise<void> {
  const isOneTooMany = post.files.length > files;
  const spooled = await spool(part.file, { mostBytes: isOneTooMany ? 0 : fileBytes, folder });
  if (!part.filename && spooled.size === 0 && !spooled.isTooLarge) return;
  const name = safeFileName(part.filename);
  post.files.push({ ...spooled, field: part.fieldname, name, contentType: safeType(part.mimetype) });
}

/** As the sender says; it is never believed, only shown. */
function safeType(type: string): string {
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/i.test(type) ? type.toLowerCase() : 'application/octet-stream';
}

/** Gives back what a post holds, and what it goes on to hold while it is still being read. */
export async function releasePost(post: Post): Promise<void> {
  await Promise.all(post.files.map((file) => file.release()));
}
