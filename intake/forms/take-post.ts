import type { FastifyReply, FastifyRequest } from 'fastify';
import { createSecrets } from '../../channels/secrets.ts';
import { verifySignedUser, type SignedUser } from '../../channels/web/signed-user.ts';
import { openIdentitySecret } from '../../database/design-secrets.ts';
import { countOnly } from '../../database/intake-counts.ts';
import { DeskError } from '../../domain/errors.ts';
import { checkAnswers, type Answers, type GivenAnswers } from '../../domain/form/check-answers.ts';
import type { Form } from '../../domain/form/form.ts';
import type { IntakeDesk } from '../intake-desk.ts';
import type { Gate } from '../rate-limit.ts';
import { pageWords, saySize } from '../words.ts';
import { checkGate, checkHead, checkOrigin, countKeyOf, tooMany, type Visit } from './check-visit.ts';
import { FormRefusal, type FormProblem } from './form-refusal.ts';
import { formSecret, readPageKey } from './page-key.ts';
import { readPost, type Post } from './read-post.ts';
import { takeInForm, type TakenForm } from './take-in-form.ts';

const DAY_SECONDS = 86_400;

export interface Posting {
  desk: IntakeDesk;
  gate: Gate;
  visit: Visit;
  /** Filled as the body is read: what stands in it can be shown again whatever happens. */
  post: Post;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Takes a post in, from its head to its commit.
 * @throws FormRefusal in the visitor's language; any other error is a fault or a database that is away
 */
export async function takePost(posting: Posting): Promise<TakenForm> {
  const { desk, gate, visit, post, request, reply } = posting;
  const { open } = visit;
  checkOrigin(request, reply, { desk, open, language: visit.language });
  const countKey = countKeyOf(desk, open, request);
  checkGate(gate, countKey, visit);
  const type = checkHead(request, visit);
  post.isRead = true;
  await readPost(request, post, {
    type,
    limits: open.form.limits,
    words: visit.words,
    folder: desk.spoolFolder,
  });
  if (visit.trouble) throw visit.trouble;
  speak(visit, post.extras['lang']);
  if (!open.design.isOn) throw new FormRefusal({ status: 410, code: 'REFUSED', message: visit.words.formOff });
  const { words, language } = visit;
  if (post.extras['homepage_url']) await refuseRobot(posting, words.robot);
  const key = visit.isPage ? await pageKeyOf(posting) : callersKeyOf(posting);
  const answers = checkPost(posting);
  const user = await userOf(posting);
  try {
    const taken = await takeInForm(desk, { open, key, answers, files: post.files, language, user, countKey });
    if (!taken.isOther) return taken;
    const message = words.otherContent(taken.number);
    throw new FormRefusal({ status: 409, code: 'CONFLICT', message, needsNewKey: true });
  } catch (error) {
    if (!(error instanceof DeskError) || error.code !== 'TOO_MANY_REQUESTS') throw error;
    const wait = Number(error.details['retryAfterSeconds']);
    gate.shut(countKey, Date.now() + wait * 1000);
    throw tooMany(words, wait);
  }
}

/** What was posted says better than the browser's head which language the visitor reads. */
function speak(visit: Visit, wish: string | undefined): void {
  const language = visit.open.form.languages.find((one) => one === wish);
  if (language) Object.assign(visit, { language, words: pageWords[language] });
}

async function pageKeyOf(posting: Posting): Promise<string> {
  const { desk, visit, post } = posting;
  const { open, words } = visit;
  const read = readPageKey(formSecret(desk, open), { open, token: post.extras['key'] ?? '', now: Date.now() });
  if ('key' in read) return read.key;
  return refuseRobot(posting, words[read.problem], read.problem !== 'tooQuick');
}

/** Robots are told what gave them away: a person whom it hits by mistake presses Send again. */
async function refuseRobot({ desk, visit }: Posting, message: string, needsNewKey = false): Promise<never> {
  await countOnly(desk.database, {
    key: `robots:${visit.open.design.id}`,
    seconds: DAY_SECONDS,
    now: new Date().toISOString(),
  });
  throw new FormRefusal({ status: 400, code: 'REFUSED', message, needsNewKey });
}

function callersKeyOf({ request, visit, post }: Posting): string {
  const header = request.headers['idempotency-key'];
  const given = (typeof header === 'string' ? header : undefined) ?? post.extras['key'];
  if (given === undefined) return `once:${crypto.randomUUID()}`;
  if (/^[\x21-\x7e]{8,200}$/.test(given)) return `api:${given}`;
  throw new FormRefusal({
    status: 400,
    message: visit.words.badKey,
    problems: [{ field: 'key', message: visit.words.badKey }],
  });
}

/** @throws FormRefusal 422 naming every field */
function checkPost({ visit, post }: Posting): Answers {
  const { open, language, words } = visit;
  const { form } = open;
  const { files, fileBytes } = form.limits;
  const problems: FormProblem[] = [...post.problems];
  const fileFields = new Set(form.fields.filter(({ type }) => type === 'file').map(({ name }) => name));
  for (const field of fileFields) {
    if (post.given[field]?.some((value) => value !== '')) problems.push({ field, message: words.fileByName });
  }
  for (const { field, name, isTooLarge } of post.files) {
    const isFileField = fileFields.has(field);
    if (!isFileField) problems.push({ field, message: words.noFileField });
    else if (isTooLarge) problems.push({ field, message: words.fileTooLarge(name, saySize(fileBytes)) });
  }
  const [extra] = post.files.slice(files);
  if (extra) problems.push({ field: extra.field, message: words.tooManyFiles(files) });
  const isLarge = Boolean(extra) || post.files.some(({ isTooLarge }) => isTooLarge);
  const checked = checkAnswers(form, givenWithFiles(form, post), language);
  const known = new Set(problems.map(({ field }) => field));
  problems.push(...checked.problems.filter(({ field }) => !known.has(field)));
  if (problems.length === 0) return checked.answers;
  throw new FormRefusal({ status: isLarge ? 413 : 422, message: words.errorSummary, problems });
}

/** Of a field for files its answer are the names of its files. */
function givenWithFiles(form: Form, post: Post): GivenAnswers {
  const given: GivenAnswers = { ...post.given };
  for (const { name } of form.fields.filter(({ type }) => type === 'file')) {
    given[name] = post.files.filter(({ field }) => field === name).map((file) => file.name);
  }
  return given;
}

/**
 * Who the embedding site says its visitor is. A page whose token ran out meanwhile is taken in all the same, as one of
 * whom nothing is proven: no request is lost for it. A program is told.
 */
async function userOf({ desk, visit, post, request }: Posting): Promise<SignedUser | null> {
  const header = request.headers['deskhand-user'];
  const token = (typeof header === 'string' ? header : undefined) ?? post.extras['user'] ?? '';
  if (token === '') return null;
  const { words, isPage, open } = visit;
  try {
    const secret = await openIdentitySecret(desk.database, createSecrets(desk.secretKey), open.design.id);
    if (secret !== null) return await verifySignedUser(token, secret, new Date().toISOString());
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
  }
  if (isPage) return null;
  const problems = [{ field: 'user', message: words.badUser }];
  throw new FormRefusal({ status: 403, code: 'REFUSED', message: words.badUser, problems });
}
